"""A view of the service graph in Graphviz's DOT language."""

from archcheck.model.architecture import Component, ComponentKind, Dependency, DependencyType
from archcheck.reporters.graph_view import GraphView
from archcheck.reporters.printable import printable

__all__ = ["render_graph"]

_SHAPES = {
    ComponentKind.SERVICE: "box",
    ComponentKind.UI: "tab",
    ComponentKind.GATEWAY: "hexagon",
    ComponentKind.PROXY: "hexagon",
    ComponentKind.DATABASE: "cylinder",
    ComponentKind.CACHE: "cylinder",
    ComponentKind.BROKER: "cds",
    ComponentKind.DISCOVERY: "component",
    ComponentKind.CONFIG: "note",
    ComponentKind.OBSERVABILITY: "parallelogram",
    ComponentKind.LOAD_GENERATOR: "oval",
    ComponentKind.JOB: "oval",
    ComponentKind.EXTERNAL: "plaintext",
    ComponentKind.OTHER: "box",
}
_STYLES = {
    DependencyType.ROUTE: 'penwidth="2"',
    DependencyType.PUBLISH: 'style="dashed"',
    DependencyType.SUBSCRIBE: 'style="dashed"',
    DependencyType.MESSAGING: 'style="dashed"',
    DependencyType.OBSERVABILITY: 'style="dotted", color="gray50"',
    DependencyType.DEPENDS_ON: 'style="dotted", color="gray50"',
    DependencyType.DISCOVERY: 'color="gray50"',
    DependencyType.CONFIG: 'color="gray50"',
}


def render_graph(view: GraphView) -> str:
    """Return the view as DOT text: shapes by kind, line styles by type, flagged components in red."""
    lines = [
        f"digraph {_quoted(view.deployment)} {{",
        '  rankdir="LR"',
        '  node [fontname="sans-serif"]',
        '  edge [fontname="sans-serif", fontsize="10"]',
    ]
    flagged = view.flagged
    lines += [_node(component, flagged=component.name in flagged) for component in view.components]
    lines += [_edge(dependency) for dependency in view.dependencies]
    return "\n".join([*lines, "}"]) + "\n"


def _node(component: Component, *, flagged: bool) -> str:
    label = _escaped(component.name)
    if component.technology is not None and component.technology not in component.name:
        label += f"\\n{_escaped(component.technology)}"
    color = ', color="red", penwidth="2"' if flagged else ""
    return f'  {_quoted(component.name)} [label="{label}", shape="{_SHAPES[component.kind]}"{color}]'


def _edge(dependency: Dependency) -> str:
    words = " ".join(filter(None, (dependency.type.value, dependency.protocol)))
    attributes = ", ".join(filter(None, (f"label={_quoted(words)}", _STYLES.get(dependency.type))))
    return f"  {_quoted(dependency.source)} -> {_quoted(dependency.target)} [{attributes}]"


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    # A doubled backslash also keeps Graphviz from expanding \N, \G and the like in labels. Entities are HTML's.
    return printable(text).replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")
