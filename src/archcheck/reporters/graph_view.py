"""The part of a service graph that is drawn."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from archcheck.model.architecture import Component, Dependency
from archcheck.model.errors import UsageError
from archcheck.model.finding import Finding
from archcheck.reporters.printable import printable

__all__ = ["GraphView", "around", "find", "path"]


@dataclass(frozen=True, slots=True)
class GraphView:
    """Components and dependencies to draw.

    Attributes:
        deployment: Id of the deployment.
        components: Sorted by name.
        dependencies: Sorted by source, target, type; both ends are among the components.
        highlighted: Findings whose subjects are set off.
    """

    deployment: str
    components: tuple[Component, ...]
    dependencies: tuple[Dependency, ...]
    highlighted: tuple[Finding, ...] = ()

    @property
    def flagged(self) -> frozenset[str]:
        """Names of the components that a highlighted finding is about."""
        return frozenset(subject for finding in self.highlighted for subject in finding.subjects)


def find(view: GraphView, name: str) -> Component:
    """Return a component by its name, or by an alias that only one component has.

    Raises:
        UsageError: There is none, or several answer to the alias; the message names the nearest.
    """
    by_name = {component.name: component for component in view.components}
    if name in by_name:
        return by_name[name]
    aliased = [component for component in view.components if name in component.aliases]
    if len(aliased) == 1:
        return aliased[0]
    if aliased:
        raise UsageError(f"{name!r} is a name of several components: {_listed(c.name for c in aliased)}.")
    raise UsageError(f"There is no component {name!r} in {view.deployment}{_nearest(name, list(by_name))}.")


def around(view: GraphView, name: str, hops: int = 1) -> GraphView:
    """Return what lies around a component: every dependency within a number of hops, in either direction.

    Args:
        view: The whole graph.
        name: Name or alias of the component.
        hops: Dependencies away from it; 0 is the component alone.

    Raises:
        UsageError: There is no such component.
    """
    neighbours: dict[str, list[str]] = {}
    for dependency in view.dependencies:
        neighbours.setdefault(dependency.source, []).append(dependency.target)
        neighbours.setdefault(dependency.target, []).append(dependency.source)
    distance = _distances(find(view, name).name, neighbours, hops)
    return _limited(
        view,
        frozenset(distance),
        (d for d in view.dependencies if min(distance.get(d.source, hops), distance.get(d.target, hops)) < hops),
    )


def path(view: GraphView, a: str, b: str) -> GraphView:
    """Return a shortest way from one component to another along the dependencies, caller to callee.

    Raises:
        UsageError: A component does not exist, or no way leads there.
    """
    start, end = find(view, a).name, find(view, b).name
    way = _shortest(start, end, view)
    if way is None:
        back = "; a way leads in the other direction" if _shortest(end, start, view) else ""
        raise UsageError(f"No dependencies lead from {_listed([start])} to {_listed([end])}{back}.")
    steps = frozenset(pairwise(way))
    return _limited(view, frozenset(way), (d for d in view.dependencies if (d.source, d.target) in steps))


def _limited(view: GraphView, names: frozenset[str], dependencies: Iterable[Dependency]) -> GraphView:
    components = tuple(component for component in view.components if component.name in names)
    return replace(view, components=components, dependencies=tuple(dependencies))


def _distances(start: str, neighbours: dict[str, list[str]], limit: int) -> dict[str, int]:
    distance = {start: 0}
    queue = deque([start])
    while queue:
        name = queue.popleft()
        if distance[name] == limit:
            continue
        for neighbour in neighbours.get(name, ()):
            if neighbour not in distance:
                distance[neighbour] = distance[name] + 1
                queue.append(neighbour)
    return distance


def _shortest(start: str, end: str, view: GraphView) -> list[str] | None:
    callees: dict[str, list[str]] = {}
    for dependency in view.dependencies:
        callees.setdefault(dependency.source, []).append(dependency.target)
    came_from: dict[str, str | None] = {start: None}
    queue = deque([start])
    while queue and end not in came_from:
        name = queue.popleft()
        for callee in callees.get(name, ()):
            if callee not in came_from:
                came_from[callee] = name
                queue.append(callee)
    if end not in came_from:
        return None
    way: list[str] = []
    step: str | None = end
    while step is not None:
        way.append(step)
        step = came_from[step]
    return way[::-1]


def _nearest(name: str, names: list[str]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415  only for the error

    close = get_close_matches(name, names, n=3)
    return f"; near it are {_listed(close)}" if close else ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(printable(name) for name in names)
