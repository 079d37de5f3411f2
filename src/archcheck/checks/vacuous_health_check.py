"""Health checks that test nothing (ARC506)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.shell_verdict import Power, command_power
from archcheck.checks.workload_health import TOOL_KINDS, compose_health, running_containers, unattended
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component
from archcheck.model.facts import HealthCheck, HealthKind, HealthMethod, Workload, WorkloadKind
from archcheck.model.finding import Level

__all__ = ["vacuous_health_check"]


def vacuous_health_check(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield health checks that cannot fail: switched off, always successful, or blind to the answer."""
    exempt = unattended(graph)
    for component in graph.components.values():
        if component.name in exempt:
            continue
        for workload in component.workloads:
            for name, check in _checks(workload):
                fault = _fault(check)
                if fault is None:
                    continue
                word = "health check" if check.kind is HealthKind.CONTAINER else f"{check.kind.value} probe"
                yield Hit(
                    subjects=(component.name,),
                    message=f"The {word} of {component.name} {fault}.",
                    span=check.span,
                    level=_level(component, check),
                    key=f"{workload.name}/{name}/{check.kind.value}",
                )


def _checks(workload: Workload) -> Iterator[tuple[str, HealthCheck]]:
    if workload.kind is WorkloadKind.COMPOSE:
        health = compose_health(workload)
        if health is not None:
            yield "", health
        return
    for container in running_containers(workload):
        for check in container.health_checks:
            yield container.name, check


def _fault(check: HealthCheck) -> str | None:
    if check.method is HealthMethod.DISABLED:
        return "is switched off"
    if check.method is not HealthMethod.EXEC or not check.command:
        return None
    power = command_power(check.command)
    if power is Power.NEVER_FAILS:
        return "runs a command that always succeeds, whatever state the service is in"
    if power is Power.BLIND_TO_ANSWERS:
        return "runs curl without --fail, which succeeds on an error such as 500 as well"
    return None


def _level(component: Component, check: HealthCheck) -> Level | None:
    """Switching off the check of a tool is a decision that no request depends on."""
    return Level.NOTE if check.method is HealthMethod.DISABLED and component.kind in TOOL_KINDS else None
