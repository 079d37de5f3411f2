"""Rules and findings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archcheck.model.span import Span

__all__ = ["Excerpt", "Finding", "Level", "Related", "Rule", "RuleSource", "Waiver"]


class Level(StrEnum):
    """How much a finding matters; ``off`` switches a rule off."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"

    @property
    def weight(self) -> int:
        """Return 3 for error, 2 for warning, 1 for note, 0 for off."""
        return {"error": 3, "warning": 2, "note": 1, "off": 0}[self.value]


@dataclass(frozen=True, slots=True)
class RuleSource:
    """Something published that a rule rests on: title, address and what it says in brief."""

    title: str
    url: str
    says: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: what is checked, how it is said, and why.

    Attributes:
        id: ``ARC601``; never reused.
        name: ``shared-database``.
        check: Name of the check function in the registry.
        level: Its level unless configuration says otherwise.
        practice: Id of the practice, or None for the rules across the checklist.
        summary: The sentence that states the rule.
        why: Why it matters.
        instead: What to do.
        params: Parameters of the check.
        measured: How often it was right on systems that were labelled by hand, or "".
        default_on: Whether it runs unless selected; notes do not.
    """

    id: str
    name: str
    check: str
    level: Level
    practice: str | None
    summary: str
    why: str
    instead: str
    aliases: tuple[str, ...] = ()
    params: Mapping[str, object] = field(default_factory=dict)
    sources: tuple[RuleSource, ...] = ()
    measured: str = ""

    @property
    def default_on(self) -> bool:
        """Whether it runs unless deselected: advice (notes) has to be asked for."""
        return self.level.weight > Level.NOTE.weight


@dataclass(frozen=True, slots=True)
class Related:
    """Another place a finding is about; a path has one per hop, in order."""

    span: Span
    note: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines of the source around a finding, secrets masked: the first line's number and the lines."""

    first_line: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule reports.

    Attributes:
        rule: Id of the rule.
        name: Name of the rule.
        practice: Practice of the rule, or None.
        level: Level in this run.
        subjects: Names of components; the first is the one it is about.
        message: One sentence or two.
        span: The place to look at.
        related: Further places; for a path one per hop.
        is_path: Whether ``related`` is a path through the graph, hop by hop.
        fingerprint: Stable identity: rule, deployment and graph identity; no line, no bare name.
        excerpt: Source lines, or None if the file has none to show.
    """

    rule: str
    name: str
    practice: str | None
    level: Level
    subjects: tuple[str, ...]
    message: str
    span: Span
    related: tuple[Related, ...] = ()
    is_path: bool = False
    fingerprint: str = ""
    excerpt: Excerpt | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that somebody accepted: the finding, the reason given, and where the suppression stands."""

    finding: Finding
    reason: str
    span: Span
