"""Services that stay down, and services that stop too soon (ARC807, ARC809)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.workload_health import TOOL_KINDS, running_containers, unattended
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import ComponentKind, DependencyType
from archcheck.model.facts import WorkloadKind
from archcheck.model.finding import Level

__all__ = ["no_graceful_shutdown", "no_restart_policy"]

_RUN_TO_COMPLETION = frozenset({WorkloadKind.JOB, WorkloadKind.CRON_JOB})


def no_restart_policy(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield the Compose services that nothing starts again after a crash; for tools beside the system it is advice."""
    passing = unattended(graph)
    for component, workload in graph.compose_services():
        if workload.restart is None and component.name not in passing:
            yield Hit(
                subjects=(component.name,),
                message=f"{component.name} has no restart policy: it stays down after its first crash.",
                span=workload.span,
                level=Level.NOTE if component.kind in TOOL_KINDS else None,
            )


def no_graceful_shutdown(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield Kubernetes gateways and services behind one that are stopped while requests are still routed to them.

    Source: Kubernetes, "Pod Lifecycle", termination of pods: endpoints are removed while the container is already told
    to stop; a ``preStop`` hook bridges the gap.
    """
    for component, workload in graph.kubernetes_workloads():
        routed = bool(graph.into(component.name, DependencyType.ROUTE)) or component.kind is ComponentKind.GATEWAY
        if not routed or workload.kind in _RUN_TO_COMPLETION:
            continue
        if not any(container.lifecycle_hook for container in running_containers(workload)):
            yield Hit(
                subjects=(component.name,),
                message=f"{component.name} has no preStop hook: requests still routed to it while it stops are lost.",
                span=workload.span,
                key=workload.name,
            )
