"""The rule about systems without a message broker."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit, whole_number
from archcheck.checks.sync_calls import sync_calls
from archcheck.checks.wording import counted, listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import ComponentKind
from archcheck.model.finding import Level, Related
from archcheck.practices.communication import possible_queues

__all__ = ["no_message_broker"]


def no_message_broker(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield one finding for a system of several services that call each other and have no broker of any kind.

    It is advice where a cache that several services use may be their queue.
    """
    fewest = whole_number(params, "min_services")
    if len(graph.business) < fewest or graph.of_kind(ComponentKind.BROKER):
        return
    if any(dependency.type.is_messaging for dependency in graph.dependencies):
        return
    business = {component.name for component in graph.business}
    calls = [c for c in sync_calls(graph, routes=False) if c.source in business and c.target in business]
    if not calls:
        return
    callers = sorted({call.source for call in calls})
    yield Hit(
        subjects=tuple(callers),
        message=f"{counted(len(business), 'service')} and no message broker: {listed(callers)} "
        f"{'calls' if len(callers) == 1 else 'call'} others synchronously only.",
        span=graph.anchor,
        related=tuple(Related(call.span, f"{call.source} -> {call.target}") for call in calls),
        level=Level.NOTE if possible_queues(graph) else None,
    )
