"""Workloads without a health check (ARC501, ARC502, ARC503)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.wording import listed
from archcheck.checks.workload_health import (
    TOOL_KINDS,
    compose_health,
    compose_services_by_name,
    probes,
    running_containers,
    unattended,
)
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.facts import HealthKind, Workload, WorkloadKind
from archcheck.model.finding import Level, Related

__all__ = ["missing_healthcheck", "missing_liveness_probe", "missing_readiness_probe"]

_RUN_TO_COMPLETION = frozenset({WorkloadKind.JOB, WorkloadKind.CRON_JOB})


def missing_readiness_probe(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield the components that serve traffic in Kubernetes and have no readiness probe."""
    yield from _without(graph, HealthKind.READINESS, "it gets requests before it can answer them")


def missing_liveness_probe(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield the components that serve traffic in Kubernetes and have no liveness probe."""
    yield from _without(graph, HealthKind.LIVENESS, "a process that hangs is not restarted")


def missing_healthcheck(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield the Compose services that have no health check of their own and none from their Dockerfile.

    An image that another service waits for until it is healthy evidently has one.
    """
    exempt = unattended(graph)
    awaited = _awaited_until_healthy(graph)
    for component, workload in graph.compose_services():
        if component.name in exempt or workload.name in awaited or compose_health(workload) is not None:
            continue
        built = next((c.build for c in running_containers(workload) if c.build and c.build.dockerfile), None)
        where = f"neither the service nor {built.dockerfile} defines one" if built else "the service defines none"
        yield Hit(
            subjects=(component.name,),
            message=f"{component.name} has no health check: {where}.",
            span=workload.span,
            level=Level.NOTE if _is_tool(component) else None,
        )


def _without(graph: ServiceGraph, kind: HealthKind, consequence: str) -> Iterator[Hit]:
    exempt = unattended(graph)
    for component in graph.components.values():
        if component.name in exempt or not graph.serves_traffic(component):
            continue
        bare = [w for w in component.workloads if _is_long_running(w) and not probes(w, kind)]
        if not bare:
            continue
        some = f" ({listed(w.name for w in bare)})" if len(component.workloads) > 1 else ""
        yield Hit(
            subjects=(component.name,),
            message=f"{component.name}{some} serves traffic without a {kind.value} probe: {consequence}.",
            span=bare[0].span,
            related=tuple(Related(w.span, f"{w.name} has none either") for w in bare[1:]),
        )


def _is_long_running(workload: Workload) -> bool:
    return workload.kind is not WorkloadKind.COMPOSE and workload.kind not in _RUN_TO_COMPLETION


def _is_tool(component: Component) -> bool:
    return component.kind in TOOL_KINDS or (component.kind is ComponentKind.UI and not component.own)


def _awaited_until_healthy(graph: ServiceGraph) -> frozenset[str]:
    services = compose_services_by_name(graph)
    return frozenset(
        order.target
        for _, workload in services.values()
        for order in workload.start_after
        if order.condition == "service_healthy"
    )
