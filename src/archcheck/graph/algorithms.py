"""Chains, cycles and cut points of the service graph.

Chains need nothing but a walk; networkx is imported only where a graph has cycles or cut points are asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from archcheck.model.architecture import Dependency

__all__ = ["ChainFinder", "articulation_points", "smallest_cycles"]

Path = tuple[Dependency, ...]


class ChainFinder:
    """Finds the longest chains through a set of dependencies.

    A dependency that closes a loop is left out, so that every chain ends; loops are what :func:`smallest_cycles` tells.

    Args:
        dependencies: The edges, at most one between two components in one direction.

    Attributes:
        order: Every component, callees before their callers.
        dependencies: The edges without those left out, by names.
    """

    def __init__(self, dependencies: Iterable[Dependency]) -> None:
        edges = sorted(dependencies, key=_ends)
        order, closing = _walk(_successors(edges, _caller))
        self.order: tuple[str, ...] = tuple(order)
        self.dependencies: Path = tuple(d for d in edges if _ends(d) not in closing)
        self._to_end = self._longest(_successors(self.dependencies, _caller), order, _callee)
        self._to_start = self._longest(_successors(self.dependencies, _callee), order[::-1], _caller)

    @staticmethod
    def _longest(
        edges: dict[str, list[Dependency]], order: Sequence[str], far_end: Callable[[Dependency], str]
    ) -> dict[str, tuple[int, Dependency]]:
        """Return for each component the length of its longest chain one way, and the first step of it."""
        longest: dict[str, tuple[int, Dependency]] = {}
        for name in order:
            for edge in edges.get(name, ()):
                length = 1 + longest.get(far_end(edge), (0, edge))[0]
                if length > longest.get(name, (0, edge))[0]:
                    longest[name] = (length, edge)
        return longest

    @property
    def starts(self) -> list[str]:
        """Components that call others and are called by none, by name."""
        return sorted(name for name in self._to_end if name not in self._to_start)

    def length_through(self, dependency: Dependency) -> int:
        """Return the number of hops of the longest chain that goes over a dependency."""
        before = self._to_start.get(dependency.source, (0, None))[0]
        after = self._to_end.get(dependency.target, (0, None))[0]
        return before + 1 + after

    def through(self, dependency: Dependency) -> Path:
        """Return the longest chain that goes over a dependency; of several, the first by names."""
        before: list[Dependency] = []
        name = dependency.source
        while name in self._to_start:
            before.append(self._to_start[name][1])
            name = before[-1].source
        return (*reversed(before), dependency, *self.onward(dependency.target))

    def onward(self, name: str) -> Path:
        """Return the longest chain that starts at a component; () if it calls nobody."""
        chain: list[Dependency] = []
        while name in self._to_end:
            chain.append(self._to_end[name][1])
            name = chain[-1].target
        return tuple(chain)


def smallest_cycles(dependencies: Iterable[Dependency]) -> list[Path]:
    """Return for each group of components that reach each other a smallest loop in it, starting at its first name."""
    edges = sorted(dependencies, key=_ends)
    if not _walk(_successors(edges, _caller))[1]:
        return []
    import networkx  # noqa: PLC0415  80 ms, needed by few systems

    by_ends = {_ends(edge): edge for edge in edges}
    whole: networkx.DiGraph[str] = networkx.DiGraph(list(by_ends))
    groups = [sorted(group) for group in networkx.strongly_connected_components(whole)]
    loops = [_smallest_loop(group, by_ends) for group in groups if len(group) > 1]
    return sorted(loops, key=lambda loop: _ends(loop[0]))


def articulation_points(dependencies: Iterable[Dependency]) -> list[str]:
    """Return the components without which the others would fall apart into separate groups, by name."""
    edges = sorted({_ends(edge) for edge in dependencies})
    if not edges:
        return []
    import networkx  # noqa: PLC0415  80 ms, needed by few rules

    return sorted(networkx.articulation_points(networkx.Graph(edges)))


def _caller(edge: Dependency) -> str:
    return edge.source


def _callee(edge: Dependency) -> str:
    return edge.target


def _ends(edge: Dependency) -> tuple[str, str]:
    return edge.source, edge.target


def _successors(edges: Iterable[Dependency], near_end: Callable[[Dependency], str]) -> dict[str, list[Dependency]]:
    found: dict[str, list[Dependency]] = {}
    for edge in edges:
        found.setdefault(near_end(edge), []).append(edge)
    return found


def _walk(edges: dict[str, list[Dependency]]) -> tuple[list[str], set[tuple[str, str]]]:
    """Walk depth first in order of names.

    Returns:
        The components, callees before callers, and the ends of the edges that close a loop.
    """
    order: list[str] = []
    closing: set[tuple[str, str]] = set()
    state: dict[str, bool] = {}  # True while the walk is below it
    for start, first in edges.items():
        if start in state:
            continue
        state[start] = True
        stack: list[tuple[str, Iterator[Dependency]]] = [(start, iter(first))]
        while stack:
            name, rest = stack[-1]
            edge = next(rest, None)
            if edge is None:
                stack.pop()
                state[name] = False
                order.append(name)
            elif edge.target not in state:
                state[edge.target] = True
                stack.append((edge.target, iter(edges.get(edge.target, ()))))
            elif state[edge.target]:
                closing.add(_ends(edge))
    return order, closing


def _smallest_loop(group: list[str], by_ends: dict[tuple[str, str], Dependency]) -> Path:
    members = set(group)
    inside = _successors((e for e in by_ends.values() if e.source in members and e.target in members), _caller)
    best: Path = ()
    for start in group:
        loop = _loop_from(start, inside, len(best) or len(group) + 1)
        if loop:
            best = loop
        if len(best) == 2:
            break
    return best


def _loop_from(start: str, edges: dict[str, list[Dependency]], shorter_than: int) -> Path:
    """Return the shortest way from a component back to it, or () if it is not shorter than asked for."""
    paths: dict[str, Path] = {start: ()}
    queue = [start]
    for name in queue:
        if len(paths[name]) + 1 >= shorter_than:
            return ()
        for edge in edges[name]:
            if edge.target == start:
                return (*paths[name], edge)
            if edge.target not in paths:
                paths[edge.target] = (*paths[name], edge)
                queue.append(edge.target)
    return ()
