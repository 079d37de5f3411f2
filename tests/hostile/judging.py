"""What every run has to keep, whatever its input: no exception, no failed check, and places that exist."""

from collections.abc import Iterator
from pathlib import Path

from archcheck.app.check import Checked, CheckRequest, check_paths
from archcheck.model.errors import ArchcheckError
from archcheck.model.run import Run
from archcheck.model.span import Span
from archcheck.reporters.options import RenderOptions
from archcheck.reporters.registry import FORMATS, reporter

__all__ = ["STARTED", "assert_sound", "check_folder", "render_all"]

STARTED = "2026-01-01T00:00:00Z"


def check_folder(folder: Path, *paths: str, **options: object) -> Checked:
    """Check paths of a folder, by default all of it."""
    chosen = tuple(str(folder / path) for path in paths or (".",))
    return check_paths(CheckRequest(chosen, STARTED, root=folder, select=("ALL",), **options))  # type: ignore[arg-type]


def render_all(run: Run) -> dict[str, str]:
    """Return the run in every format, the terminal's also quiet, verbose and coloured."""
    plain = RenderOptions()
    texts = {name: reporter(name)(run, plain) for name in FORMATS}
    render = reporter("terminal")
    texts["quiet"] = render(run, RenderOptions(quiet=True, statistics=True, show_files=True))
    texts["verbose"] = render(run, RenderOptions(verbose=True, color=True, width=60, statistics=True, show_files=True))
    return texts


def assert_sound(folder: Path, *paths: str) -> Run | None:
    """Check a folder and assert that the run is sound; return it, or None where the input was refused as a whole."""
    try:
        checked = check_folder(folder, *paths)
    except ArchcheckError:
        return None
    assert checked.failures == ()
    lines: dict[str, int] = {}
    for span in _places(checked.run):
        if span.path not in lines:
            file = folder / span.path
            assert file.exists(), f"{span} is in no file"
            text = file.read_bytes().decode("utf-8", "replace") if file.is_file() else ""
            lines[span.path] = len(text.splitlines())
        assert 1 <= span.line <= lines[span.path] + 1, f"{span} lies outside its {lines[span.path]} lines"
        assert span.column >= 1, span
    for text in render_all(checked.run).values():
        text.encode()
    return checked.run


def _places(run: Run) -> Iterator[Span]:
    yield from (span for span, _ in run.unjudged if span is not None)
    yield from (span for span, _ in run.coverage.remarks)
    for finding in run.all_findings:
        yield finding.span
        yield from (related.span for related in finding.related)
    for deployment in run.deployments:
        yield from (evidence.span for d in deployment.dependencies for evidence in d.evidence)
        yield from (component.span for component in deployment.components)
        yield from (e.span for practice in deployment.practices for e in practice.static.evidence)
