from collections.abc import Callable
from typing import Any

from archcheck.model.facts import (
    GatewayListener,
    GatewayObject,
    HostTarget,
    ObjectTarget,
    Policy,
    PolicyKind,
    Route,
)
from archcheck.model.span import Span

EDGE = ("Gateway", "infra", "edge")


def test_a_gateway_and_its_listeners(sample: Callable[[str], Any]) -> None:
    assert sample("gateways").facts.gateways == [
        GatewayObject(
            "edge",
            "Gateway",
            Span("m.yaml", 3, 18),
            "infra",
            "eg",
            None,
            (
                GatewayListener(80, "HTTP", (), False, Span("m.yaml", 7, 7)),
                GatewayListener(443, "HTTPS", ("shop.example.org",), True, Span("m.yaml", 8, 7)),
                GatewayListener(8443, "TLS", (), False, Span("m.yaml", 9, 7)),
            ),
        )
    ]


def test_a_route_for_each_match_and_backend(sample: Callable[[str], Any]) -> None:
    routes = sample("gateways").facts.routes
    assert routes[0] == Route(
        ObjectTarget("Service", "orders", "shop", 80),
        Span("m.yaml", 20, 21),
        "HTTPRoute orders path /orders",
        EDGE,
        hosts=("shop.example.org",),
        path="/orders",
        methods=("GET",),
        namespace="shop",
    )
    assert [(r.target.name, r.target.namespace, r.path, r.path_kind, r.methods) for r in routes[1:4]] == [
        ("basket", "other", "/orders", "prefix", ("GET",)),
        ("orders", "shop", "/basket", "exact", ()),
        ("basket", "other", "/basket", "exact", ()),
    ]


def test_routes_of_grpc_and_tcp(sample: Callable[[str], Any]) -> None:
    routes = sample("gateways").facts.routes[4:]
    assert [(r.because, r.target.port, r.path_kind, r.gateway) for r in routes] == [
        ("GRPCRoute stock path /stock.Stock/Get", 9000, "exact", EDGE),
        ("GRPCRoute stock path /stock.Admin", 9000, "prefix", EDGE),
        ("TCPRoute db backend db", 5432, "prefix", EDGE),
    ]


def test_what_a_rule_sets_covers_gateway_and_mesh(sample: Callable[[str], Any]) -> None:
    policies = [
        p for p in sample("gateways").facts.policies if p.kind is PolicyKind.TIMEOUT and p.layer == "gateway-api"
    ]
    assert policies[0] == Policy(
        PolicyKind.TIMEOUT,
        "gateway-api",
        Span("m.yaml", 21, 7),
        {"timeout_s": 10.0, "per_try_timeout_s": 2.0},
        HostTarget("orders"),
        EDGE,
        route_path="/orders",
        namespace="shop",
    )
    assert [(p.callee.host, p.gateway, p.route_path) for p in policies[1:]] == [
        ("basket.other", EDGE, "/orders"),
        ("orders", EDGE, "/basket"),
        ("basket.other", EDGE, "/basket"),
        ("orders", None, "/orders"),
        ("orders", None, "/basket"),
    ]


def test_retries_and_extensions(sample: Callable[[str], Any]) -> None:
    policies = sample("gateways").facts.policies
    retry = next(p for p in policies if p.kind is PolicyKind.RETRY and p.layer == "gateway-api")
    assert retry.params == {"attempts": 3, "backoff_s": 0.1, "retry_on": "500,503"}
    assert [
        (p.layer, p.params["requests_per_s"], p.route_path) for p in policies if p.layer in {"traefik", "kong"}
    ] == [
        ("traefik", 10.0, "/orders"),
        ("traefik", 10.0, "/basket"),
        ("kong", 5.0, None),
        ("kong", 5.0, None),
    ]


def test_a_route_of_the_mesh_alone_makes_no_route(read: Callable[[str], Any]) -> None:
    text = """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a, namespace: n}
spec:
  parentRefs: [{kind: Service, name: b, namespace: m}]
  rules: [{backendRefs: [{name: b}], timeouts: {request: 1s}}]
"""
    facts = read(text).facts
    assert facts.routes == []
    assert [(p.callee, p.gateway) for p in facts.policies] == [(HostTarget("b.m"), None)]


def test_a_gateway_without_namespace_is_found(read: Callable[[str], Any]) -> None:
    text = """
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: edge}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a, namespace: n}
spec: {parentRefs: [{name: edge}], hostnames: [h], rules: [{backendRefs: [{name: b}], timeouts: {request: 0s}}]}
"""
    facts = read(text).facts
    assert [(r.gateway, r.because) for r in facts.routes] == [(("Gateway", None, "edge"), "HTTPRoute a host h")]
    assert facts.policies == []


def test_a_backend_without_name_is_reported(read: Callable[[str], Any]) -> None:
    text = """\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: a}
spec: {parentRefs: [{name: edge}, {}], rules: [{backendRefs: [{port: 80}], matches: [{path: x}]}]}
"""
    manifest = read(text)
    assert manifest.facts.routes == []
    assert manifest.messages == [
        "4:93 path should be a mapping, not text.",
        "4:63 A backend of a route needs a name.",
    ]


def test_too_many_combinations_are_refused(read: Callable[[str], Any]) -> None:
    backends = ", ".join("{name: b}" for _ in range(200))
    matches = ", ".join("{path: {value: /a}}" for _ in range(100))
    text = f"""\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: a}}
spec: {{parentRefs: [{{name: edge}}], rules: [{{backendRefs: [{backends}], matches: [{matches}]}}]}}
"""
    manifest = read(text)
    assert len(manifest.facts.routes) == 5000
    assert manifest.messages == ["1:1 This object makes more than 5000 routes; the others are not judged."]


def test_policies_of_envoy_gateway(sample: Callable[[str], Any]) -> None:
    policies = [p for p in sample("gateways").facts.policies if p.layer == "envoy-gateway"]
    assert [(p.kind.value, p.callee and p.callee.host, dict(p.params)) for p in policies if p.span.line < 60][::2] == [
        ("rate-limit", "orders", {"scope": "local", "requests_per_s": 0.5}),
        ("circuit-breaker", "orders", {"max_connections": 10, "max_pending_requests": 5}),
        (
            "circuit-breaker",
            "orders",
            {"consecutive_errors": 3, "max_ejection_percent": 50, "interval_s": 2.0, "base_ejection_s": 30.0},
        ),
        ("load-balancing", "orders", {"algorithm": "LeastRequest"}),
        ("retry", "orders", {"attempts": 2, "per_try_timeout_s": 0.25}),
        ("timeout", "orders", {"timeout_s": 3.0, "connect_timeout_s": 1.0}),
    ]
    assert [(p.kind.value, p.gateway, dict(p.params)) for p in policies if p.span.line > 60] == [
        ("authentication", EDGE, {"type": "jwt"}),
        ("timeout", EDGE, {"timeout_s": 10.0}),
        ("bulkhead", EDGE, {"max_connections": 500}),
    ]


def test_policies_without_settings_or_targets_set_nothing(read: Callable[[str], Any]) -> None:
    text = """
{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: BackendTrafficPolicy, metadata: {name: a}, spec: {targetRef: {}}}
---
{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: ClientTrafficPolicy, metadata: {name: a},
 spec: {targetRefs: [{kind: Gateway, name: g}, {kind: HTTPRoute, name: absent}]}}
---
{apiVersion: gateway.envoyproxy.io/v1alpha1, kind: BackendTrafficPolicy, metadata: {name: b},
 spec: {targetRef: {kind: Gateway, name: g}, rateLimit: {global: {rules: [{limit: {}}]}}}}
"""
    assert [dict(p.params) for p in read(text).facts.policies] == [{"scope": "global"}]


def test_profiles_of_linkerd(sample: Callable[[str], Any]) -> None:
    policies = [p for p in sample("gateways").facts.policies if p.layer == "linkerd"]
    host = HostTarget("orders.shop.svc.cluster.local")
    assert [(p.kind.value, p.callee, p.route_path, dict(p.params)) for p in policies] == [
        ("timeout", host, "/orders", {"timeout_s": 0.3}),
        ("retry", host, "/orders", {}),
    ]
