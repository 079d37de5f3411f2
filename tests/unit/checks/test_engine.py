from collections.abc import Iterator, Mapping
from hashlib import sha256

import pytest

from archcheck.checks import engine
from archcheck.checks.check import Check, Hit
from archcheck.checks.engine import EngineResult, finding_of, run_rules
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.errors import ConfigurationError
from archcheck.model.finding import Finding, Level, Related, Rule

from .graphs import at, component, graph


def rule(id: str = "ARC101", level: Level = Level.ERROR, check: str = "no-api-gateway", **rest: object) -> Rule:  # noqa: A002
    return Rule(id, "a-name", check, level, "api-gateway", "It is so.", "Because.", "Instead.", **rest)  # type: ignore[arg-type]


def yields(*hits: Hit) -> Check:
    def check(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
        yield from hits

    return check


def run_hits(
    monkeypatch: pytest.MonkeyPatch, *hits: Hit, level: Level = Level.ERROR, notes: tuple[str, ...] = ()
) -> list[Finding]:
    monkeypatch.setattr(engine, "check_function", lambda _: yields(*hits))
    return run_rules(graph(component("a", namespace="shop")), [rule(level=level)], notes=notes).findings


def test_a_hit_becomes_a_finding_of_its_rule() -> None:
    hit = Hit(("a", "b"), "It is.", at(3), (Related(at(4), "there"),), is_path=True)
    assert finding_of(rule(), hit, "compose.yaml", {"a": "shop"}) == Finding(
        rule="ARC101",
        name="a-name",
        practice="api-gateway",
        level=Level.ERROR,
        subjects=("a", "b"),
        message="It is.",
        span=at(3),
        related=(Related(at(4), "there"),),
        is_path=True,
        fingerprint=sha256(b"ARC101\0compose.yaml\0shop/a\0/b\0").hexdigest()[:32],
    )


def test_the_fingerprint_knows_no_line_and_no_message() -> None:
    one = finding_of(rule(), Hit(("a",), "x", at(3)), "c.yaml")
    assert finding_of(rule(), Hit(("a",), "y", at(9)), "c.yaml").fingerprint == one.fingerprint


@pytest.mark.parametrize(
    ("hit", "deployment", "namespaces"),
    [
        (Hit(("b",), "x", at(3)), "c.yaml", {}),
        (Hit(("a",), "x", at(3), key="k"), "c.yaml", {}),
        (Hit(("a",), "x", at(3)), "d.yaml", {}),
        (Hit(("a",), "x", at(3)), "c.yaml", {"a": "shop"}),
        (Hit(("a", "a"), "x", at(3)), "c.yaml", {}),
    ],
)
def test_the_fingerprint_knows_subjects_key_deployment_and_namespace(
    hit: Hit, deployment: str, namespaces: dict[str, str]
) -> None:
    one = finding_of(rule(), Hit(("a",), "x", at(3)), "c.yaml")
    assert finding_of(rule(), hit, deployment, namespaces).fingerprint != one.fingerprint


def test_findings_come_in_order_of_place_then_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    found = run_hits(monkeypatch, Hit(("a",), "2", at(2, 9)), Hit(("a",), "3", at(10)), Hit(("a",), "1", at(2, 1)))
    assert [f.message for f in found] == ["1", "2", "3"]


def test_findings_of_the_same_identity_get_distinct_fingerprints(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = run_hits(monkeypatch, *(Hit(("a",), "x", at(line)) for line in (1, 2, 3)))
    assert len({first.fingerprint, second.fingerprint, third.fingerprint}) == 3
    assert [f.fingerprint for f in run_hits(monkeypatch, Hit(("a",), "x", at(7)))] == [first.fingerprint]


def test_a_check_lowers_the_level_and_never_raises_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [f.level for f in run_hits(monkeypatch, Hit(("a",), "x", at(1), level=Level.WARNING))] == [Level.WARNING]
    raised = run_hits(monkeypatch, Hit(("a",), "x", at(1), level=Level.ERROR), level=Level.WARNING)
    assert [f.level for f in raised] == [Level.WARNING]


def test_a_hit_lowered_to_a_note_is_dropped_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    hit = Hit(("a",), "x", at(1), level=Level.NOTE)
    assert run_hits(monkeypatch, hit) == []
    assert [f.level for f in run_hits(monkeypatch, hit, notes=("ARC101",))] == [Level.NOTE]
    assert [f.level for f in run_hits(monkeypatch, hit, level=Level.NOTE)] == [Level.NOTE]


def test_a_check_that_raises_is_a_failure_and_the_others_still_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
        yield Hit(("a",), "x", at(1))
        raise ZeroDivisionError("a bug")

    checks = {"no-api-gateway": broken, "gateway-bypass": yields(Hit(("b",), "y", at(1)))}
    monkeypatch.setattr(engine, "check_function", checks.__getitem__)
    result = run_rules(graph(), [rule(), rule("ARC102", check="gateway-bypass")])
    assert result.failures == [(rule(), "ZeroDivisionError: a bug")]
    assert [f.rule for f in result.findings] == ["ARC102"]


def test_rules_of_the_run_itself_and_rules_off_are_passed_over() -> None:
    rules = [rule(check="stale-suppression"), rule(level=Level.OFF)]
    assert run_rules(graph(), rules) == EngineResult([], [])


def test_parameters_are_completed_by_their_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Mapping[str, object]] = []

    def check(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
        seen.append(params)
        yield from ()

    monkeypatch.setattr(engine, "check_function", lambda _: check)
    run_rules(graph(), [rule(check="long-sync-chain"), rule(check="long-sync-chain", params={"max_hops": 7})])
    assert seen == [{"max_hops": 3}, {"max_hops": 7}]


def test_an_unknown_parameter_is_a_configuration_error() -> None:
    with pytest.raises(ConfigurationError, match="has no parameter max_hop; did you mean max_hops"):
        run_rules(graph(), [rule(check="long-sync-chain", params={"max_hop": 7})])
