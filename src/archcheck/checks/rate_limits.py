"""Entries without any rate limit (ARC701)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.facts import PolicyKind

__all__ = ["no_rate_limit"]


def no_rate_limit(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield the gateways whose routes are visible and none limited; without a gateway, the published services.

    A rate limit that could not be tied to anything leaves all of them open.
    """
    limited = {
        name
        for applied in graph.policies
        if applied.policy.kind is PolicyKind.RATE_LIMIT
        for name in (applied.source, applied.target)
    }
    if not limited - {None} and any(policy.kind is PolicyKind.RATE_LIMIT for policy in graph.facts.policies):
        return
    routing = {use.source for use in graph.routes}
    if graph.gateways:
        entries = [gateway for gateway in graph.gateways if gateway.name in routing]
    else:
        entries = [component for component in graph.published if component.kind.is_business]
    for entry in entries:
        if entry.name not in limited:
            yield Hit(
                subjects=(entry.name,),
                message=f"Nothing limits the rate of requests that come in through {entry.name}.",
                span=entry.span,
            )
