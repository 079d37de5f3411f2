"""Traefik's files, dynamic and static, YAML and TOML."""

import pytest

from archcheck.model.facts import ConfigReference, Facts, HostTarget, PolicyKind
from archcheck.model.node import Document
from archcheck.model.span import Span
from archcheck.parsers.traefik.files import is_traefik, traefik_file_facts
from archcheck.sources.reader import read_documents


def parse(text: str, path: str = "traefik.yml") -> Document:
    return read_documents(path, text.encode())[0]


def read(text: str, path: str = "traefik.yml") -> Facts:
    return traefik_file_facts(path, parse(text, path), {"STOCK": "stock"})


DYNAMIC = """
http:
  routers:
    orders:
      rule: Host(`shop.org`) && PathPrefix(`/orders`)
      service: orders
      middlewares: [slow, auth, odd, gone]
      tls: {}
    both:
      rule: PathPrefix(`/stock`)
      service: split
    dashboard: {rule: Host(`t`), service: api@internal}
    lost: {rule: Host(`l`), service: elsewhere@docker}
  services:
    orders:
      loadBalancer:
        serversTransport: patient
        passiveHealthCheck: {maxFailedAttempts: 3}
        servers:
          - url: http://orders-1:8080
          - url: http://orders-2:8080
          - url: "{{ env `X` }}"
    split:
      weighted:
        services:
          - {name: stock, weight: 3}
          - {name: spare, weight: 1}
    spare: {failover: {service: stock, fallback: orders}, weighted: {services: [{name: split}]}}
    stock: {loadBalancer: {servers: [{url: "http://${STOCK}:81"}]}}
    copy: {mirroring: {service: orders, mirrors: [{name: stock}]}}
  serversTransports:
    patient: {forwardingTimeouts: {responseHeaderTimeout: 5s, dialTimeout: 500ms, idleConnTimeout: 0s}}
  middlewares:
    slow: {rateLimit: {average: 10}}
    auth: {forwardAuth: {address: "http://auth/verify"}}
    odd:
      plugin: {my-jwt: {a: 1}, nothing: {}}
      buffering: {retryExpression: IsNetworkError()}
      inFlightReq: {amount: 20}
      errors: {service: stock, status: ["500"]}
      headers: {}
tcp:
  routers: {db: {rule: HostSNI(`*`), service: db}}
  services: {db: {loadBalancer: {servers: [{address: "db:5432"}]}}}
"""


def test_routers_lead_to_the_servers_of_their_services() -> None:
    facts = read(DYNAMIC)
    assert [(r.target, r.hosts, r.path, r.file, r.span.line) for r in facts.routes] == [
        (HostTarget("orders-1", 8080, "http"), ("shop.org",), "/orders", "traefik.yml", 20),
        (HostTarget("orders-2", 8080, "http"), ("shop.org",), "/orders", "traefik.yml", 21),
        (HostTarget("stock", 81, "http"), (), "/stock", "traefik.yml", 29),
        (HostTarget("orders-1", 8080, "http"), (), "/stock", "traefik.yml", 20),
        (HostTarget("orders-2", 8080, "http"), (), "/stock", "traefik.yml", 21),
        (HostTarget("db", 5432, "tcp"), (), None, "traefik.yml", 44),
    ]
    assert facts.references == [
        ConfigReference(
            "traefik.yml",
            "http://auth/verify",
            "Traefik middleware auth forwardAuth http://auth",
            Span("traefik.yml", 35, 35),
            product="traefik",
        )
    ]


def test_middlewares_and_services_set_policies() -> None:
    facts = read(DYNAMIC)
    first = HostTarget("orders-1", 8080, "http")
    assert [(p.kind, dict(p.params)) for p in facts.policies if p.callee == first and p.route_path == "/orders"] == [
        (PolicyKind.RATE_LIMIT, {"requests_per_s": 10.0}),
        (PolicyKind.AUTHENTICATION, {"method": "forward"}),
        (PolicyKind.AUTHENTICATION, {"method": "my-jwt"}),
        (PolicyKind.RETRY, {"retry_on": "IsNetworkError()"}),
        (PolicyKind.BULKHEAD, {"max_connections": 20}),
        (PolicyKind.FALLBACK, {"handler": "stock"}),
        (PolicyKind.LOAD_BALANCING, {"servers": 3}),
        (PolicyKind.CIRCUIT_BREAKER, {"consecutive_errors": 3}),
        (PolicyKind.TIMEOUT, {"timeout_s": 5.0, "connect_timeout_s": 0.5}),
        (PolicyKind.TLS, {}),
    ]


def test_static_configuration_names_stores_and_telemetry() -> None:
    facts = read(
        "entryPoints:\n  web: {address: ':80'}\n  secure: {address: ':443', http: {tls: {}}}\n"
        "accessLog: {}\nretry: {}\n"
        "serversTransport: {forwardingTimeouts: {responseHeaderTimeout: 3s}}\n"
        "tracing: {zipkin: {httpEndpoint: 'http://zipkin:9411/api'}}\n"
        "providers:\n  docker: {endpoint: 'tcp://socket-proxy:2375'}\n  consul: {endpoints: ['consul:8500']}\n"
        "  consulCatalog: {endpoint: {address: 'consul:8500'}}\n  swarm: {endpoint: 'unix:///var/run/docker.sock'}\n"
    )
    assert [(p.kind, dict(p.params)) for p in facts.policies] == [
        (PolicyKind.TLS, {"entrypoint": "secure"}),
        (PolicyKind.ACCESS_LOG, {"enabled": True}),
        (PolicyKind.RETRY, {}),
        (PolicyKind.TIMEOUT, {"timeout_s": 3.0}),
    ]
    assert [(r.text, r.because, r.type_hint) for r in facts.references] == [
        ("http://zipkin:9411/api", "tracing zipkin httpendpoint http://zipkin:9411", "observability"),
        ("consul:8500", "providers consul consul:8500", None),
        ("consul:8500", "providers consulCatalog consul:8500", "discovery"),
        ("tcp://socket-proxy:2375", "providers docker endpoint tcp://socket-proxy:2375", None),
    ]


def test_version_1_toml_is_read() -> None:
    facts = read(
        '[entryPoints.http]\naddress = ":80"\n[file]\n[backends.b]\n[backends.b.circuitbreaker]\nexpression = "x"\n'
        '[backends.b.servers.s]\nurl = "http://web:8079"\n[backends.b.servers.t]\n'
        '[frontends.f]\nbackend = "b"\n[frontends.f.routes.r]\nrule = "PathPrefix:/x"\n[frontends.g]\nbackend = "no"\n',
        "traefik.toml",
    )
    (route,) = facts.routes
    assert (route.target, route.path, route.because, route.span.line) == (
        HostTarget("web", 8079, "http"),
        "/x",
        "Traefik frontend f PathPrefix:/x",
        8,
    )
    assert [(p.kind, p.route_path) for p in facts.policies] == [(PolicyKind.CIRCUIT_BREAKER, "/x")]


def test_version_1_below_file_is_read() -> None:
    facts = read('[file.backends.b.servers.s]\nurl = "http://web"\n[file.frontends.f]\nbackend = "b"\n', "traefik.toml")
    assert [r.target for r in facts.routes] == [HostTarget("web", None, "http")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http: {routers: {a: {}}}", True),
        ("tcp: {services: {a: {}}}", True),
        ("entryPoints: {web: {}}", True),
        ("entrypoints: {web: {}}\nproviders: {docker: {}}", True),
        ("entrypoints: {web: {}}", False),
        ("frontends: {a: {}}", True),
        ("backends: {a: {}}", False),
        ("http: {port: 80}", False),
        ("services: {a: {}}", False),
        ("x", False),
    ],
)
def test_files_are_told_by_their_keys(text: str, expected: bool) -> None:
    assert is_traefik(parse(text).root) is expected


def test_wrong_shapes_are_problems_of_the_file() -> None:
    document = parse("http:\n  routers: []\n  services: {a: {loadBalancer: {servers: 3}}}\n  middlewares: x\ntcp: 1\n")
    traefik_file_facts("traefik.yml", document)
    assert [p.message for p in document.problems] == [
        "routers should be a mapping, not list.",
        "middlewares should be a mapping, not text.",
        "tcp should be a mapping, not number.",
    ]
