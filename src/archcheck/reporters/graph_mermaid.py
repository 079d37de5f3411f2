"""A view of the service graph as a Mermaid flowchart, for Markdown pages that draw it."""

import re

from archcheck.model.architecture import Component, ComponentKind, Dependency, DependencyType
from archcheck.reporters.graph_view import GraphView
from archcheck.reporters.printable import printable

__all__ = ["render_graph"]

_SHAPES = {
    ComponentKind.SERVICE: ("[", "]"),
    ComponentKind.UI: ("(", ")"),
    ComponentKind.GATEWAY: ("{{", "}}"),
    ComponentKind.PROXY: ("{{", "}}"),
    ComponentKind.DATABASE: ("[(", ")]"),
    ComponentKind.CACHE: ("[(", ")]"),
    ComponentKind.BROKER: ("[[", "]]"),
    ComponentKind.DISCOVERY: ("[/", "\\]"),
    ComponentKind.CONFIG: ("[/", "\\]"),
    ComponentKind.OBSERVABILITY: ("[/", "/]"),
    ComponentKind.LOAD_GENERATOR: ("([", "])"),
    ComponentKind.JOB: ("([", "])"),
    ComponentKind.EXTERNAL: (">", "]"),
    ComponentKind.OTHER: ("[", "]"),
}
_DOTTED = "-.->"
_ARROWS = {
    DependencyType.ROUTE: "==>",
    DependencyType.PUBLISH: _DOTTED,
    DependencyType.SUBSCRIBE: _DOTTED,
    DependencyType.MESSAGING: _DOTTED,
    DependencyType.OBSERVABILITY: _DOTTED,
    DependencyType.DEPENDS_ON: _DOTTED,
}
_THIN = "stroke-width:1px,stroke:#999"
_THIN_TYPES = {
    DependencyType.OBSERVABILITY,
    DependencyType.DEPENDS_ON,
    DependencyType.DISCOVERY,
    DependencyType.CONFIG,
}
# Quoted labels are HTML to Mermaid; whatever is no letter, digit or one of these is written as an entity.
_UNPLAIN = re.compile(r"[^\w .,:()/@+-]")


def render_graph(view: GraphView) -> str:
    """Return the view as Mermaid text: shapes by kind, line styles by type, flagged components in red."""
    ids = {component.name: f"n{number}" for number, component in enumerate(view.components)}
    lines = ["flowchart LR"]
    lines += [f"  {ids[component.name]}{_shape(component)}" for component in view.components]
    lines += [_edge(dependency, ids) for dependency in view.dependencies]
    thin = [str(number) for number, dependency in enumerate(view.dependencies) if dependency.type in _THIN_TYPES]
    if thin:
        lines.append(f"  linkStyle {','.join(thin)} {_THIN}")
    names = view.flagged
    flagged = [ids[component.name] for component in view.components if component.name in names]
    if flagged:
        lines += ["  classDef flagged stroke:#c00,stroke-width:3px", f"  class {','.join(flagged)} flagged"]
    return "\n".join(lines) + "\n"


def _shape(component: Component) -> str:
    before, after = _SHAPES[component.kind]
    label = _escaped(component.name)
    if component.technology is not None and component.technology not in component.name:
        label += f"<br/>{_escaped(component.technology)}"
    return f'{before}"{label}"{after}'


def _edge(dependency: Dependency, ids: dict[str, str]) -> str:
    arrow = _ARROWS.get(dependency.type, "-->")
    label = _escaped(dependency.protocol or dependency.type.value)
    if dependency.type in _ARROWS and dependency.type is not DependencyType.ROUTE:
        label = dependency.type.value
    return f'  {ids[dependency.source]} {arrow}|"{label}"| {ids[dependency.target]}'


def _escaped(text: str) -> str:
    return _UNPLAIN.sub(lambda match: f"#{ord(match[0])};", printable(text))
