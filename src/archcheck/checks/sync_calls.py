"""The synchronous calls that rules about chains, cycles and breakers are about."""

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import ComponentKind, Confidence, Dependency, DependencyType
from archcheck.model.finding import Related

__all__ = ["certain_calls", "chain_text", "hops", "sync_calls"]

_NO_CALLERS = frozenset({ComponentKind.LOAD_GENERATOR, ComponentKind.JOB})


def sync_calls(graph: ServiceGraph, *, routes: bool) -> list[Dependency]:
    """Return the synchronous calls between components of the system, at most one for each caller and callee.

    Load generators and jobs are no part of what clients wait for. A dependency of low confidence (a network policy
    allows it, nothing shows it) is no call.

    Args:
        graph: The deployment.
        routes: Whether the routes of gateways count.
    """
    found: dict[tuple[str, str], Dependency] = {}
    for call in graph.calls():
        if not routes and call.type is DependencyType.ROUTE:
            continue
        if graph.components[call.source].kind in _NO_CALLERS or call.confidence is Confidence.LOW:
            continue
        found[(call.source, call.target)] = call
    return list(found.values())


def certain_calls(graph: ServiceGraph) -> list[Dependency]:
    """Return the synchronous calls that the files state for their caller alone.

    An address that came with a whole ConfigMap or environment file shared by several workloads may be another reader's.
    """
    shared = {(r.source, r.use.span) for r in graph.references if r.via_shared_source}
    return [
        call
        for call in sync_calls(graph, routes=False)
        if any(e.confidence is Confidence.HIGH and (call.source, e.span) not in shared for e in call.evidence)
    ]


def chain_text(chain: tuple[Dependency, ...]) -> str:
    """Return a chain as ``a -> b -> c``."""
    return " -> ".join([chain[0].source, *(hop.target for hop in chain)])


def hops(chain: tuple[Dependency, ...]) -> tuple[Related, ...]:
    """Return one place for each hop of a chain, saying why the hop is there."""
    return tuple(Related(h.span, f"{h.source} -> {h.target}: {h.evidence[0].because}") for h in chain)
