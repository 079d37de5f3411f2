"""In which order a report tells things."""

from collections.abc import Iterable

from archcheck.model.finding import Finding
from archcheck.model.run import Practice, Run
from archcheck.model.span import Span

__all__ = ["by_practice", "unjudged_apart"]

_UNREADABLE = "ARC991"


def by_practice(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """Return findings grouped under their practice's title, in the checklist's order; the rest last.

    Args:
        findings: In report order, which every group keeps.
    """
    groups: dict[str, list[Finding]] = {practice.value: [] for practice in Practice}
    across: list[Finding] = []
    for finding in findings:
        groups.get(finding.practice or "", across).append(finding)
    titled = [(Practice(practice).label, found) for practice, found in groups.items()]
    return [(title, found) for title, found in [*titled, ("Across the checklist", across)] if found]


def unjudged_apart(run: Run) -> list[tuple[Span | None, str]]:
    """Return what could not be judged and is not told by a finding about an unreadable document already."""
    told = {finding.span for finding in run.all_findings if finding.rule == _UNREADABLE}
    return [(span, message) for span, message in run.unjudged if span is None or span not in told]
