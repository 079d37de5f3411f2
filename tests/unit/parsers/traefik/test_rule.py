"""Traefik's rule language, all versions."""

import pytest

from archcheck.parsers.traefik.rule import RuleMatch, parse_rule


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("Host(`a.org`)", [RuleMatch(hosts=("a.org",))]),
        ("Host(`a.org`) && PathPrefix(`/x`)", [RuleMatch(hosts=("a.org",), path="/x")]),
        ('Path("/x\\"y")', [RuleMatch(path='/x\\"y', path_kind="exact")]),
        ("PathRegexp(`^/a{1,2}`)", [RuleMatch(path="^/a{1,2}", path_kind="regex")]),
        ("Host(`a`) || Host(`b`)", [RuleMatch(hosts=("a", "b"))]),
        ("Host(`a`, `b`)", [RuleMatch(hosts=("a", "b"))]),
        ("Host(`a`) || PathPrefix(`/x`)", [RuleMatch(hosts=("a",)), RuleMatch(path="/x")]),
        (
            "Host(`a`) && (PathPrefix(`/x`) || PathPrefix(`/y`))",
            [RuleMatch(hosts=("a",), path="/x"), RuleMatch(hosts=("a",), path="/y")],
        ),
        ("PathPrefix(`/a`) && PathPrefix(`/a/b`)", [RuleMatch(path="/a/b")]),
        ("PathPrefix(`/x`) && Method(`get`, `POST`)", [RuleMatch(path="/x", methods=("GET", "POST"))]),
        ("PathPrefix(`/x`) && !Path(`/x/y`)", [RuleMatch(path="/x")]),
        ("!!Host(`a`)", [RuleMatch()]),
        ("Headers(`X-A`, `b`) && Path(`/`)", [RuleMatch(path="/", path_kind="exact")]),
        ("HostSNI(`*`)", [RuleMatch()]),
        ("HostRegexp(`{any:.*}`)", [RuleMatch()]),
        ("Host(`a`) || HostRegexp(`.+`)", [RuleMatch()]),
        ("PathPrefix()", [RuleMatch()]),
        ("Host:a.org;PathPrefix:/x,/y", [RuleMatch(("a.org",), "/x"), RuleMatch(("a.org",), "/y")]),
        ("PathPrefixStrip: /api", [RuleMatch(path="/api")]),
    ],
)
def test_rules_are_alternatives_of_hosts_paths_and_methods(text: str, matches: list[RuleMatch]) -> None:
    assert list(parse_rule(text)) == matches


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Host(`a`",
        "Host(`a`) &&",
        "Host(`a`) Path(`/x`)",
        "&& Host(`a`)",
        "Host",
        "Host `a`",
        "(Host(`a`)",
        "!",
        "Host(`a`) ; x",
        "(" * 5000 + "Host(`a`)" + ")" * 5000,
        "!" * 50000,
    ],
)
def test_a_rule_that_cannot_be_read_matches_everything(text: str) -> None:
    assert list(parse_rule(text)) == [RuleMatch()]


def test_alternatives_do_not_explode() -> None:
    part = "(" + " || ".join(f"Path(`/{number}`)" for number in range(40)) + ")"
    assert len(parse_rule(" && ".join([part] * 20))) <= 32
