"""The synchronous calls that rules about chains, cycles and breakers are about."""

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import ComponentKind, Confidence, Dependency, DependencyType
from archcheck.model.finding import Related

__all__ = ["certain_calls", "chain_text", "hops", "part_around", "sync_calls"]

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


_MOST_HOPS = 10
"""Hops of a path that a person still follows; longer ones are shown in part."""


def chain_text(chain: tuple[Dependency, ...]) -> str:
    """Return a chain as ``a -> b -> c``; the middle of a very long one is counted."""
    names = [chain[0].source, *(hop.target for hop in chain)]
    if len(chain) > _MOST_HOPS:
        left_out = len(names) - _MOST_HOPS
        names = [*names[: _MOST_HOPS - 3], f"({left_out} more)", *names[-3:]]
    return " -> ".join(names)


def part_around(chain: tuple[Dependency, ...], hop: Dependency) -> tuple[Dependency, ...]:
    """Return the chain, or of a very long one the part around one of its hops."""
    start = max(min(chain.index(hop) - _MOST_HOPS // 2, len(chain) - _MOST_HOPS), 0)
    return chain[start : start + _MOST_HOPS]


def hops(chain: tuple[Dependency, ...]) -> tuple[Related, ...]:
    """Return one place for each hop of a chain, saying why the hop is there; of a very long chain, for the first ones."""
    return tuple(Related(h.span, f"{h.source} -> {h.target}: {h.evidence[0].because}") for h in chain[: 2 * _MOST_HOPS])
