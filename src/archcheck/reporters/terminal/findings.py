"""Findings for people: one block each, or one line each."""

from archcheck.model.finding import Finding, Related
from archcheck.model.span import Span
from archcheck.reporters.printable import printable
from archcheck.reporters.terminal.code_frame import code_frame
from archcheck.reporters.terminal.page import LEVEL_TONES, Page, Tone

__all__ = ["finding_block", "finding_line", "place"]

_RELATED_SHOWN = 6


def place(span: Span) -> str:
    """Return a place in its clickable form, safe to print."""
    return printable(str(span))


def finding_line(finding: Finding, page: Page) -> str:
    """Return a finding as one line, ``path:line:column: level rule name: message``."""
    level = page.paint(finding.level.value, LEVEL_TONES[finding.level])
    words = printable(f"{finding.rule} {finding.name}: {finding.message}")
    return f"{page.paint(place(finding.span), Tone.STRONG)}: {level} {words}"


def finding_block(finding: Finding, page: Page, *, instead: str | None, verbose: bool) -> list[str]:
    """Return a finding with its source lines and further places.

    Args:
        finding: The finding.
        page: Page to print on.
        instead: What to do about it, or None to leave that out.
        verbose: Whether to list every related place, however many.
    """
    tone = LEVEL_TONES[finding.level]
    lines = _head(finding, page, tone)
    lines += page.wrapped(printable(finding.message), "  ")
    lines.append(f"  {page.paint('-->', Tone.FAINT)} {page.paint(place(finding.span), Tone.CYAN)}")
    if finding.excerpt is not None and finding.excerpt.lines:
        lines += code_frame(finding.excerpt, finding.span, page, tone)
    if finding.related:
        lines += _hops(finding, page) if finding.is_path else _related(finding.related, page, verbose=verbose)
    if instead is not None:
        lines += page.wrapped(printable(instead), "  instead: ")
    return lines


def _head(finding: Finding, page: Page, tone: Tone) -> list[str]:
    level, rule = finding.level.value, printable(f"{finding.rule} {finding.name}")
    subjects = (" -> " if finding.is_path else ", ").join(printable(subject) for subject in finding.subjects)
    start = f"{level} {rule}"
    lines = page.wrapped(f"{start}: {subjects}" if subjects else start, rest="    ")
    if lines[0].startswith(start):
        lines[0] = f"{page.paint(level, tone)} {page.paint(rule, Tone.STRONG)}{lines[0][len(start) :]}"
    return lines


def _hops(finding: Finding, page: Page) -> list[str]:
    rows = [(f"{number}. {place(hop.span)}", printable(hop.note)) for number, hop in enumerate(finding.related, 1)]
    return ["  path:", *page.table(rows, indent=4, tone=Tone.CYAN)]


def _related(related: tuple[Related, ...], page: Page, *, verbose: bool) -> list[str]:
    shown = related if verbose or len(related) <= _RELATED_SHOWN else related[: _RELATED_SHOWN - 1]
    lines = ["  see:", *page.table([(place(r.span), printable(r.note)) for r in shown], indent=4, tone=Tone.CYAN)]
    if len(shown) < len(related):
        lines.append(f"    and {len(related) - len(shown)} more places (--verbose lists them)")
    return lines
