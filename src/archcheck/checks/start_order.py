"""Services that start before what they depend on is healthy (ARC507)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.wording import listed
from archcheck.checks.workload_health import compose_health, compose_services_by_name, unattended
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.facts import HealthMethod, StartOrder, Workload
from archcheck.model.finding import Level, Related

__all__ = ["start_order_without_health"]

_NEEDED_READY = frozenset(
    {
        ComponentKind.DATABASE,
        ComponentKind.CACHE,
        ComponentKind.BROKER,
        ComponentKind.CONFIG,
        ComponentKind.DISCOVERY,
    }
)
_WAITERS = ("wait-for", "wait_for", "wait4x", "dockerize", "waitforit")


def start_order_without_health(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield Compose services that wait only for the start of something that has, or should have, a health check.

    A command that itself waits for the port (``wait-for-it`` and the like) settles the matter. Where nothing of what is
    awaited has a health check yet, the missing checks are told by their own rule, and this is advice.
    """
    services = compose_services_by_name(graph)
    passing = unattended(graph)
    for component, workload in graph.compose_services():
        early = [
            order
            for order in workload.start_after
            if order.condition == "service_started" and _needs_health(order, services, passing)
        ]
        if not early or _waits_by_itself(workload):
            continue
        targets = list(dict.fromkeys(order.target for order in early))
        started, healthy = ("has", "it is") if len(targets) == 1 else ("have", "they are")
        bare = [target for target in targets if not _has_health(services[target][1])]
        missing = f" {listed(bare)} {'has' if len(bare) == 1 else 'have'} no health check to wait for." if bare else ""
        yield Hit(
            subjects=(component.name, *targets),
            message=f"{component.name} waits until {listed(targets)} {started} started, "
            f"not until {healthy} healthy.{missing}",
            span=early[0].span,
            related=tuple(Related(order.span, f"{order.target}, likewise") for order in early[1:]),
            level=Level.NOTE if bare == targets else None,
        )


def _needs_health(
    order: StartOrder, services: Mapping[str, tuple[Component, Workload]], passing: frozenset[str]
) -> bool:
    if order.target not in services:
        return False
    component, workload = services[order.target]
    if component.name in passing:
        return False
    return component.kind in _NEEDED_READY or _has_health(workload)


def _has_health(workload: Workload) -> bool:
    health = compose_health(workload)
    return health is not None and health.method is not HealthMethod.DISABLED


def _waits_by_itself(workload: Workload) -> bool:
    return any(waiter in word.text for c in workload.containers for word in c.command for waiter in _WAITERS)
