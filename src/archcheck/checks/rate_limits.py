"""Entries without any rate limit (ARC701)."""

from collections.abc import Iterator, Mapping, Sequence

from archcheck.checks.check import Hit
from archcheck.checks.wording import listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component
from archcheck.model.facts import PolicyKind
from archcheck.model.finding import Related

__all__ = ["no_rate_limit"]


def no_rate_limit(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield the gateways whose routes are visible and none limited; without a gateway, one finding for what is published.

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
        for gateway in graph.gateways:
            if gateway.name in routing and gateway.name not in limited:
                yield _unlimited([gateway])
        return
    entries = [c for c in graph.published if c.kind.is_business and c.name not in limited]
    if entries:
        yield _unlimited(entries)


def _unlimited(entries: Sequence[Component]) -> Hit:
    first, *others = entries
    return Hit(
        subjects=tuple(entry.name for entry in entries),
        message=f"Nothing limits the rate of requests that come in through {listed(e.name for e in entries)}.",
        span=first.span,
        related=tuple(Related(entry.span, f"{entry.name}, likewise") for entry in others),
    )
