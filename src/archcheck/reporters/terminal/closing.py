"""How a report ends: what was not judged, how much was, and the counts."""

from collections import Counter
from collections.abc import Iterable, Sequence

from archcheck.model.finding import Finding, Level, Waiver
from archcheck.model.run import Run, Skipped, Verdict
from archcheck.reporters.order import unjudged_apart
from archcheck.reporters.printable import printable
from archcheck.reporters.terminal.findings import place
from archcheck.reporters.terminal.page import LEVEL_TONES, VERDICT_TONES, Page, Tone, counted

__all__ = ["coverage_lines", "statistics_lines", "summary_line", "unjudged_lines", "waiver_lines"]

_PATHS_SHOWN = 3
_NAMES_SHOWN = 5
_COUNTED = (Level.ERROR, Level.WARNING, Level.NOTE)


def unjudged_lines(run: Run, page: Page) -> list[str]:
    """Return what could not be judged, apart from the unreadable documents that are findings."""
    lines: list[str] = []
    for span, message in unjudged_apart(run):
        where = "" if span is None else f"{place(span)}: "
        lines += page.wrapped(f"{where}{printable(message)}", "not judged: ", tone=Tone.RED)
    return lines


def coverage_lines(run: Run, page: Page, *, verbose: bool) -> list[str]:
    """Return how many files were read, which were skipped and why, and which components nothing is visible about."""
    coverage = run.coverage
    words = f"{counted(coverage.files, 'file')}, {coverage.parsed:,} read"
    if coverage.skipped:
        words += f", {len(coverage.skipped):,} skipped"
    silent = [name for deployment in run.deployments for name in deployment.silent]
    if silent:
        subject = counted(len(silent), "component")
        words += f"; {subject} without visible dependency: {_shortened(silent, None if verbose else _NAMES_SHOWN)}"
    lines = page.wrapped(f"{words}.", "Coverage: ", "  ")
    lines += _skipped(coverage.skipped, page, verbose=verbose)
    if verbose:
        for span, message in coverage.remarks:
            lines += page.wrapped(f"{place(span)}: {printable(message)}", "  remark: ")
    elif coverage.remarks:
        lines.append(f"  {counted(len(coverage.remarks), 'remark')} (--verbose prints them)")
    return lines


def _skipped(skipped: Sequence[Skipped], page: Page, *, verbose: bool) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for entry in skipped:
        reasons.setdefault(entry.why, []).append(entry.path)
    lines: list[str] = []
    for why, paths in reasons.items():
        listed = _shortened(paths, None if verbose else _PATHS_SHOWN)
        lines += page.wrapped(f"{listed}: {printable(why)}", "  skipped: ")
    return lines


def _shortened(names: Sequence[str], limit: int | None) -> str:
    shown = names if limit is None or len(names) <= limit + 1 else names[:limit]
    rest = f" and {len(names) - len(shown):,} more" if len(shown) < len(names) else ""
    return ", ".join(printable(name) for name in shown) + rest


def waiver_lines(waivers: Iterable[Waiver], page: Page) -> list[str]:
    """Return accepted findings with the reason given and the place of the suppression."""
    lines: list[str] = []
    for waiver in waivers:
        finding = waiver.finding
        subjects = ", ".join(finding.subjects)
        what = f"{finding.rule} {finding.name}{f': {subjects}' if subjects else ''} at {finding.span}"
        lines += page.wrapped(printable(f"{what}: {waiver.reason} ({waiver.span})"), "  accepted: ")
    return lines


def summary_line(run: Run, page: Page) -> str:
    """Return the counts of findings, of verdicts where one deployment was judged, and of what could not be judged."""
    levels = Counter(finding.level for finding in run.all_findings)
    parts = [page.paint(counted(levels[level], level.value), LEVEL_TONES[level]) for level in _COUNTED if levels[level]]
    line = f"Found {', '.join(parts)}" if parts else "No findings"
    if len(run.deployments) != 1:
        line += f" in {counted(len(run.deployments), 'deployment')}"
    accepted = len(run.waivers) + sum(len(deployment.waivers) for deployment in run.deployments)
    if accepted:
        line += f" ({accepted:,} accepted)"
    verdicts = Counter(verdict.verdict for deployment in run.deployments for verdict in deployment.practices)
    if verdicts and len(run.deployments) == 1:
        line += f"; practices: {', '.join(_verdicts(verdicts, page))}"
    if run.unjudged:
        line += f"; {page.paint(f'{len(run.unjudged):,} not judged', Tone.RED)}"
    return f"{line}."


def _verdicts(verdicts: Counter[Verdict], page: Page) -> list[str]:
    return [
        page.paint(f"{verdicts[verdict]} {verdict.value.replace('-', ' ')}", VERDICT_TONES[verdict])
        for verdict in Verdict
        if verdicts[verdict]
    ]


def statistics_lines(findings: Sequence[Finding], page: Page) -> list[str]:
    """Return a table of counts per rule and level, the most frequent first."""
    counts = Counter((finding.rule, finding.name, finding.level) for finding in findings)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    width = max((len(f"{number:,}") for _, number in rows), default=0)
    return [
        f"{number:>{width},}  {page.paint(f'{level.value:<7}', LEVEL_TONES[level])}  {printable(f'{rule} {name}')}"
        for (rule, name, level), number in rows
    ]
