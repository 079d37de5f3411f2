"""Rules about how clients come in: through a gateway, or past it."""

from collections.abc import Iterator, Mapping, Sequence

from archcheck.checks.check import Hit
from archcheck.checks.wording import listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind, Door
from archcheck.model.facts import Mechanism
from archcheck.model.finding import Level, Related

__all__ = ["gateway_bypass", "no_api_gateway"]

_DOORMEN = frozenset({ComponentKind.GATEWAY, ComponentKind.PROXY})
_TOOLS = frozenset({ComponentKind.OBSERVABILITY, ComponentKind.OTHER, ComponentKind.LOAD_GENERATOR, ComponentKind.JOB})
_WORDS = {
    Mechanism.HOST_PORT: "host port",
    Mechanism.HOST_NETWORK: "the host's network",
    Mechanism.NODE_PORT: "node port",
    Mechanism.LOAD_BALANCER: "load balancer port",
    Mechanism.EXTERNAL_IP: "external address, port",
}


def no_api_gateway(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield one finding that names everything published, if several services are and no gateway is shown."""
    entries = _entries(graph)
    if graph.gateways or len(entries) < 2:
        return
    published = graph.published
    names = [component.name for component in published]
    yield Hit(
        subjects=tuple(names),
        message=f"{listed(names)} are published, and no gateway stands in front of them.",
        span=graph.anchor,
        related=tuple(Related(c.doors[0].span, f"{c.name} is published on {_door(c.doors[0])}") for c in published),
    )


def gateway_bypass(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each published component that is not the way in.

    The way in are gateways and proxies; without a gateway, a single published service is, and what is published beside
    it is found. Several published services without a gateway are what :func:`no_api_gateway` tells.
    """
    entries = _entries(graph)
    if not graph.gateways and len(entries) > 1:
        return
    sole = entries[0].name if entries and not graph.gateways else None
    for component in graph.published:
        if component.kind in _DOORMEN or component.name == sole:
            continue
        doors = listed(_door(door) for door in component.doors)
        yield Hit(
            subjects=(component.name,),
            message=f"{component.name} is published on {doors}{_instead_of(graph.gateways, sole)}",
            span=component.doors[0].span,
            related=tuple(Related(door.span, door.because) for door in component.doors[1:]),
            level=Level.WARNING if component.kind in _TOOLS else None,
        )


def _entries(graph: ServiceGraph) -> list[Component]:
    """Return the published components that clients of the system may be meant to use."""
    return [c for c in graph.published if c.kind.is_business or c.kind is ComponentKind.PROXY]


def _door(door: Door) -> str:
    words = _WORDS[door.mechanism]
    if door.port is None or door.mechanism is Mechanism.HOST_NETWORK:
        return words
    return f"{words} {door.port}"


def _instead_of(gateways: Sequence[Component], sole: str | None) -> str:
    if gateways:
        return f", so clients can pass by {listed(gateway.name for gateway in gateways)}."
    if sole:
        return f" beside {sole}, the way into the system."
    return ", and no gateway stands in front of it."
