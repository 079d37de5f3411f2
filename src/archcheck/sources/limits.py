"""Limits that keep a hostile repository from costing memory or time."""

from dataclasses import dataclass

__all__ = ["DEFAULT_LIMITS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read before archcheck refuses.

    Attributes:
        file_bytes: Largest file that is read.
        depth: Deepest nesting of mappings and lists in a document.
        nodes: Most values in a document, aliases counted each time they are used.
        files: Most files that one run reads.
    """

    file_bytes: int = 10_000_000
    depth: int = 100
    nodes: int = 1_000_000
    files: int = 50_000


DEFAULT_LIMITS = Limits()
