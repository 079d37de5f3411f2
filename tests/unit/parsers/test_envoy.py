"""Envoy's static configuration."""

import pytest

from archcheck.model.facts import Facts, HostTarget, PolicyKind
from archcheck.model.node import Document
from archcheck.parsers.envoy import envoy_facts, is_envoy
from archcheck.sources.reader import read_documents

BOOTSTRAP = """
static_resources:
  listeners:
    - access_log: [{name: envoy.access_loggers.stdout}]
      filter_chains:
        - transport_socket: {name: envoy.transport_sockets.tls}
          filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                access_log: [{name: stdout}]
                tracing: {provider: {typed_config: {collector_cluster: zipkin}}}
                http_filters:
                  - name: envoy.filters.http.jwt_authn
                    typed_config:
                      providers: {p: {remote_jwks: {http_uri: {cluster: keys}}}}
                      rules:
                        - {match: {prefix: /orders}, requires: {provider_name: p}}
                        - {match: {prefix: /}, requires: {provider_name: p}}
                        - {match: {prefix: /open}}
                  - name: envoy.filters.http.ext_authz
                    typed_config: {grpc_service: {envoy_grpc: {cluster_name: auth}}}
                  - name: envoy.filters.http.local_ratelimit
                    typed_config: {token_bucket: {max_tokens: 100, tokens_per_fill: 20, fill_interval: 2s}}
                  - {name: envoy.filters.http.ratelimit, typed_config: {domain: x}}
                  - {name: envoy.filters.http.cache, typed_config: {}}
                  - {name: envoy.filters.http.fault, disabled: true, typed_config: {disabled: true}}
                  - name: envoy.filters.http.router
                route_config:
                  virtual_hosts:
                    - domains: ["*", shop.org]
                      retry_policy: {retry_on: 5xx}
                      routes:
                        - match: {prefix: /orders}
                          route:
                            cluster: orders
                            timeout: 2s
                            retry_policy: {num_retries: 3, per_try_timeout: 0.5s, retry_on: connect-failure}
                          typed_per_filter_config:
                            envoy.filters.http.local_ratelimit: {token_bucket: {max_tokens: 5, fill_interval: 1s}}
                        - match: {safe_regex: {regex: ^/x}}
                          route: {weighted_clusters: {clusters: [{name: orders}, {name: spare}]}, timeout: 0s}
                        - {match: {path: /gone}, redirect: {}}
    - filter_chains:
        - filters:
            - name: envoy.filters.network.tcp_proxy
              typed_config: {stat_prefix: db, cluster: db}
            - name: http
              typed_config:
                "@type": type.googleapis.com/x.HttpConnectionManager
                rds: {route_config_name: far}
  clusters:
    - name: orders
      connect_timeout: 0.25s
      lb_policy: LEAST_REQUEST
      circuit_breakers: {thresholds: [{max_connections: 50, max_requests: 40}]}
      outlier_detection: {consecutive_5xx: 5, interval: 10s, max_ejection_percent: 50}
      load_assignment:
        endpoints:
          - lb_endpoints:
              - {endpoint: {address: {socket_address: {address: orders-a, port_value: 8080}}}}
              - {endpoint: {address: {socket_address: {address: orders-b, port_value: "${PORT}"}}}}
    - name: spare
      transport_socket: {name: tls}
      hosts: [{socket_address: {address: spare, port_value: 443}}]
    - {name: db, hosts: [{socket_address: {address: db, port_value: 5432}}]}
    - {name: zipkin, hosts: [{socket_address: {address: zipkin, port_value: 9411}}]}
    - {name: auth, hosts: [{socket_address: {address: authz, port_value: 9000}}]}
    - {name: keys, hosts: [{socket_address: {address: idp, port_value: 80}}]}
    - {name: unused, hosts: [{socket_address: {address: "${IDLE}", port_value: 1}}]}
    - {name: empty}
"""


def parse(text: str) -> Document:
    return read_documents("envoy.yaml", text.encode())[0]


def read(text: str) -> Facts:
    return envoy_facts("envoy.yaml", parse(text), {"IDLE": "idle"})


def test_routes_lead_to_the_hosts_of_their_clusters() -> None:
    facts = read(BOOTSTRAP)
    assert [(r.target, r.hosts, r.path, r.path_kind, r.because) for r in facts.routes] == [
        (HostTarget("orders-a", 8080), ("shop.org",), "/orders", "prefix", "Envoy route /orders to cluster orders"),
        (HostTarget("orders-b"), ("shop.org",), "/orders", "prefix", "Envoy route /orders to cluster orders"),
        (HostTarget("orders-a", 8080), ("shop.org",), "^/x", "regex", "Envoy route ^/x to cluster orders"),
        (HostTarget("orders-b"), ("shop.org",), "^/x", "regex", "Envoy route ^/x to cluster orders"),
        (HostTarget("spare", 443, "https"), ("shop.org",), "^/x", "regex", "Envoy route ^/x to cluster spare"),
        (HostTarget("db", 5432, "tcp"), (), None, "prefix", "Envoy db to cluster db"),
    ]


def test_clusters_that_envoy_itself_calls_are_references() -> None:
    facts = read(BOOTSTRAP)
    assert [(r.text, r.because, r.type_hint) for r in facts.references] == [
        ("idp:80", "Envoy filter envoy.filters.http.jwt_authn idp:80", None),
        ("authz:9000", "Envoy filter envoy.filters.http.ext_authz authz:9000", None),
        ("zipkin:9411", "Envoy tracing zipkin:9411", "observability"),
        ("idle:1", "Envoy cluster unused idle:1", None),
    ]


def test_everything_that_protects_is_a_policy() -> None:
    a, b, spare = HostTarget("orders-a", 8080), HostTarget("orders-b"), HostTarget("spare", 443, "https")
    limits = {"max_connections": 50, "max_requests": 40}
    outlier = {"consecutive_errors": 5, "max_ejection_percent": 50, "interval_s": 10.0}
    balancing = {"servers": 2, "algorithm": "least_request"}
    found = [(p.kind, dict(p.params), p.route_path, p.callee) for p in read(BOOTSTRAP).policies]
    assert found == [
        (PolicyKind.ACCESS_LOG, {"enabled": True}, None, None),
        (PolicyKind.TLS, {}, None, None),
        (PolicyKind.ACCESS_LOG, {"enabled": True}, None, None),
        (PolicyKind.AUTHENTICATION, {"method": "jwt"}, "/orders", None),
        (PolicyKind.AUTHENTICATION, {"method": "jwt"}, None, None),
        (PolicyKind.AUTHENTICATION, {"method": "external"}, None, None),
        (PolicyKind.RATE_LIMIT, {"burst": 100, "requests_per_s": 10.0}, None, None),
        (PolicyKind.RATE_LIMIT, {"policy": "global"}, None, None),
        (PolicyKind.CACHE, {}, None, None),
        (PolicyKind.RETRY, {"attempts": 1, "retry_on": "5xx"}, None, None),
        (PolicyKind.TIMEOUT, {"timeout_s": 2.0}, "/orders", None),
        (
            PolicyKind.RETRY,
            {"attempts": 3, "per_try_timeout_s": 0.5, "retry_on": "connect-failure"},
            "/orders",
            None,
        ),
        (PolicyKind.RATE_LIMIT, {"burst": 5, "requests_per_s": 1.0}, "/orders", None),
        *((PolicyKind.BULKHEAD, limits, None, host) for host in (a, b)),
        *((PolicyKind.CIRCUIT_BREAKER, limits, None, host) for host in (a, b)),
        *((PolicyKind.CIRCUIT_BREAKER, outlier, None, host) for host in (a, b)),
        *((PolicyKind.TIMEOUT, {"connect_timeout_s": 0.25}, None, host) for host in (a, b)),
        *((PolicyKind.LOAD_BALANCING, balancing, None, host) for host in (a, b)),
    ]
    assert spare not in {callee for *_, callee in found}


def test_routes_that_come_from_elsewhere_are_remarked() -> None:
    document = parse(BOOTSTRAP)
    envoy_facts("envoy.yaml", document)
    assert [(p.message, p.unjudged) for p in document.problems] == [
        ("The routes far come from elsewhere; they are not read.", False)
    ]


def test_resource_files_and_camel_case_are_read() -> None:
    facts = read(
        'resources:\n  - {"@type": type.googleapis.com/envoy.config.route.v3.RouteConfiguration, name: t,'
        " virtualHosts: [{domains: [a], routes: [{match: {pathSeparatedPrefix: /p}, route: {cluster: c}}]}]}\n"
        '  - {"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster, name: c, loadAssignment: {endpoints:'
        " [{lbEndpoints: [{endpoint: {address: {socketAddress: {address: h, portValue: 1}}}}]}]}}\n"
    )
    assert [(r.target, r.path, r.hosts) for r in facts.routes] == [(HostTarget("h", 1), "/p", ("a",))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("static_resources: {clusters: []}", True),
        ("staticResources: {clusters: []}", True),
        ('resources: [{"@type": type.googleapis.com/envoy.config.cluster.v3.Cluster}]', True),
        ("resources: [deployment.yaml]", False),
        ("resources: {limits: 1}", False),
        ("kind: x", False),
    ],
)
def test_files_are_told_by_their_keys(text: str, expected: bool) -> None:
    assert is_envoy(parse(text).root) is expected


LIMITED = """\
static_resources:
  listeners:
    - filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                http_filters:
                  - name: limit
                    {switch}
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit
                      token_bucket: {{max_tokens: 5, fill_interval: 1s}}
                route_config:
                  virtual_hosts:
                    - domains: ["*"]
                      routes:
                        - match: {{prefix: /orders}}
                          route: {{cluster: orders}}
                        - match: {{prefix: /stock}}
                          route: {{cluster: stock}}
                          typed_per_filter_config: {route}
"""


@pytest.mark.parametrize(
    ("switch", "route", "paths"),
    [
        ("disabled: false", "{}", [None]),
        ("disabled: true", "{}", []),
        ("disabled: false", "{limit: {disabled: true}}", ["/orders"]),
    ],
)
def test_a_limit_that_is_switched_off_is_none(switch: str, route: str, paths: list[str | None]) -> None:
    text = LIMITED.format(switch=switch, route=route)
    found = envoy_facts("envoy.yaml", read_documents("envoy.yaml", text.encode())[0])
    assert [p.route_path for p in found.policies if p.kind is PolicyKind.RATE_LIMIT] == paths
