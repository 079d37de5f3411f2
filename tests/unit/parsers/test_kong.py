"""Kong's declarative configuration."""

import pytest

from archcheck.model.facts import ConfigReference, Facts, HostTarget, Policy, PolicyKind, Route
from archcheck.model.node import Document
from archcheck.model.span import Span
from archcheck.parsers.kong import is_kong, kong_facts
from archcheck.sources.reader import read_documents


def parse(text: str) -> Document:
    return read_documents("kong.yml", text.encode())[0]


def read(text: str) -> tuple[Facts, list[str]]:
    document = parse(f'_format_version: "3.0"\n{text}')
    return kong_facts("kong.yml", document, {"STOCK": "stock"}), [p.message for p in document.problems]


def test_services_and_routes_lead_to_hosts() -> None:
    facts, problems = read(
        "services:\n"
        "  - name: orders\n    url: http://orders:8080/v1\n"
        "    routes: [{name: o, paths: [/orders, ~/o/\\d+], hosts: [shop.org], methods: [get]}]\n"
        "  - {name: stock, host: '${STOCK}', port: 81, protocol: grpc}\n"
        "  - {name: none, host: ''}\n"
        "routes:\n  - {service: {name: stock}, paths: [/stock]}\n  - {service: stock}\n  - {service: {name: gone}}\n"
    )
    assert problems == []
    orders = HostTarget("orders", 8080, "http")
    assert facts.routes == [
        Route(
            orders,
            Span("kong.yml", 4, 10),
            "Kong route o /orders",
            file="kong.yml",
            hosts=("shop.org",),
            path="/orders",
            methods=("GET",),
        ),
        Route(
            orders,
            Span("kong.yml", 4, 10),
            "Kong route o ~/o/\\d+",
            file="kong.yml",
            hosts=("shop.org",),
            path="/o/\\d+",
            path_kind="regex",
            methods=("GET",),
        ),
        Route(
            HostTarget("stock", 81, "grpc"),
            Span("kong.yml", 6, 25),
            "Kong route /stock",
            file="kong.yml",
            path="/stock",
        ),
        Route(HostTarget("stock", 81, "grpc"), Span("kong.yml", 6, 25), "Kong route", file="kong.yml"),
    ]


def test_upstreams_are_resolved_to_their_targets() -> None:
    facts, _ = read(
        "services: [{name: s, host: pool, port: 80, protocol: https, routes: [{paths: [/]}]}]\n"
        "upstreams:\n  - name: pool\n    algorithm: least-connections\n    targets: [{target: a:1}, {target: 'b:2'}, {}]\n"
        "    healthchecks: {passive: {unhealthy: {http_failures: 5, timeouts: 3, tcp_failures: 0}}}\n"
    )
    assert [r.target for r in facts.routes] == [HostTarget("a", 1, "https"), HostTarget("b", 2, "https")]
    assert [(p.kind, dict(p.params), p.callee) for p in facts.policies] == [
        (PolicyKind.LOAD_BALANCING, {"servers": 2, "algorithm": "least-connections"}, HostTarget("a", 1)),
        (PolicyKind.LOAD_BALANCING, {"servers": 2, "algorithm": "least-connections"}, HostTarget("b", 2)),
        (PolicyKind.CIRCUIT_BREAKER, {"consecutive_errors": 3}, HostTarget("a", 1)),
        (PolicyKind.CIRCUIT_BREAKER, {"consecutive_errors": 3}, HostTarget("b", 2)),
    ]


def test_plugins_cover_what_they_stand_on() -> None:
    facts, _ = read(
        "services:\n  - name: s\n    host: a\n    read_timeout: 5000\n    connect_timeout: 100\n    retries: 2\n"
        "    plugins: [{name: key-auth, config: {anonymous: x}}]\n"
        "    routes: [{name: r, paths: [/r], plugins: [{name: proxy-cache}]}]\n"
        "plugins:\n"
        "  - {name: jwt, route: r}\n  - {name: request-termination, service: s}\n"
        "  - {name: rate-limiting, config: {minute: 60, hour: 7200, policy: redis, redis: {host: cache}}}\n"
        "  - {name: oauth2, enabled: false}\n  - {name: unheard-of}\n"
    )
    a = HostTarget("a")
    assert [(p.kind, dict(p.params), p.callee, p.route_path) for p in facts.policies] == [
        (PolicyKind.CACHE, {}, a, "/r"),
        (PolicyKind.AUTHENTICATION, {"method": "api-key", "anonymous": True}, a, None),
        (PolicyKind.TIMEOUT, {"timeout_s": 5.0, "connect_timeout_s": 0.1}, a, None),
        (PolicyKind.RETRY, {"attempts": 2}, a, None),
        (PolicyKind.AUTHENTICATION, {"method": "jwt"}, a, "/r"),
        (PolicyKind.FAULT, {}, a, None),
        (PolicyKind.RATE_LIMIT, {"requests_per_s": 1.0, "policy": "redis"}, None, None),
    ]
    assert [(r.text, r.because, r.type_hint) for r in facts.references] == [
        ("cache", "Kong plugin rate-limiting redis host cache", "data")
    ]


def test_plugins_name_the_services_they_call() -> None:
    facts, _ = read(
        "plugins:\n  - {name: http-log, config: {http_endpoint: 'http://me:pw@logs:9200/x'}}\n"
        "  - {name: zipkin, config: {http_endpoint: 'http://zipkin:9411/api/v2/spans'}}\n"
    )
    assert facts.references[0] == ConfigReference(
        "kong.yml",
        "http://me:pw@logs:9200/x",
        "Kong plugin http-log http_endpoint http://logs:9200",
        Span("kong.yml", 3, 46),
        "observability",
        "kong",
    )
    assert facts.policies == [
        Policy(PolicyKind.ACCESS_LOG, "kong", Span("kong.yml", 3, 12), file="kong.yml"),
    ]
    assert len(facts.references) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{_format_version: '3.0', services: []}", True),
        ("{_format_version: '3.0'}", False),
        ("{services: []}", False),
        ("[]", False),
    ],
)
def test_files_are_told_by_their_keys(text: str, expected: bool) -> None:
    assert is_kong(parse(text).root) is expected


def test_wrong_shapes_are_problems() -> None:
    _, problems = read(
        "services: [{name: s, host: a, port: x, retries: many, read_timeout: soon, routes: {}}, 3]\nplugins: no\n"
    )
    assert sorted(set(problems)) == [
        "A length of time is expected here, such as 30s.",
        "A whole number is expected here, not text.",
        "plugins should be a list, not text.",
        "routes should be a list, not mapping.",
    ]
