"""The eight practices, one line each."""

from archcheck.model.architecture import Evidence
from archcheck.model.run import DeploymentReport, PracticeVerdict, Verdict
from archcheck.reporters.printable import printable
from archcheck.reporters.terminal.findings import place
from archcheck.reporters.terminal.page import VERDICT_TONES, Page, Tone

__all__ = ["checklist"]

_SYMBOLS = {Verdict.PASS: "✓", Verdict.FAIL: "✗", Verdict.UNKNOWN: "?", Verdict.NOT_APPLICABLE: "\N{EN DASH}"}
_BESIDE = 80  # narrower pages hold the reason below the verdict
_REASON_COLUMN = 42


def checklist(deployment: DeploymentReport, page: Page, *, verbose: bool) -> list[str]:
    """Return the checklist of a deployment: verdict, reason, and for unknown ones what would settle them."""
    if not deployment.practices:
        return []
    heading = f"{page.paint('Checklist', Tone.STRONG)} {page.paint('(as declared in the files)', Tone.FAINT)}"
    return [heading, *(line for verdict in deployment.practices for line in _practice(verdict, page, verbose=verbose))]


def _practice(verdict: PracticeVerdict, page: Page, *, verbose: bool) -> list[str]:
    word = verdict.verdict.value.replace("-", " ")
    symbol = _SYMBOLS[verdict.verdict]
    static = verdict.static
    start = f"  {symbol} {verdict.practice.label:<20}  {word:<14}  "
    painted = start.replace(symbol, page.paint(symbol, VERDICT_TONES[verdict.verdict]), 1).replace(
        f"  {word}", f"  {page.paint(word, VERDICT_TONES[verdict.verdict])}", 1
    )
    if page.width >= _BESIDE:
        indent = " " * _REASON_COLUMN
        lines = page.wrapped(printable(static.why), start, indent)
        lines[0] = f"{painted}{lines[0][len(start) :]}"
    else:
        indent = " " * 6
        lines = [painted.rstrip(), *page.wrapped(printable(static.why), indent)]
    if static.settle:
        lines += page.wrapped(f"To settle it: {printable(static.settle)}", indent, tone=Tone.FAINT)
    return [*lines, *(_evidence(static.evidence, page) if verbose else [])]


def _evidence(evidence: tuple[Evidence, ...], page: Page) -> list[str]:
    return page.table([(place(e.span), printable(e.because)) for e in evidence], indent=6, tone=Tone.CYAN)
