"""What a deployment looks like, in a sentence."""

from collections import Counter
from collections.abc import Sequence

from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.run import DeploymentReport
from archcheck.reporters.printable import printable
from archcheck.reporters.terminal.page import Page, Tone, counted

__all__ = ["system_lines"]

_WORDS = {
    ComponentKind.SERVICE: ("service", "services"),
    ComponentKind.GATEWAY: ("gateway", "gateways"),
    ComponentKind.DATABASE: ("database", "databases"),
    ComponentKind.CACHE: ("cache", "caches"),
    ComponentKind.BROKER: ("broker", "brokers"),
    ComponentKind.DISCOVERY: ("discovery", "discovery"),
    ComponentKind.CONFIG: ("configuration", "configuration"),
    ComponentKind.OBSERVABILITY: ("observability", "observability"),
    ComponentKind.LOAD_GENERATOR: ("load generator", "load generators"),
    ComponentKind.JOB: ("job", "jobs"),
    ComponentKind.UI: ("user interface", "user interfaces"),
    ComponentKind.PROXY: ("proxy", "proxies"),
    ComponentKind.EXTERNAL: ("external host", "external hosts"),
    ComponentKind.OTHER: ("other", "other"),
}
_SHOWN = 4


def system_lines(deployment: DeploymentReport, page: Page) -> list[str]:
    """Return the deployment's name and kind, and one sentence about its components and dependencies."""
    name, kind = printable(deployment.id), printable(deployment.kind)
    return [
        f"{page.paint(name, Tone.STRONG)} {page.paint(f'({kind})', Tone.FAINT)}",
        *page.wrapped(_sentence(deployment)),
    ]


def _sentence(deployment: DeploymentReport) -> str:
    components = deployment.components
    if not components:
        return "No components."
    groups = [(kind, [c for c in components if c.kind is kind]) for kind in ComponentKind]
    parts = ", ".join(_group(kind, members) for kind, members in groups if members)
    types = Counter(dependency.type.value for dependency in deployment.dependencies)
    listed = ", ".join(f"{number} {name}" for name, number in sorted(types.items(), key=lambda t: (-t[1], t[0])))
    edges = counted(len(deployment.dependencies), "dependency", "dependencies")
    return f"{counted(len(components), 'component')}: {parts}; {edges}{f': {listed}' if listed else ''}."


def _group(kind: ComponentKind, members: Sequence[Component]) -> str:
    one, many = _WORDS[kind]
    if kind.is_business:
        return counted(len(members), one, many)
    if len(members) == 1:
        return f"{one} {_named(members[0])}".replace(f"{one} {one} ", f"{one} ")
    names = [_named(member) for member in members[:_SHOWN]]
    more = f" and {len(members) - _SHOWN} more" if len(members) > _SHOWN else ""
    return f"{len(members)} {many} ({', '.join(names)}{more})"


def _named(component: Component) -> str:
    name, technology = printable(component.name), component.technology
    return name if technology is None or technology in name else f"{name} ({printable(technology)})"
