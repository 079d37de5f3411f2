"""Addresses as proxies write them."""

import pytest

from archcheck.model.facts import HostTarget
from archcheck.parsers.host_target import address_text, expanded, host_target, without_credentials


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("orders", HostTarget("orders")),
        ("orders:80", HostTarget("orders", 80)),
        ("HTTP://Orders:80/x?y#z", HostTarget("Orders", 80, "http")),
        ("https://a.b:443?x", HostTarget("a.b", 443, "https")),
        ("http://u:p@orders", HostTarget("orders", None, "http")),
        ("[::1]:80", HostTarget("::1", 80)),
        ("http://[fe80::1]", HostTarget("fe80::1", None, "http")),
        ("${HOST}:${PORT}", HostTarget("${HOST}")),
        ("${A}-b:1", HostTarget("${A}-b", 1)),
        ("orders:x", HostTarget("orders")),
        ("orders:123456", HostTarget("orders")),
        ("unix:/run/x.sock", None),
        ("unix:///run/x.sock", None),
        ("http://$host", None),
        ("a b", None),
        ("", None),
        ("[]", None),
        ("/x", None),
    ],
)
def test_addresses_name_hosts(text: str, target: HostTarget | None) -> None:
    assert host_target(text) == target


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("http://${A}:${B:-80}", "http://a:80"),
        ("${env:A}/${C-x}", "a/x"),
        ('{{ .Env.A }}{{env "D"}}', "a${D}"),
        ("${D}", "${D}"),
        ("plain", "plain"),
        ("$A", "$A"),
    ],
)
def test_template_variables_are_filled_in(text: str, result: str) -> None:
    assert expanded(text, {"A": "a"}) == result


def test_shown_addresses_hold_no_secrets() -> None:
    assert without_credentials("http://u:p@a/x?token=1") == "http://a/x"
    assert without_credentials("http://a/x") == "http://a/x"
    assert address_text(HostTarget("a", 80, "http")) == "http://a:80"
    assert address_text(HostTarget("::1", 80)) == "[::1]:80"
