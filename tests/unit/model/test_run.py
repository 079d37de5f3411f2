"""The run: its practices, verdicts and the order of its findings."""

from archcheck.model.finding import Finding, Level
from archcheck.model.run import Coverage, DeploymentReport, Practice, PracticeVerdict, Run, StaticVerdict, Verdict
from archcheck.model.span import Span


def finding(rule: str, path: str, line: int, *subjects: str) -> Finding:
    return Finding(rule, "x", None, Level.ERROR, subjects, "Says.", Span(path, line))


def test_practices_have_names_for_people() -> None:
    assert [practice.label for practice in Practice] == [
        "API gateway", "Service discovery", "Async messaging", "Circuit breakers", "Health checks",
        "Database per service", "Rate limiting", "Failure handling",
    ]  # fmt: skip


def test_without_a_live_part_the_static_verdict_counts() -> None:
    verdict = PracticeVerdict(Practice.API_GATEWAY, StaticVerdict(Verdict.UNKNOWN, "Nothing.", "Add it."))
    assert verdict.verdict is Verdict.UNKNOWN


def test_all_findings_are_in_report_order() -> None:
    own = finding("ARC991", "b.yaml", 1)
    later, sooner, other = (
        finding("ARC501", "a.yaml", 9, "x"),
        finding("ARC501", "a.yaml", 2, "y"),
        finding("ARC502", "a.yaml", 2),
    )
    report = DeploymentReport("a.yaml", "compose", ("a.yaml",), (), (), (later, other, sooner), ())
    run = Run("2026-01-01T00:00:00Z", "1", (report,), Coverage(2, 1), (own,))
    assert run.all_findings == (sooner, other, later, own)
