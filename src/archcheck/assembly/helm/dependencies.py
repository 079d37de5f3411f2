"""The charts that a chart depends on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archcheck.assembly.helm.metadata import text_at
from archcheck.model.node import Node
from archcheck.model.span import Span

__all__ = ["Dependency", "chart_dependencies", "is_enabled"]


@dataclass(frozen=True, slots=True)
class Dependency:
    """An entry of ``dependencies``.

    Attributes:
        name: Name of the chart.
        alias: Name it goes by here; empty if its own.
        repository: Where it would be fetched, or ``file://`` and a folder.
        conditions: Paths of values that switch it on or off, the first one that is set decides.
        tags: Names of groups that switch it on or off.
        span: Where it is written.
    """

    name: str
    alias: str
    repository: str
    conditions: tuple[str, ...]
    tags: tuple[str, ...]
    span: Span


def chart_dependencies(sheet: Node) -> Iterator[Dependency]:
    """Yield the dependencies in a ``Chart.yaml`` or ``requirements.yaml``, in order."""
    listed = sheet.child("dependencies")
    for entry in listed.elements() if listed is not None else ():
        name, tags = text_at(entry, "name"), entry.child("tags")
        if name:
            yield Dependency(
                name,
                text_at(entry, "alias"),
                text_at(entry, "repository"),
                tuple(text_at(entry, "condition").replace(" ", "").split(",")),
                tuple(str(tag.value) for tag in tags.elements()) if tags is not None else (),
                entry.span,
            )


def is_enabled(dependency: Dependency, values: Sequence[Node]) -> bool:
    """Return whether values leave a dependency switched on, as they do by default.

    Args:
        dependency: The dependency.
        values: Trees of values, those that override others first.
    """
    for condition in dependency.conditions:
        switch = _switch(values, condition.split("."))
        if switch is not None:
            return switch
    tags = [switch for tag in dependency.tags if (switch := _switch(values, ["tags", tag])) is not None]
    return any(tags) if tags else True


def _switch(values: Sequence[Node], keys: Sequence[str]) -> bool | None:
    for root in values:
        node = root.at(*keys)
        if node is not None and isinstance(node.value, bool):
            return node.value
    return None
