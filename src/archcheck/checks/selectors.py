"""The rule about Kubernetes Services that lead to no pod or to no listening port."""

from collections.abc import Iterator, Mapping, Sequence

from archcheck.checks.check import Hit
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.facts import Address, AddressPort, Container, ContainerRole, Selector, Workload
from archcheck.model.finding import Level

__all__ = ["dangling_selector"]

_SELECTING_TYPES = frozenset({"ClusterIP", "NodePort", "LoadBalancer"})


def dangling_selector(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each Service that selects no workload, and each of its ports that no selected container declares.

    Nothing is said of a deployment without workloads, of pods that a custom resource named in the selector may create,
    of containers that a mesh fills in when the pod starts (image ``auto``), and of undeclared ports of known products.
    """
    owners = {(a.namespace, a.name): c.name for c in graph.components.values() for a in c.addresses}
    made_elsewhere = {resource.name for resource in graph.facts.custom_resources}
    has_workloads = any(True for _ in graph.kubernetes_workloads())
    for address in graph.facts.addresses:
        selector = address.selector
        if not has_workloads or address.type not in _SELECTING_TYPES or selector is None:
            continue
        name = owners.get((address.namespace, address.name), address.name)
        workloads = graph.selected(address)
        if workloads:
            yield from _ports_nowhere(graph, name, address, workloads)
        elif not made_elsewhere & set(selector.labels.values()):
            message = f"Service {address.name} selects no workload ({_text(selector)})."
            yield Hit(subjects=(name,), message=message, span=address.span, key=address.name)


def _ports_nowhere(graph: ServiceGraph, name: str, address: Address, workloads: Sequence[Workload]) -> Iterator[Hit]:
    containers = [c for w in workloads for c in w.containers if c.role is not ContainerRole.INIT]
    own = all(component.own for w in workloads if (component := graph.component_of(w)))
    for port in address.ports:
        level = _unanswered(port, containers)
        if level is None or (level is Level.WARNING and not own):
            continue
        yield Hit(
            subjects=(name,),
            message=f"Port {port.number} of Service {address.name} leads to port {port.target}, "
            f"which no container of {' or '.join(sorted({w.name for w in workloads}))} declares.",
            span=port.span,
            level=level,
            key=f"{address.name}:{port.number}",
        )


def _unanswered(port: AddressPort, containers: Sequence[Container]) -> Level | None:
    """Return how surely a port leads nowhere, or None if it does not.

    A name must be declared. A number need not be: it is doubtful only where every container declares other ports.
    """
    if any(c.image == "auto" for c in containers):
        return None
    if isinstance(port.target, str):
        return None if any(port.target == p.name for c in containers for p in c.ports) else Level.ERROR
    if any(not c.ports for c in containers) or any(port.target == p.number for c in containers for p in c.ports):
        return None
    return Level.WARNING


def _text(selector: Selector) -> str:
    return ", ".join(f"{key}={value}" for key, value in selector.labels.items()) or "by expressions"
