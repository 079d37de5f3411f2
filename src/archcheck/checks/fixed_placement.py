"""The rule about settings that pin a component to one address, one name or one machine."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.facts import Mechanism, Workload, WorkloadKind
from archcheck.model.span import Span

__all__ = ["fixed_placement"]

_NODE_AGENTS = frozenset({ComponentKind.OBSERVABILITY})


def fixed_placement(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield one finding for each component and kind of setting that fixes where or under which name it runs."""
    for component in graph.components.values():
        seen = set()
        for workload in component.workloads:
            for setting, span, effect in _settings(component, workload):
                if setting not in seen:
                    seen.add(setting)
                    message = f"{component.name} {effect} ({setting})."
                    yield Hit(subjects=(component.name,), message=message, span=span, key=setting)


def _settings(component: Component, workload: Workload) -> Iterator[tuple[str, Span, str]]:
    for network in workload.networks:
        if network.address:
            yield "ipv4_address", network.span, f"has the fixed address {network.address} on network {network.network}"
    for name, address, span in workload.extra_hosts:
        if address != "host-gateway":
            yield "extra_hosts", span, f"finds {name} at the fixed address {address}"
    for link in workload.links:
        kind = "external_links" if link.external else "links"
        yield kind, link.span, f"is tied to the one container of {link.target}"
    on_each_node = workload.kind is WorkloadKind.DAEMON_SET or component.kind in _NODE_AGENTS
    if workload.host_network and not on_each_node:
        yield "host network", _host_network_span(component, workload), "uses the host's network, once for each machine"


def _host_network_span(component: Component, workload: Workload) -> Span:
    spans = [e.span for e in component.exposures if e.mechanism is Mechanism.HOST_NETWORK]
    return spans[0] if spans else workload.span
