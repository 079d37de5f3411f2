"""Policies that annotations, plugins and Middlewares set, by gateway product."""

from collections.abc import Callable
from typing import Any

import pytest

from archcheck.model.facts import Policy


def brief(policies: list[Policy], layer: str) -> list[tuple[str, dict[str, object]]]:
    return [(p.kind.value, dict(p.params)) for p in policies if p.layer == layer]


def test_annotations_of_ingress_nginx(sample: Callable[[str], Any]) -> None:
    policies = [p for p in sample("ingresses").facts.policies if p.layer == "ingress-nginx"]
    assert brief(policies, "ingress-nginx") == [
        ("rate-limit", {"requests_per_s": 10.0}),
        ("timeout", {"timeout_s": 30.0}),
        ("retry", {"retry_on": "error timeout", "attempts": 2.0}),
        ("authentication", {"url": "set"}),
    ]
    assert {(p.gateway, p.namespace) for p in policies} == {(("Ingress", "shop", "shop"), "shop")}
    assert [p.span.line for p in policies] == [7, 8, 9, 11]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("nginx.ingress.kubernetes.io/limit-rpm", "30", [("rate-limit", {"requests_per_s": 0.5})]),
        ("nginx.ingress.kubernetes.io/limit-rps", "0", []),
        ("nginx.ingress.kubernetes.io/limit-rpm", "none", []),
        ("nginx.ingress.kubernetes.io/limit-connections", "5", [("bulkhead", {"max_connections": 5.0})]),
        ("nginx.ingress.kubernetes.io/proxy-next-upstream", "off", []),
        ("nginx.ingress.kubernetes.io/proxy-next-upstream-tries", "1", []),
        ("nginx.ingress.kubernetes.io/proxy-next-upstream-timeout", "3", []),
        ("nginx.ingress.kubernetes.io/enable-access-log", "true", [("access-log", {"state": "on"})]),
        ("nginx.ingress.kubernetes.io/enable-access-log", "false", []),
        ("nginx.ingress.kubernetes.io/auth-type", "basic", [("authentication", {"type": "basic"})]),
        ("nginx.ingress.kubernetes.io/auth-url", " ", []),
        ("nginx.ingress.kubernetes.io/server-snippet", "proxy_cache zone;", [("cache", {})]),
        ("nginx.org/limit-req-rate", "30r/m", [("rate-limit", {"requests_per_s": 0.5})]),
        ("nginx.org/limit-req-rate", "10r/s", [("rate-limit", {"requests_per_s": 10.0})]),
        ("haproxy.org/timeout-server", "5s", [("timeout", {"timeout_s": 5.0})]),
        ("haproxy.router.openshift.io/rate-limit-connections", "true", [("rate-limit", {"state": "on"})]),
        ("example.org/other", "1", []),
    ],
)
def test_annotations_of_many_controllers(
    read: Callable[[str], Any], name: str, value: str, expected: list[object]
) -> None:
    text = f"""
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: a, annotations: {{{name}: "{value}"}}}}
"""
    assert [(p.kind.value, dict(p.params)) for p in read(text).facts.policies] == expected


def test_an_annotation_of_another_shape_is_reported(read: Callable[[str], Any]) -> None:
    text = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: a, annotations: {nginx.ingress.kubernetes.io/limit-rps: [1]}}
"""
    assert read(text).messages == ["3:74 A single value is expected here, not a list."]


def test_plugins_of_kong(sample: Callable[[str], Any]) -> None:
    policies = [p for p in sample("ingresses").facts.policies if p.layer == "kong"]
    assert [(p.kind.value, dict(p.params)) for p in policies if p.gateway] == [
        ("rate-limit", {"plugin": "rate-limiting", "requests_per_s": 2.0, "policy": "local"}),
        ("authentication", {"plugin": "key-auth"}),
        ("timeout", {"timeout_s": 5.0}),
        ("retry", {"attempts": 4.0}),
        ("timeout", {"timeout_s": 3.0}),
        ("retry", {"attempts": 2}),
        ("circuit-breaker", {}),
        ("circuit-breaker", {}),
        ("load-balancing", {"algorithm": "least-connections"}),
    ]
    assert [(p.kind.value, p.provider, p.callee and p.callee.host) for p in policies if not p.gateway] == [
        ("authentication", "kong", None),
        ("rate-limit", "kong", "api"),
    ]


def test_plugins_that_are_absent_off_or_unknown_set_nothing(read: Callable[[str], Any]) -> None:
    text = """
apiVersion: v1
kind: Service
metadata:
  name: a
  annotations: {konghq.com/plugins: "absent,off,other,all", konghq.com/override: no, konghq.com/upstream-policy: no}
---
{apiVersion: configuration.konghq.com/v1, kind: KongPlugin, metadata: {name: "off"}, plugin: jwt, disabled: true}
---
{apiVersion: configuration.konghq.com/v1, kind: KongPlugin, metadata: {name: other}, plugin: cors}
---
{apiVersion: configuration.konghq.com/v1, kind: KongClusterPlugin, metadata: {name: all}, plugin: jwt}
"""
    assert brief(read(text).facts.policies, "kong") == [("authentication", {"plugin": "jwt"})]


def test_middlewares_of_traefik_named_by_an_ingress(sample: Callable[[str], Any]) -> None:
    policies = [p for p in sample("ingresses").facts.policies if p.layer == "traefik" and p.gateway[0] == "Ingress"]
    assert brief(policies, "traefik") == [
        ("rate-limit", {"requests_per_s": 10.0, "burst": 50}),
        ("circuit-breaker", {"expression": "NetworkErrorRatio() > 0.30", "interval_s": 1.0}),
        ("retry", {"attempts": 4, "backoff_s": 0.1}),
        ("bulkhead", {"max_requests": 10}),
        ("authentication", {"type": "forwardAuth"}),
        ("fallback", {}),
    ]


def test_routes_and_middlewares_of_traefik(sample: Callable[[str], Any]) -> None:
    facts = sample("ingresses").facts
    gateways = [g for g in facts.gateways if g.technology == "traefik" and g.kind != "Ingress"]
    assert [(g.kind, [(x.port, x.protocol, x.hosts, x.tls) for x in g.listeners]) for g in gateways] == [
        ("IngressRoute", [(port, "HTTPS", ("shop.example.org",), True) for port in (80, 443, None)]),
        ("IngressRouteTCP", [(None, "TCP", ("*",), False)]),
    ]
    routes = [r for r in facts.routes if r.gateway and r.gateway[0].startswith("IngressRoute")]
    assert [(r.target.name, r.target.port, r.path, r.path_kind, r.methods, r.hosts) for r in routes] == [
        ("api", 80, "/api", "prefix", ("GET", "HEAD"), ("shop.example.org",)),
        ("api-next", 80, "/api", "prefix", ("GET", "HEAD"), ("shop.example.org",)),
        ("api", 80, "/one", "exact", ("GET", "HEAD"), ("shop.example.org",)),
        ("api-next", 80, "/one", "exact", ("GET", "HEAD"), ("shop.example.org",)),
        ("db", 5432, None, "prefix", (), ()),
    ]
    covered = [p.route_path for p in facts.policies if p.gateway == ("IngressRoute", "shop", "shop")]
    assert covered == ["/api", "/one"] * 6


def test_chains_without_end_are_cut(read: Callable[[str], Any]) -> None:
    chain = "\n---\n".join(
        f"{{apiVersion: traefik.io/v1alpha1, kind: Middleware, metadata: {{name: m{i}}}, "
        f"spec: {{chain: {{middlewares: [{{name: m{i + 1}}}]}}}}}}"
        for i in range(1500)
    )
    services = "\n---\n".join(
        f"{{apiVersion: traefik.io/v1alpha1, kind: TraefikService, metadata: {{name: s{i}}}, "
        f"spec: {{weighted: {{services: [{{name: s{i + 1}, kind: TraefikService}}]}}}}}}"
        for i in range(1500)
    )
    route = (
        "{apiVersion: traefik.io/v1alpha1, kind: IngressRoute, metadata: {name: r}, spec: {routes: "
        "[{middlewares: [{name: m0}], services: [{name: s0, kind: TraefikService}]}]}}"
    )
    assert [problem.message for problem in read(f"{route}\n---\n{chain}\n---\n{services}").problems] == [
        "More than 100 Middlewares are chained; the others are not judged.",
        "More than 100 TraefikServices refer to each other; the others are not judged.",
    ]


def test_proxies_of_contour(sample: Callable[[str], Any]) -> None:
    facts = sample("ingresses").facts
    routes = [r for r in facts.routes if r.gateway == ("HTTPProxy", "shop", "shop")]
    assert [(r.target.name, r.target.namespace, r.path, r.because) for r in routes] == [
        ("api", "shop", "/api", "HTTPProxy shop path /api"),
        ("db", "shop", None, "HTTPProxy shop path /"),
        ("blog", "team", "/team/blog", "HTTPProxy child path /team/blog"),
    ]
    assert brief(facts.policies, "contour") == [
        ("rate-limit", {"requests_per_s": 1.0}),
        ("authentication", {"type": "authorization"}),
        ("authentication", {"type": "jwt"}),
        ("timeout", {"timeout_s": 5.0}),
        ("retry", {"attempts": 3, "per_try_timeout_s": 0.5}),
        ("rate-limit", {}),
        ("load-balancing", {"algorithm": "Cookie"}),
    ]


def test_includes_without_end_are_cut(read: Callable[[str], Any]) -> None:
    proxies = "\n---\n".join(
        f"{{apiVersion: projectcontour.io/v1, kind: HTTPProxy, metadata: {{name: p{i}}}, "
        f"spec: {{{'virtualhost: {fqdn: a.example},' if not i else ''} includes: [{{name: p{i + 1}}}]}}}}"
        for i in range(1500)
    )
    assert [problem.message for problem in read(proxies).problems] == [
        "More than 500 HTTPProxies include each other; the others are not judged."
    ]


def test_mappings_of_ambassador(sample: Callable[[str], Any]) -> None:
    facts = sample("ingresses").facts
    route = next(r for r in facts.routes if r.provider == "ambassador")
    assert (route.target.host, route.target.port, route.target.scheme) == ("orders.shop", 8443, "https")
    assert (route.path, route.methods, route.hosts, route.span.line) == ("/orders/", ("GET",), (), 155)
    assert brief(facts.policies, "ambassador") == [
        ("timeout", {"timeout_s": 4.0}),
        ("retry", {"attempts": 3, "per_try_timeout_s": 1.0, "retry_on": "5xx"}),
        ("circuit-breaker", {"max_connections": 100}),
        ("load-balancing", {"algorithm": "round_robin"}),
        ("authentication", {"type": "external"}),
        ("rate-limit", {}),
    ]


def test_a_mapping_without_scheme(read: Callable[[str], Any]) -> None:
    text = """
apiVersion: x.getambassador.io/v3alpha1
kind: AmbassadorMapping
metadata: {name: a}
spec: {hostname: a.example.org, prefix: /, service: "orders:80"}
"""
    route = read(text).facts.routes[0]
    assert (route.target.host, route.target.port, route.target.scheme) == ("orders", 80, None)
    assert route.hosts == ("a.example.org",)


def test_a_mapping_without_service_is_reported(read: Callable[[str], Any]) -> None:
    text = "apiVersion: getambassador.io/v2\nkind: Mapping\nmetadata: {name: a}\nspec: {prefix: /}\n"
    assert read(text).messages == ["3:18 This Mapping names no service."]
