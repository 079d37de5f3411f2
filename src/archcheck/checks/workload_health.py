"""Which health checks workloads have, and which workloads need none."""

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.facts import Container, ContainerRole, HealthCheck, HealthKind, HealthMethod, Workload

__all__ = ["TOOL_KINDS", "compose_health", "compose_services_by_name", "probes", "running_containers", "unattended"]

TOOL_KINDS = frozenset({ComponentKind.OBSERVABILITY, ComponentKind.OTHER})
"""What runs beside the system: nobody's request fails when it is down, so rules lower their level for it."""

_UNATTENDED_KINDS = frozenset({ComponentKind.JOB, ComponentKind.LOAD_GENERATOR})


def running_containers(workload: Workload) -> list[Container]:
    """Return the containers that run as long as the workload does: all but those that prepare it."""
    return [c for c in workload.containers if c.role is not ContainerRole.INIT]


def compose_health(workload: Workload) -> HealthCheck | None:
    """Return the health check of a Compose service: its own, or the one of the Dockerfile it is built from.

    A check that the service switches off is returned, with the method ``disabled``.
    """
    for container in running_containers(workload):
        for check in container.health_checks:
            if check.kind is HealthKind.CONTAINER:
                return check
        built = container.build.health_check if container.build else None
        if built is not None and built.method is not HealthMethod.DISABLED:
            return built
    return None


def probes(workload: Workload, kind: HealthKind) -> list[tuple[Container, HealthCheck]]:
    """Return a workload's health checks of a kind, with their containers, in source order."""
    return [
        (container, check)
        for container in running_containers(workload)
        for check in container.health_checks
        if check.kind is kind and check.method is not HealthMethod.DISABLED
    ]


def compose_services_by_name(graph: ServiceGraph) -> dict[str, tuple[Component, Workload]]:
    """Return the Compose services by name, each with its component."""
    return {workload.name: (component, workload) for component, workload in graph.compose_services()}


def unattended(graph: ServiceGraph) -> frozenset[str]:
    """Return the names of components that answer nobody: jobs, load generators, and what others wait to end."""
    names = {c.name for c in graph.of_kind(*_UNATTENDED_KINDS)}
    services = compose_services_by_name(graph)
    for _, workload in services.values():
        names |= {
            services[order.target][0].name
            for order in workload.start_after
            if order.condition == "service_completed_successfully" and order.target in services
        }
    return frozenset(names)
