"""What a check is: a pure function over the service graph that yields hits."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.finding import Level, Related
from archcheck.model.span import Span

__all__ = ["Check", "Hit", "whole_number"]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a check yields; the engine adds rule, level, practice and fingerprint.

    Attributes:
        subjects: Names of components; the first is the one it is about.
        message: One sentence or two.
        span: The place to look at.
        related: Further places; for a path one per hop.
        is_path: Whether ``related`` is a path through the graph, hop by hop.
        level: A level below the rule's own, or None for the rule's; a higher one has no effect.
        key: Further identity where the subjects do not tell two findings of the rule apart.
    """

    subjects: tuple[str, ...]
    message: str
    span: Span
    related: tuple[Related, ...] = ()
    is_path: bool = False
    level: Level | None = None
    key: str = ""


Check = Callable[[ServiceGraph, Mapping[str, object]], Iterator[Hit]]
"""A check: graph and complete parameters in, hits out; it neither prints, changes the graph nor reads files."""


def whole_number(params: Mapping[str, object], name: str) -> int:
    """Return a parameter that is a whole number; the registry has checked its type before."""
    value = params[name]
    return value if isinstance(value, int) else 0
