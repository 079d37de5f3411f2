"""Short forms for what a verdict's reason says."""

from collections.abc import Iterable, Sequence

from archcheck.model.architecture import Dependency, Evidence
from archcheck.model.run import StaticVerdict, Verdict

__all__ = ["edges", "failed", "listed", "not_applicable", "passed", "unknown"]

_MOST_NAMES = 5


def listed(names: Sequence[str]) -> str:
    """Return names as a phrase: ``a, b and c``, or the first few and how many more."""
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "none"


def edges(dependencies: Sequence[Dependency]) -> str:
    """Return dependencies as a phrase: ``a -> b, c -> d``."""
    return listed([f"{d.source} -> {d.target}" for d in dependencies])


def passed(why: str, evidence: Iterable[Evidence] = ()) -> StaticVerdict:
    """Return a pass, which needs evidence that covers everything concerned."""
    return StaticVerdict(Verdict.PASS, why, None, tuple(evidence))


def failed(why: str, evidence: Iterable[Evidence] = ()) -> StaticVerdict:
    """Return a fail, which needs proof."""
    return StaticVerdict(Verdict.FAIL, why, None, tuple(evidence))


def unknown(why: str, settle: str, evidence: Iterable[Evidence] = ()) -> StaticVerdict:
    """Return unknown, with what would settle it."""
    return StaticVerdict(Verdict.UNKNOWN, why, settle, tuple(evidence))


def not_applicable(why: str) -> StaticVerdict:
    """Return not-applicable: there is nothing to judge."""
    return StaticVerdict(Verdict.NOT_APPLICABLE, why)
