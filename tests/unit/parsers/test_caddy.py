"""Caddyfiles."""

import pytest

from archcheck.model.facts import Facts, HostTarget, PolicyKind, Route
from archcheck.model.span import Span
from archcheck.parsers.caddy import caddy_facts, is_caddyfile

CADDYFILE = """{
  email me@example.org
}
shop.example.org {
  log
  tls off
  # reverse_proxy commented:1
  handle_path /api/orders/* {
    reverse_proxy orders:8080 {
      lb_retries 2
      lb_try_duration 5s
      max_fails 3
      transport http {
        response_header_timeout 10s
      }
      header_up X-A "b c"
    }
  }
  reverse_proxy /stock/* http://stock-1:81 stock-2:81
  @billing path /billing/*
  reverse_proxy @billing {$BILLING:billing}:82
  @more {
    path /more
  }
  handle @more {
    basic_auth {
      bob hash
    }
    reverse_proxy {
      to more:83
    }
  }
  forward_auth authelia:9091 {
    uri /verify
  }
  php_fastcgi unix//run/php.sock
  reverse_proxy {env.REST}
}
"""


def read(text: str = CADDYFILE) -> Facts:
    return caddy_facts("Caddyfile", text, {"REST": "rest:84"})


def test_proxies_lead_to_their_hosts() -> None:
    facts = read()
    assert facts.routes[0] == Route(
        HostTarget("orders", 8080),
        Span("Caddyfile", 9, 19),
        "reverse_proxy orders:8080 for /api/orders",
        file="Caddyfile",
        path="/api/orders",
    )
    assert [(r.target, r.path) for r in facts.routes[1:]] == [
        (HostTarget("stock-1", 81, "http"), "/stock"),
        (HostTarget("stock-2", 81), "/stock"),
        (HostTarget("billing", 82), "/billing"),
        (HostTarget("more", 83), "/more"),
        (HostTarget("authelia", 9091), None),
        (HostTarget("rest", 84), None),
    ]


def test_settings_are_policies() -> None:
    assert [(p.kind, dict(p.params), p.route_path) for p in read().policies] == [
        (PolicyKind.ACCESS_LOG, {}, None),
        (PolicyKind.RETRY, {"attempts": 2}, "/api/orders"),
        (PolicyKind.RETRY, {}, "/api/orders"),
        (PolicyKind.CIRCUIT_BREAKER, {"consecutive_errors": 3}, "/api/orders"),
        (PolicyKind.TIMEOUT, {"timeout_s": 10.0}, "/api/orders"),
        (PolicyKind.LOAD_BALANCING, {"servers": 2}, "/stock"),
        (PolicyKind.AUTHENTICATION, {}, "/more"),
        (PolicyKind.AUTHENTICATION, {}, None),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("web/Caddyfile", True), ("Caddyfile.dev", True), ("x.caddyfile", True), ("caddy.json", False)],
)
def test_files_are_told_by_name(name: str, expected: bool) -> None:
    assert is_caddyfile(name) is expected


def test_broken_text_does_no_harm() -> None:
    assert read('}\n}\n{\n@\n"\nreverse_proxy\nreverse_proxy /\n@x {\n path\n') == Facts()
