from pathlib import Path

import pytest

from archcheck.app.check import CheckRequest, check_paths
from archcheck.app.suppressions import Suppressions
from archcheck.checks.rules import load_rules
from archcheck.model.finding import Finding, Level, Waiver
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

STALE = next(rule for rule in load_rules() if rule.id == "ARC990")
TEXT = """\
services:
  # archcheck: ignore[ARC501] it answers on a port of its own
  a: {}
  b: {}  # archcheck: ignore[ARC503, shared-database] agreed
  c: {}  # archcheck: ignore[ARC601]
"""


def finding(line: int, rule: str = "ARC501", name: str = "liveness") -> Finding:
    return Finding(rule, name, None, Level.ERROR, ("a",), "x", Span("compose.yaml", line))


@pytest.fixture
def suppressions(tmp_path: Path) -> Suppressions:
    (tmp_path / "compose.yaml").write_text(TEXT)
    return Suppressions(SourceTree(tmp_path))


def test_a_comment_on_the_line_or_the_one_before_waives_a_finding(suppressions: Suppressions) -> None:
    first, second, other = finding(3), finding(4, "ARC503"), finding(4, "ARC807")
    assert suppressions.apply([first, second, other]) == (
        [other],
        [
            Waiver(first, "it answers on a port of its own", Span("compose.yaml", 2, 3)),
            Waiver(second, "agreed", Span("compose.yaml", 4, 10)),
        ],
    )


def test_a_rule_can_be_waived_by_its_name(suppressions: Suppressions) -> None:
    assert suppressions.apply([finding(4, "ARC601", "shared-database")])[0] == []


def test_a_comment_two_lines_above_waives_nothing(suppressions: Suppressions) -> None:
    assert suppressions.apply([finding(4)]) == ([finding(4)], [])


def test_a_finding_without_a_readable_file_is_kept(suppressions: Suppressions) -> None:
    elsewhere = Finding("ARC501", "x", None, Level.ERROR, (), "x", Span("absent.yaml", 1))
    assert suppressions.apply([elsewhere]) == ([elsewhere], [])


def test_what_matches_nothing_or_gives_no_reason_is_stale(suppressions: Suppressions) -> None:
    suppressions.apply([finding(3), finding(4, "ARC503"), finding(5, "ARC601")])
    assert [(f.span.line, f.message) for f in suppressions.stale(STALE, ["compose.yaml", "compose.yaml"])] == [
        (4, "The suppression of shared-database matches no finding; remove it."),
        (5, "The suppression gives no reason; write one behind it."),
    ]
    assert suppressions.stale(None, ["compose.yaml"]) == []


@pytest.mark.parametrize(
    "text", ["# archcheck: ignore[] x", "# archcheck: ignore ARC501", "# archcheck: ignore[ARC501"]
)
def test_what_is_no_suppression_waives_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "compose.yaml").write_text(f"{text}\na: {{}}\n")
    assert Suppressions(SourceTree(tmp_path)).apply([finding(2)])[1] == []


def test_a_suppression_of_a_rule_that_was_left_out_is_not_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "compose.yaml").write_text(
        "services:\n  # archcheck: ignore[ARC608] scratch data\n  db: {image: postgres, volumes: [data:/var/lib/postgresql]}\n"
    )

    def stale(**chosen: tuple[str, ...]) -> int:
        run = check_paths(CheckRequest(("compose.yaml",), "2026-01-01T00:00:00Z", tmp_path, **chosen)).run
        return sum(finding.rule == "ARC990" for finding in run.all_findings)

    assert stale() == 1
    assert stale(ignore=("ARC608",)) == 0
    assert stale(select=("ARC990",)) == 0
