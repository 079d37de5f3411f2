from collections.abc import Callable
from typing import Any

from archcheck.model.facts import GatewayListener, GatewayObject, ObjectTarget, Route
from archcheck.model.span import Span


def test_ingresses_of_both_apis(sample: Callable[[str], Any]) -> None:
    facts = sample("ingresses").facts
    shop = facts.gateways[0]
    assert (shop.name, shop.kind, shop.namespace, shop.technology) == ("shop", "Ingress", "shop", "nginx")
    assert shop.listeners == (
        GatewayListener(80, "HTTP", ("shop.example.org",), False, Span("m.yaml", 4, 9)),
        GatewayListener(443, "HTTPS", ("shop.example.org",), True, Span("m.yaml", 22, 9)),
    )
    assert facts.gateways[1] == GatewayObject(
        "old",
        "Ingress",
        Span("m.yaml", 33, 18),
        None,
        "traefik",
        None,
        (GatewayListener(80, "HTTP", (), False, Span("m.yaml", 33, 18)),),
        {"kubernetes.io/ingress.class": "traefik"},
    )
    assert facts.routes[:5] == [
        Route(
            ObjectTarget("Service", "web", "shop", 80),
            Span("m.yaml", 23, 19),
            "Ingress shop default backend",
            ("Ingress", "shop", "shop"),
            namespace="shop",
        ),
        Route(
            ObjectTarget("Service", "orders", "shop", "http"),
            Span("m.yaml", 28, 56),
            "Ingress shop path /orders",
            ("Ingress", "shop", "shop"),
            hosts=("shop.example.org",),
            path="/orders",
            namespace="shop",
        ),
        Route(
            ObjectTarget("Bucket", "files", "shop"),
            Span("m.yaml", 29, 54),
            "Ingress shop path /files",
            ("Ingress", "shop", "shop"),
            hosts=("shop.example.org",),
            path="/files",
            path_kind="exact",
            namespace="shop",
        ),
        Route(
            ObjectTarget("Service", "web", None, "http"),
            Span("m.yaml", 35, 12),
            "Ingress old default backend",
            ("Ingress", None, "old"),
        ),
        Route(
            ObjectTarget("Service", "old", None, 8080),
            Span("m.yaml", 36, 49),
            "Ingress old path /old",
            ("Ingress", None, "old"),
            path="/old",
        ),
    ]


def test_paths_without_backend_are_reported_and_actions_are_no_routes(read: Callable[[str], Any]) -> None:
    text = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: a, annotations: {nginx.ingress.kubernetes.io/use-regex: "true"}}
spec:
  rules:
  - http:
      paths:
      - {path: /none}
      - {path: /odd, backend: {service: {}}}
      - {path: /redirect, backend: {service: {name: ssl-redirect, port: {name: use-annotation}}}}
      - {path: "/a.*", backend: {service: {name: a}}}
  - {host: h, http: {paths: [{backend: {service: {name: b}}}]}}
  - {http: []}
"""
    manifest = read(text)
    assert [(r.because, r.path_kind) for r in manifest.facts.routes] == [
        ("Ingress a path /a.*", "regex"),
        ("Ingress a host h", "regex"),
    ]
    assert manifest.messages == [
        "8:9 A path of an Ingress needs a backend.",
        "9:31 This backend of an Ingress names no Service.",
        "13:12 http should be a mapping, not list.",
    ]


def test_an_openshift_route_is_a_gateway(sample: Callable[[str], Any]) -> None:
    facts = sample("ingresses").facts
    gateway = next(g for g in facts.gateways if g.kind == "Route")
    assert gateway.listeners == (GatewayListener(443, "HTTPS", ("web.example.org",), True, Span("m.yaml", 45, 8)),)
    routes = [route for route in facts.routes if route.gateway == ("Route", None, "web")]
    assert [(r.target, r.hosts, r.path) for r in routes] == [
        (ObjectTarget("Service", "web", None, "http"), ("web.example.org",), "/"),
        (ObjectTarget("Service", "web-next", None, "http"), ("web.example.org",), "/"),
    ]


def test_a_plain_openshift_route(read: Callable[[str], Any]) -> None:
    text = """\
apiVersion: route.openshift.io/v1
kind: Route
metadata: {name: a}
spec: {to: {name: b}, alternateBackends: [{}]}
"""
    facts = read(text).facts
    assert facts.gateways[0].listeners == (GatewayListener(80, "HTTP", (), False, Span("m.yaml", 3, 18)),)
    assert [route.target for route in facts.routes] == [ObjectTarget("Service", "b")]
