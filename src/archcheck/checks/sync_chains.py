"""Rules about how synchronous calls follow each other: chains, cycles, fan-out."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit, whole_number
from archcheck.checks.sync_calls import certain_calls, chain_text, hops, sync_calls
from archcheck.checks.wording import counted, listed
from archcheck.graph.algorithms import ChainFinder, smallest_cycles
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import ComponentKind, Dependency
from archcheck.model.finding import Related

__all__ = ["long_sync_chain", "sync_cycle", "sync_fan_out"]

_FORWARDERS = frozenset({ComponentKind.GATEWAY, ComponentKind.PROXY})


def long_sync_chain(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield the longest synchronous chain from each component that starts one of more than ``max_hops`` hops.

    Only calls that the files state for their caller alone count: services that all read one ConfigMap of addresses would
    else form chains of any length.
    """
    most = whole_number(params, "max_hops")
    finder = ChainFinder(certain_calls(graph))
    for start in finder.starts:
        chain = finder.onward(start)
        if len(chain) > most:
            yield Hit(
                subjects=(start, *(hop.target for hop in chain)),
                message=f"{chain_text(chain)} is a chain of {len(chain)} synchronous calls; the limit is {most}.",
                span=chain[0].span,
                related=hops(chain),
                is_path=True,
            )


def sync_cycle(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield a smallest loop of synchronous calls for each group of services that reach each other."""
    calls = [call for call in certain_calls(graph) if not _FORWARDERS & _kinds(graph, call)]
    for loop in smallest_cycles(calls):
        yield Hit(
            subjects=tuple(hop.source for hop in loop),
            message=f"{chain_text(loop)}: these services call each other in a loop and wait for each other.",
            span=loop[0].span,
            related=hops(loop),
            is_path=True,
        )


def sync_fan_out(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each service that calls more than ``max_calls`` others synchronously."""
    most = whole_number(params, "max_calls")
    calls: dict[str, list[Dependency]] = {}
    for call in sync_calls(graph, routes=False):
        if graph.components[call.source].kind not in _FORWARDERS:
            calls.setdefault(call.source, []).append(call)
    for caller, made in calls.items():
        if len(made) > most:
            callees = f"{counted(len(made), 'service')} synchronously ({listed(call.target for call in made)})"
            yield Hit(
                subjects=(caller,),
                message=f"{caller} calls {callees}; the limit is {most}.",
                span=made[0].span,
                related=tuple(Related(call.span, f"{caller} -> {call.target}") for call in made),
            )


def _kinds(graph: ServiceGraph, call: Dependency) -> set[ComponentKind]:
    return {graph.components[call.source].kind, graph.components[call.target].kind}
