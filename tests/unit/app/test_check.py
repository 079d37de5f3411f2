import os
from pathlib import Path

import pytest

from archcheck.app.check import CheckRequest, build_graphs, check_paths, open_tree, read_graphs
from archcheck.model.errors import UsageError
from archcheck.model.finding import Level
from archcheck.model.run import Run, Verdict
from archcheck.model.span import Span
from archcheck.sources.limits import DEFAULT_LIMITS

COMPOSE = "services:\n  a: {image: x, restart: always}\n"
API = "openapi: 3.0.3\ninfo: {title: a}\npaths: {}\n"


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def run_of(folder: Path, files: dict[str, str], **options: object) -> Run:
    write(folder, files)
    return check_paths(CheckRequest((str(folder),), "2026-01-01T00:00:00Z", folder, **options)).run  # type: ignore[arg-type]


def test_a_run_tells_what_it_read_and_when(tmp_path: Path) -> None:
    run = run_of(tmp_path, {"compose.yaml": COMPOSE})
    assert run.started == "2026-01-01T00:00:00Z"
    assert [i.path for i in run.inputs] == ["compose.yaml"]
    assert (run.coverage.files, run.coverage.parsed) == (1, 1)
    assert [d.id for d in run.deployments] == ["compose.yaml"]
    assert {rule.id for rule in run.rules} == {finding.rule for finding in run.all_findings}


def test_levels_select_and_lower(tmp_path: Path) -> None:
    run = run_of(tmp_path, {"compose.yaml": COMPOSE}, select=("ARC503",), levels={"ARC503": Level.WARNING})
    assert [(f.rule, f.level) for f in run.all_findings] == [("ARC503", Level.WARNING)]


def test_practices_are_judged_by_rules_that_were_not_selected(tmp_path: Path) -> None:
    files = {"compose.yaml": COMPOSE}
    verdicts = [p.static.verdict for p in run_of(tmp_path, files, select=("ARC601",)).deployments[0].practices]
    assert verdicts == [p.static.verdict for p in run_of(tmp_path, files).deployments[0].practices]


def test_a_document_that_cannot_be_read_is_a_finding_and_not_judged(tmp_path: Path) -> None:
    run = run_of(tmp_path, {"compose.yaml": COMPOSE + "  b: 3\n"})
    assert [(f.rule, str(f.span), f.excerpt is not None) for f in run.findings] == [
        ("ARC991", "compose.yaml:3:6", True)
    ]
    assert [span for span, _ in run.unjudged] == [Span("compose.yaml", 3, 6)]
    assert (run.coverage.files, run.coverage.parsed) == (1, 0)


def test_a_practice_is_open_where_the_files_could_not_be_read(tmp_path: Path) -> None:
    (deployment,) = run_of(tmp_path, {"compose.yaml": "services: [\n"}).deployments
    assert {(p.verdict, p.static.why) for p in deployment.practices} == {
        (Verdict.UNKNOWN, "Not everything of this deployment could be read.")
    }


def test_what_was_not_judged_is_kept_though_its_rule_is_off(tmp_path: Path) -> None:
    run = run_of(tmp_path, {"compose.yaml": COMPOSE + "  b: 3\n"}, ignore=("ARC991",))
    assert [f for f in run.findings if f.rule == "ARC991"] == []
    assert len(run.unjudged) == 1


def test_a_waived_finding_is_kept_apart_and_a_stale_waiver_told(tmp_path: Path) -> None:
    text = "services:\n  # archcheck: ignore[ARC503,ARC601] it is a sample\n  a: {image: x, restart: always}\n"
    run = run_of(tmp_path, {"compose.yaml": text})
    assert [w.finding.rule for w in run.deployments[0].waivers] == ["ARC503"]
    assert "ARC503" not in {f.rule for f in run.all_findings}
    assert [(f.rule, f.message) for f in run.findings] == [
        ("ARC990", "The suppression of ARC601 matches no finding; remove it.")
    ]


def test_an_api_document_is_reported_once_for_all_deployments(tmp_path: Path) -> None:
    run = run_of(tmp_path, {"a/compose.yaml": COMPOSE, "b/compose.yaml": COMPOSE, "api.yaml": API}, select=("ARC905",))
    assert [(f.rule, str(f.span)) for f in run.all_findings] == [("ARC905", "api.yaml:2:7")]


def test_components_without_a_visible_dependency_are_named(tmp_path: Path) -> None:
    run = run_of(
        tmp_path, {"compose.yaml": COMPOSE + "  b: {image: y, environment: {A_URL: 'http://a:80'}}\n  c: {image: z}\n"}
    )
    assert run.deployments[0].silent == ("c",)


def test_graphs_come_with_what_could_not_be_read(tmp_path: Path) -> None:
    write(tmp_path, {"compose.yaml": COMPOSE + "  b: 3\n"})
    request = CheckRequest((str(tmp_path),), "2026-01-01T00:00:00Z", tmp_path)
    graphs, unjudged = read_graphs(request)
    assert [list(g.components) for g in graphs] == [["a", "b"]]
    assert [str(span) for span, _ in unjudged] == ["compose.yaml:3:6"]
    assert [g.id for g in build_graphs(request)] == ["compose.yaml"]


# -- the root ------------------------------------------------------------------------------------------------------------


def opened(*paths: Path | str, root: Path | None = None) -> tuple[Path, list[str]]:
    tree, relative = open_tree([str(p) for p in paths], root, DEFAULT_LIMITS)
    return tree.root, relative


def test_inside_the_current_folder_it_is_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a/b/compose.yaml": COMPOSE})
    monkeypatch.chdir(tmp_path)
    assert opened("a/b/compose.yaml") == (Path(os.path.realpath(tmp_path)), ["a/b/compose.yaml"])
    assert opened(".") == (Path(os.path.realpath(tmp_path)), ["."])
    assert opened("-", "a") == (Path(os.path.realpath(tmp_path)), ["-", "a"])
    assert opened("a", "./a", "a/../a") == (Path(os.path.realpath(tmp_path)), ["a"])


def test_elsewhere_the_root_is_what_the_paths_have_in_common(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"x/a/compose.yaml": COMPOSE, "x/b/compose.yaml": COMPOSE, "here/c": ""})
    monkeypatch.chdir(tmp_path / "here")
    real = Path(os.path.realpath(tmp_path))
    assert opened("../x/a", "../x/b") == (real / "x", ["a", "b"])
    assert opened("../x/a/compose.yaml") == (real / "x" / "a", ["compose.yaml"])


def test_a_path_that_does_not_exist_or_lies_outside_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"a/x": "", "b/x": ""})
    with pytest.raises(UsageError, match="nowhere does not exist"):
        opened(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="lies outside the root"):
        opened(tmp_path / "a", root=tmp_path / "b")


SOUND = (
    "services:\n  gateway:\n    image: kong:3\n    ports: ['80:8000']\n    healthcheck: {test: [CMD, kong, health]}\n"
)


def test_a_part_that_cannot_be_read_takes_every_pass_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "compose.yaml").write_text(SOUND)

    def verdicts(*paths: str) -> set[str]:
        run = check_paths(CheckRequest(paths, "2026-01-01T00:00:00Z", tmp_path)).run
        return {practice.verdict.value for practice in run.deployments[0].practices}

    assert "pass" in verdicts("compose.yaml")
    (tmp_path / "more.yaml").write_text("services: [\n")
    assert "pass" not in verdicts("compose.yaml", "more.yaml")
    (tmp_path / "compose.override.yaml").write_text("services: [\n")
    assert "pass" not in verdicts(".")
