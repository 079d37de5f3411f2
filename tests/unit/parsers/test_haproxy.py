"""HAProxy's configuration."""

import pytest

from archcheck.model.facts import Facts, HostTarget, PolicyKind, Route
from archcheck.model.span import Span
from archcheck.parsers.haproxy import haproxy_facts, is_haproxy

CONFIG = """global
  maxconn 100
defaults
  mode http
  option httplog
  timeout server 30s
  retries 3
frontend web
  bind :443 ssl crt /x.pem
  acl is_orders path_beg /orders  # first
  acl odd hdr(host) x
  http-request deny if { sc_http_req_rate(0) gt 10 }
  use_backend orders if is_orders
  use_backend gone if odd
  default_backend stock
backend orders
  balance leastconn
  server o1 orders-1:8080 check maxconn 50
  server o2 "${ORDERS}:8080" check observe layer7 error-limit 5
  server o3 orders-3:8080 disabled
  server o4
backend stock
  timeout server 500
  server-template s 3 stock:81 check
  http-request auth realm x
  http-request cache-use c
listen db
  mode tcp
  bind :5432
  server d db:5432
"""


def read(text: str = CONFIG) -> Facts:
    return haproxy_facts("haproxy.cfg", text, {"ORDERS": "orders-2"})


def test_frontends_lead_to_the_servers_of_their_backends() -> None:
    facts = read()
    assert facts.routes[0] == Route(
        HostTarget("orders-1", 8080),
        Span("haproxy.cfg", 18, 13),
        "frontend web backend orders server orders-1:8080",
        file="haproxy.cfg",
        path="/orders",
    )
    assert [(r.target, r.path, r.because) for r in facts.routes[1:]] == [
        (HostTarget("orders-2", 8080), "/orders", "frontend web backend orders server ${ORDERS}:8080"),
        (HostTarget("stock", 81), None, "frontend web backend stock"),
        (HostTarget("db", 5432, "tcp"), None, "listen db server db:5432"),
    ]


def test_settings_are_policies() -> None:
    assert [(p.kind, dict(p.params), p.span.line) for p in read().policies] == [
        (PolicyKind.ACCESS_LOG, {"enabled": True}, 5),
        (PolicyKind.TIMEOUT, {"timeout_s": 30.0}, 6),
        (PolicyKind.RETRY, {"attempts": 3}, 7),
        (PolicyKind.TLS, {"listen": ":443"}, 9),
        (PolicyKind.RATE_LIMIT, {}, 12),
        (PolicyKind.BULKHEAD, {"max_connections": "50"}, 18),
        (PolicyKind.CIRCUIT_BREAKER, {}, 19),
        (PolicyKind.LOAD_BALANCING, {"servers": 2, "algorithm": "leastconn"}, 18),
        (PolicyKind.TIMEOUT, {"timeout_s": 0.5}, 23),
        (PolicyKind.AUTHENTICATION, {"method": "basic"}, 25),
        (PolicyKind.CACHE, {}, 26),
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("haproxy.cfg", CONFIG, True),
        ("lb/haproxy", CONFIG, True),
        ("setup.cfg", "[metadata]\nname = x\n", False),
        ("x.py", CONFIG, False),
    ],
)
def test_files_are_told_by_name_and_sections(name: str, text: str, expected: bool) -> None:
    assert is_haproxy(name, text) is expected


def test_broken_lines_do_no_harm() -> None:
    assert (
        read("server x\n\nfrontend\n use_backend\n acl\nbackend\n server 'a\n timeout server\n server a ] x\n")
        == Facts()
    )
