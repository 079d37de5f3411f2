"""Rules, checks and fixtures belong together; nothing of one is without the others."""

import importlib
import importlib.util
import inspect
import json
from pathlib import Path

import pytest

from archcheck.checks.compilation import compile_examples, compile_rules
from archcheck.checks.registry import CHECKS, DEFAULTS, REPORTED_BY_THE_RUN, check_function
from archcheck.checks.rules import load_rules
from archcheck.model.finding import Level, Rule
from archcheck.model.run import Practice

ROOT = Path(__file__).parent.parent.parent
COMPILED = ROOT / "src" / "archcheck" / "_compiled"


def fixture_folders() -> dict[str, set[str]]:
    return {p.name: {c.name.partition("-")[0] for c in p.iterdir()} for p in (ROOT / "fixtures" / "rules").iterdir()}


def test_every_rule_has_fixtures_and_no_fixture_is_without_a_rule() -> None:
    by_the_run = {rule.id for rule in load_rules() if rule.check in REPORTED_BY_THE_RUN}
    assert set(fixture_folders()) - by_the_run == {rule.id for rule in load_rules()} - by_the_run


@pytest.mark.parametrize(("rule", "cases"), sorted(fixture_folders().items()))
def test_every_rule_has_a_good_and_a_bad_fixture(rule: str, cases: set[str]) -> None:
    assert cases == {"bad", "good"}


def test_every_check_of_the_registry_is_used_by_a_rule() -> None:
    assert {rule.check for rule in load_rules()} == set(CHECKS) | REPORTED_BY_THE_RUN


def test_parameters_belong_to_checks() -> None:
    assert set(DEFAULTS) <= set(CHECKS)


@pytest.mark.parametrize("check", sorted(CHECKS))
def test_every_check_is_a_public_function_of_graph_and_parameters(check: str) -> None:
    function = check_function(check)
    module = importlib.import_module(function.__module__)
    assert function.__name__ in module.__all__
    assert list(inspect.signature(function).parameters) == ["graph", "params"]


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_a_rule_is_complete(rule: Rule) -> None:
    assert rule.id.startswith("ARC9") is (rule.practice is None)
    assert rule.practice is None or rule.practice in set(Practice)
    assert rule.level is not Level.OFF
    assert rule.sources
    assert all(text.endswith(".") for text in (rule.summary, rule.why, rule.instead, *(s.says for s in rule.sources)))


def test_the_build_writes_the_same_bytes_again(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("build", ROOT / "rules" / "build.py")
    assert spec is not None
    assert spec.loader is not None
    build = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(build)
    build.compile_all(tmp_path)
    names = ["catalogue.json", "examples.json", "rules.json"]
    assert sorted(path.name for path in tmp_path.iterdir()) == names
    assert [(tmp_path / name).read_bytes() for name in names] == [(COMPILED / name).read_bytes() for name in names]


def test_the_compiled_rules_are_those_of_the_files() -> None:
    assert json.loads((COMPILED / "rules.json").read_text(encoding="utf-8")) == compile_rules(ROOT / "rules")
    examples = json.loads((COMPILED / "examples.json").read_text(encoding="utf-8"))
    assert examples == compile_examples(ROOT / "fixtures" / "rules")
