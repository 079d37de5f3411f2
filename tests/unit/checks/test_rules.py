from pathlib import Path

import pytest

from archcheck.checks import rules
from archcheck.checks.rules import load_rules, rule_examples
from archcheck.model.errors import InternalError
from archcheck.model.finding import Level


def test_rules_are_sorted_and_typed() -> None:
    loaded = load_rules()
    assert [rule.id for rule in loaded] == sorted(rule.id for rule in loaded)
    bypass = next(rule for rule in loaded if rule.id == "ARC102")
    assert (bypass.name, bypass.check, bypass.level, bypass.practice) == (
        "gateway-bypass",
        "gateway-bypass",
        Level.ERROR,
        "api-gateway",
    )
    assert next(rule for rule in loaded if rule.id == "ARC302").params == {"max_hops": 3}


def test_a_rule_has_a_good_and_a_bad_example() -> None:
    good, bad = rule_examples("ARC101")
    assert "image: kong:3.7" in good
    assert bad.startswith("services:  # ARC101\n")


def test_an_unknown_rule_has_no_examples() -> None:
    assert rule_examples("ARC000") == ("", "")


def test_an_installation_without_compiled_rules_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "_COMPILED", tmp_path)
    rules._compiled.cache_clear()
    with pytest.raises(InternalError, match=r"lacks examples.json; from a checkout, run: python rules/build.py"):
        rule_examples("ARC101")
