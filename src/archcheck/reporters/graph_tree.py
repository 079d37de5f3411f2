"""A view of the service graph as a tree for a terminal: from the doors of the system inwards."""

from collections.abc import Iterator

from archcheck.model.architecture import Component, ComponentKind, Dependency
from archcheck.reporters.graph_view import GraphView
from archcheck.reporters.printable import printable

__all__ = ["render_graph"]


def render_graph(view: GraphView) -> str:
    """Return the view as an indented tree.

    Gateways come first, then other published components, then those that nothing depends on, then what only a cycle
    reaches. What a component depends on is printed below it once; where it appears again it says so.
    """
    lines = list(_Tree(view).lines())
    return "\n".join(lines or ["No components."]) + "\n"


class _Tree:
    """A depth-first walk that expands every component once; its own stack, because chains may be long."""

    def __init__(self, view: GraphView) -> None:
        self._view = view
        self._flagged = view.flagged
        self._components = {component.name: component for component in view.components}
        self._callees: dict[str, dict[str, list[Dependency]]] = {}
        for dependency in view.dependencies:
            self._callees.setdefault(dependency.source, {}).setdefault(dependency.target, []).append(dependency)
        self._called = {
            d.target for d in view.dependencies if self._components[d.source].kind is not ComponentKind.OBSERVABILITY
        }
        self._expanded: set[str] = set()

    def lines(self) -> Iterator[str]:
        for component in self._entries():
            if component.name not in self._expanded:
                yield from self._branch(component)

    def _entries(self) -> list[Component]:
        return sorted(self._view.components, key=self._rank)

    def _rank(self, component: Component) -> int:
        """Return 0 for the outermost door; what watches the system comes late, for it depends on everything."""
        if component.kind is ComponentKind.GATEWAY:
            return 0
        watches = component.kind is ComponentKind.OBSERVABILITY
        if component.doors and not watches:
            return 1
        if component.name in self._called:
            return 4
        return 3 if watches else 2

    def _branch(self, root: Component) -> Iterator[str]:
        yield self._label(root)
        self._expanded.add(root.name)
        above = {root.name}
        stack = [(root.name, "", self._children(root.name))]
        while stack:
            caller, indent, children = stack[-1]
            if not children:
                above.discard(caller)
                stack.pop()
                continue
            name, dependencies = children.pop()
            is_last = not children
            yield f"{indent}{'└─ ' if is_last else '├─ '}{self._label(self._components[name], dependencies)}" + (
                self._mark(name, above)
            )
            if name not in self._expanded:
                self._expanded.add(name)
                above.add(name)
                stack.append((name, indent + ("   " if is_last else "│  "), self._children(name)))

    def _children(self, name: str) -> list[tuple[str, list[Dependency]]]:
        """Return callees with the dependencies on them, the last one first: they are taken from the end."""
        return list(self._callees.get(name, {}).items())[::-1]

    def _mark(self, name: str, above: set[str]) -> str:
        if name in above:
            return " (cycle)"
        return " (see above)" if name in self._expanded and name in self._callees else ""

    def _label(self, component: Component, dependencies: list[Dependency] | None = None) -> str:
        words = " ".join(filter(None, (component.kind.value, component.technology)))
        label = f"{printable(component.name)} ({printable(words)})"
        if dependencies:
            uses = [" ".join(filter(None, (d.type.value, d.protocol))) for d in dependencies]
            label += f" [{printable(', '.join(uses))}]"
        return label + (" !" if component.name in self._flagged else "")
