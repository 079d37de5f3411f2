"""The rule about containers that look for another service on their own machine."""

import re
from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.offered_ports import container_ports
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, Confidence, Outcome, Reference
from archcheck.model.facts import ContainerRole

__all__ = ["localhost_dependency"]

_HOST_MACHINE = frozenset({"host.docker.internal", "gateway.docker.internal", "host.containers.internal"})
_SEEN_FROM_OUTSIDE = frozenset({
    "ADVERTISED", "ALLOWED", "BASE", "BASEURL", "BIND", "CALLBACK", "CORS", "EXTERNAL", "ISSUER", "LISTEN", "ORIGIN",
    "ORIGINS", "PUBLIC", "REACT", "REDIRECT", "ROOT", "SELF", "VITE", "VUE",
})  # fmt: skip
_WORD = re.compile(r"[A-Z0-9]+")


def localhost_dependency(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each reference to the machine itself that can only mean another service.

    In a container, localhost is the container (in a pod, the pod). A reference means another service if it names the
    developer's machine, or a port that another component offers and none of its own does, or the protocol of a store.
    """
    offers = _offers(graph)
    seen = set()
    for reference in graph.references:
        if reference.outcome is not Outcome.LOOPBACK or reference.confidence is Confidence.LOW:
            continue
        component = graph.components[reference.source]
        host, port = reference.use.host, reference.use.port
        others = [reference.target] if reference.target else offers.get(port or 0, [])
        meant = [name for name in others if name != component.name]
        if (component.name, host, port) in seen or not _means_another(reference, component, meant):
            continue
        seen.add((component.name, host, port))
        address = host if port is None else f"{host}:{port}"
        hint = f" Is {meant[0]} meant?" if len(meant) == 1 else ""
        where = "the machine it runs on" if host in _HOST_MACHINE else "itself"
        yield Hit(
            subjects=(component.name, meant[0]) if len(meant) == 1 else (component.name,),
            message=f"{component.name} refers to another service as {address}, which in a container is {where}.{hint}",
            span=reference.use.span,
            key=address,
        )


def _means_another(reference: Reference, component: Component, meant: list[str]) -> bool:
    variable = reference.because.partition("=")[0]
    if not _SEEN_FROM_OUTSIDE.isdisjoint(_WORD.findall(variable.upper())):
        return False
    if reference.use.host in _HOST_MACHINE:
        return True
    if _shares_its_network(component):
        return False
    if reference.use.port in container_ports(component) | {e.host_port for e in component.exposures}:
        return False
    return bool(meant) or reference.use.scheme not in {None, "http", "https", "tcp", "ws", "wss"}


def _shares_its_network(component: Component) -> bool:
    """Return whether localhost may be another container: of its pod, or of whatever it shares a network with."""
    for workload in component.workloads:
        running = [c for c in workload.containers if c.role is not ContainerRole.INIT]
        if len(running) > 1 or workload.host_network or workload.network_mode not in {None, "bridge", "none"}:
            return True
    return False


def _offers(graph: ServiceGraph) -> dict[int, list[str]]:
    """Return the components that answer on each port, by name."""
    offers: dict[int, list[str]] = {}
    for component in graph.components.values():
        ports = container_ports(component)
        ports |= {e.host_port for e in component.exposures if e.host_port is not None}
        ports |= {p.number for a in component.addresses for p in a.ports}
        for port in ports:
            offers.setdefault(port, []).append(component.name)
    return offers
