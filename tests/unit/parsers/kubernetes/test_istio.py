"""Istio's routing, policies and access rules."""

from collections.abc import Callable
from typing import Any

import pytest

from archcheck.model.facts import (
    Address,
    AddressPort,
    GatewayListener,
    GatewayObject,
    HostTarget,
    NetworkPeer,
    NetworkRule,
    PolicyKind,
    Route,
    Selector,
)
from archcheck.model.span import Span

EDGE = ("IstioGateway", "shop", "edge")


def test_a_gateway(sample: Callable[[str], Any]) -> None:
    assert sample("istio").facts.gateways == [
        GatewayObject(
            "edge",
            "IstioGateway",
            Span("m.yaml", 3, 18),
            "shop",
            "istio",
            Selector({"istio": "ingressgateway"}),
            (
                GatewayListener(443, "HTTPS", ("shop.example.org",), True, Span("m.yaml", 7, 7)),
                GatewayListener(80, "HTTP", ("*",), False, Span("m.yaml", 8, 7)),
            ),
        )
    ]


def test_only_gateways_make_routes(sample: Callable[[str], Any]) -> None:
    routes = sample("istio").facts.routes
    assert routes[0] == Route(
        HostTarget("orders", 8080),
        Span("m.yaml", 18, 36),
        "VirtualService orders path /orders",
        EDGE,
        hosts=("shop.example.org",),
        path="/orders",
        methods=("GET",),
        namespace="shop",
    )
    assert [(r.target.host, r.path, r.path_kind, r.because) for r in routes[1:]] == [
        ("orders-next", "/orders", "prefix", "VirtualService orders path /orders"),
        ("orders", "/only", "exact", "VirtualService orders path /only"),
        ("orders-next", "/only", "exact", "VirtualService orders path /only"),
        ("baskets", "/b.*", "regex", "VirtualService baskets path /b.*"),
        ("db", None, "prefix", "VirtualService orders host shop.example.org"),
    ]


def test_what_a_virtual_service_sets(sample: Callable[[str], Any]) -> None:
    policies = [p for p in sample("istio").facts.policies if p.span.line < 25]
    assert [(p.callee.host, p.gateway, p.route_path) for p in policies if p.kind is PolicyKind.TIMEOUT] == [
        ("orders", None, "/orders"),
        ("orders-next", None, "/orders"),
        ("orders", EDGE, "/orders"),
        ("orders-next", EDGE, "/orders"),
        ("orders", EDGE, "/only"),
        ("orders-next", EDGE, "/only"),
    ]
    assert [(p.kind.value, dict(p.params), p.span.line) for p in policies[::6]] == [
        ("timeout", {"timeout_s": 2.0}, 19),
        ("retry", {"attempts": 3, "per_try_timeout_s": 0.5, "retry_on": "5xx"}, 20),
        ("fault", {"delay_s": 7.0, "status": 503}, 21),
    ]


def test_settings_that_switch_off_are_no_policies(sample: Callable[[str], Any]) -> None:
    assert [p for p in sample("istio").facts.policies if p.callee == HostTarget("baskets")] == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("edge", ("IstioGateway", "n", "edge")),
        ("m/edge", ("IstioGateway", "m", "edge")),
        ("edge.n.svc.cluster.local", ("IstioGateway", "n", "edge")),
        ("with.dots", ("IstioGateway", None, "with.dots")),
    ],
)
def test_names_of_gateways(read: Callable[[str], Any], written: str, expected: tuple[str, str | None, str]) -> None:
    text = f"""
{{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {{name: with.dots}}}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {{name: a, namespace: n}}
spec: {{hosts: [a], gateways: [{written}], http: [{{route: [{{destination: {{host: a}}}}]}}]}}
"""
    assert [route.gateway for route in read(text).facts.routes] == [expected]


def test_a_mesh_only_virtual_service_makes_no_route(read: Callable[[str], Any]) -> None:
    text = """\
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: a}
spec:
  hosts: [a]
  http: [{route: [{destination: {host: a}}, {}], timeout: soon}, {delegate: {name: a}}, {delegate: {}}]
"""
    manifest = read(text)
    assert (manifest.facts.routes, manifest.facts.policies) == ([], [])
    assert manifest.messages == [
        "6:45 A route of a VirtualService needs destination.host.",
        "6:59 A duration such as 5s or 300ms is expected here.",
    ]


def test_destination_rules(sample: Callable[[str], Any]) -> None:
    policies = [p for p in sample("istio").facts.policies if 35 <= p.span.line <= 41]
    assert {(p.callee, p.gateway, p.provider) for p in policies} == {(HostTarget("orders"), None, None)}
    assert [(p.kind.value, dict(p.params)) for p in policies] == [
        (
            "bulkhead",
            {"max_connections": 10, "connect_timeout_s": 1.0, "max_pending_requests": 5, "max_requests": 50},
        ),
        (
            "circuit-breaker",
            {"consecutive_errors": 3, "max_ejection_percent": 50, "interval_s": 10.0, "base_ejection_s": 30.0},
        ),
        ("load-balancing", {"algorithm": "LEAST_REQUEST"}),
        ("tls", {"mode": "ISTIO_MUTUAL"}),
        ("load-balancing", {"algorithm": "CONSISTENT_HASH"}),
        ("circuit-breaker", {"consecutive_errors": 1, "subset": "v1"}),
    ]


def test_a_destination_rule_without_host_is_reported(read: Callable[[str], Any]) -> None:
    text = "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec: {trafficPolicy: {}}\n"
    assert read(text).messages == ["3:18 A DestinationRule needs a host."]


def test_filters_logins_and_logs(sample: Callable[[str], Any]) -> None:
    policies = [p for p in sample("istio").facts.policies if p.span.line > 60]
    assert [(p.kind.value, p.callee and p.callee.host, p.provider, dict(p.params)) for p in policies] == [
        ("rate-limit", "orders", None, {"filter": "local_ratelimit", "burst": 20, "requests_per_s": 0.166667}),
        ("rate-limit", None, "istio", {"filter": "ratelimit"}),
        ("authentication", "orders", None, {"type": "jwt"}),
        ("access-log", None, "istio", {}),
    ]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{jwtRules: [{}]}", [(HostTarget("*"), None, None)]),
        ("{jwtRules: []}", []),
        ("{jwtRules: [{}], selector: {matchLabels: {istio: ingressgateway}}}", [(None, None, "istio")]),
        ("{jwtRules: [{}], selector: {matchLabels: {app: other}}}", []),
        ("{jwtRules: [{}], selector: {matchLabels: {app: a, version: v1}}}", [(HostTarget("a"), None, None)]),
        ("{jwtRules: [{}], targetRef: {kind: Gateway, name: g}}", [(None, ("Gateway", "n", "g"), None)]),
        ("{jwtRules: [{}], targetRefs: [{kind: Service, name: a}]}", []),
    ],
)
def test_what_a_login_covers(read: Callable[[str], Any], spec: str, expected: list[object]) -> None:
    text = f"""
{{apiVersion: v1, kind: Service, metadata: {{name: a, namespace: n}}, spec: {{selector: {{app: a}}}}}}
---
{{apiVersion: v1, kind: Service, metadata: {{name: a, namespace: m}}, spec: {{selector: {{app: a}}}}}}
---
{{apiVersion: security.istio.io/v1, kind: RequestAuthentication, metadata: {{name: j, namespace: n}}, spec: {spec}}}
"""
    assert [(p.callee, p.gateway, p.provider) for p in read(text).facts.policies] == expected


def test_other_filters_set_nothing(read: Callable[[str], Any]) -> None:
    text = """
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: a}
spec: {configPatches: [{patch: {value: {name: envoy.filters.http.lua}}}]}
---
{apiVersion: telemetry.istio.io/v1, kind: Telemetry, metadata: {name: a}, spec: {accessLogging: [{disabled: true}]}}
"""
    assert read(text).facts.policies == []


def test_service_entries(sample: Callable[[str], Any]) -> None:
    addresses = sample("istio").facts.addresses
    assert addresses[0] == Address(
        "api.bank.example",
        Span("m.yaml", 47, 11),
        "shop",
        "ServiceEntry",
        Selector({"app": "bank"}),
        (AddressPort(443, 8443, None, "tls", "tls", Span("m.yaml", 48, 11)),),
        endpoints=("192.0.2.9",),
    )
    assert [address.name for address in addresses] == ["api.bank.example", "pay.bank.example", "orders"]


def test_authorization_policies(sample: Callable[[str], Any]) -> None:
    monitoring = NetworkPeer(namespaces=Selector({"kubernetes.io/metadata.name": "monitoring"}))
    assert sample("istio").facts.network_rules == [
        NetworkRule(
            "orders",
            Selector({"app": "orders"}),
            "ingress",
            (
                (monitoring, Span("m.yaml", 81, 33)),
                (NetworkPeer(block="10.0.0.0/8"), Span("m.yaml", 81, 57)),
            ),
            Span("m.yaml", 80, 33),
            "shop",
            (8080,),
            "AuthorizationPolicy",
            (("shop", "web"), (None, "batch"), ("team", "runner")),
        ),
        NetworkRule(
            "waypoint",
            Selector({"app": "orders"}),
            "ingress",
            None,
            Span("m.yaml", 87, 18),
            "shop",
            (),
            "AuthorizationPolicy",
        ),
    ]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{}", [((), ())]),
        ("{rules: [{}]}", [(None, ())]),
        ("{rules: [{from: [{source: {requestPrincipals: ['*']}}]}]}", [(None, ())]),
        ("{rules: [{from: [{source: {principals: ['cluster.local/ns/*/sa/a']}}]}]}", [((), ((None, "a"),))]),
        ("{rules: [{from: [{source: {principals: ['cluster.local/ns/a/*']}}]}]}", [((), ())]),
        ("{action: DENY, rules: [{}]}", []),
        ("{targetRef: {kind: Gateway, name: g}}", []),
    ],
)
def test_whom_an_authorization_policy_allows(read: Callable[[str], Any], spec: str, expected: list[object]) -> None:
    text = f"{{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {{name: a}}, spec: {spec}}}"
    assert [(rule.peers, rule.principals) for rule in read(text).facts.network_rules] == expected
