"""The rule about callers that use a port which their callee does not offer."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.offered_ports import container_ports, service_ports
from archcheck.checks.wording import listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, Confidence, Outcome, Reference
from archcheck.model.facts import WorkloadKind
from archcheck.model.finding import Level

__all__ = ["port_mismatch"]

_DEFAULT_PORTS = {"http": 80, "https": 443}


def port_mismatch(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each reference to a port that nothing of the callee offers.

    A Kubernetes Service offers its ports and no others. A Compose service answers on whatever its process listens on;
    there the rule speaks where a caller uses the port of the host, or one that the callee's Dockerfile does not expose.
    """
    seen = set()
    for reference in graph.references:
        if reference.outcome is not Outcome.COMPONENT or reference.target is None:
            continue
        if reference.confidence is Confidence.LOW:
            continue
        callee = graph.components[reference.target]
        port, reason, level = _kubernetes(reference, callee) if callee.addresses else _compose(reference, callee)
        identity = (reference.source, callee.name, port)
        if reason is None or identity in seen:
            continue
        seen.add(identity)
        yield Hit(
            subjects=(reference.source, callee.name),
            message=f"{reference.source} calls {callee.name} on port {port}, but {reason}.",
            span=reference.use.span,
            level=level,
            key=str(port),
        )


Finding = tuple[int | None, str | None, Level | None]
_NOTHING: Finding = (None, None, None)


def _kubernetes(reference: Reference, callee: Component) -> Finding:
    port = reference.use.port
    if port is None and "://" in reference.because:
        port = _DEFAULT_PORTS.get(reference.use.scheme or "")
    offered = service_ports(callee, reference.use.host)
    numbers = sorted({p.number for p in offered})
    if port is None or not numbers or port in numbers:
        return _NOTHING
    if any(port in {p.target, p.node_port} for p in offered):
        return port, f"that is not a port of its Service, which offers {listed(map(str, numbers))}", None
    return port, f"its Service offers {listed(map(str, numbers))}", None


def _compose(reference: Reference, callee: Component) -> Finding:
    port = reference.use.port
    declared = container_ports(callee)
    if port is None or port in declared or any(w.kind is not WorkloadKind.COMPOSE for w in callee.workloads):
        return _NOTHING
    inside = {e.container_port for e in callee.exposures if e.host_port == port and e.container_port is not None}
    if inside:
        numbers = listed(str(number) for number in sorted(inside))
        return port, f"that is its port on the host; inside the network it listens on {numbers}", None
    exposed = any(c.build and c.build.ports for w in callee.workloads for c in w.containers)
    if exposed and callee.own:
        return port, f"it declares {listed(str(number) for number in sorted(declared))}", Level.WARNING
    return _NOTHING
