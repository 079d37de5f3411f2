"""Health checks whose times contradict each other (ARC510)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.workload_health import compose_health, probes
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component
from archcheck.model.facts import Container, HealthCheck, HealthKind, HealthMethod, Workload
from archcheck.model.finding import Level, Related

__all__ = ["health_check_timing"]

_PERIOD_S = 10.0  # Kubernetes' defaults: periodSeconds, timeoutSeconds, failureThreshold
_TIMEOUT_S = 1.0
_THRESHOLD = 3
_COMPOSE_INTERVAL_S = 30.0
_KINDS = (HealthKind.READINESS, HealthKind.LIVENESS, HealthKind.STARTUP)


def health_check_timing(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield health checks that time out no sooner than they repeat, and liveness that acts before readiness can.

    Compose: a timeout is compared only where it is written, because both defaults are 30 seconds. A longer one is advice:
    the interval begins when the check before has ended, so checks never overlap, they only notice late.
    """
    for component, workload in graph.kubernetes_workloads():
        for kind in _KINDS:
            for container, check in probes(workload, kind):
                yield from _late_timeout(component, workload, container, check)
        for container, liveness in probes(workload, HealthKind.LIVENESS):
            yield from _early_kill(component, workload, container, liveness)
    for component, workload in graph.compose_services():
        yield from _late_compose_timeout(component, workload)


def _late_compose_timeout(component: Component, workload: Workload) -> Iterator[Hit]:
    health = compose_health(workload)
    if health is None or health.method is HealthMethod.DISABLED or health.timeout_s is None:
        return
    interval_s = health.interval_s if health.interval_s is not None else _COMPOSE_INTERVAL_S
    if health.timeout_s > interval_s > 0:
        yield Hit(
            subjects=(component.name,),
            message=f"The health check of {component.name} may take {health.timeout_s:g} seconds, longer than its "
            f"interval of {interval_s:g}: a service that hangs is noticed late.",
            span=health.span,
            level=Level.NOTE,
        )


def _late_timeout(component: Component, workload: Workload, container: Container, check: HealthCheck) -> Iterator[Hit]:
    period_s = _period_s(check)
    timeout_s = check.timeout_s if check.timeout_s is not None else _TIMEOUT_S
    if timeout_s < period_s or (check.timeout_s is None and timeout_s == period_s):
        return
    yield Hit(
        subjects=(component.name,),
        message=f"The {check.kind.value} probe of {component.name} times out after {timeout_s:g} seconds, "
        f"but repeats every {period_s:g}.",
        span=check.span,
        key=f"{workload.name}/{container.name}/{check.kind.value}",
    )


def _early_kill(component: Component, workload: Workload, container: Container, liveness: HealthCheck) -> Iterator[Hit]:
    readiness = next((c for c in container.health_checks if c.kind is HealthKind.READINESS), None)
    if readiness is None:
        return
    killed_s, unready_s = _failing_s(liveness), _failing_s(readiness)
    message = None
    if killed_s < unready_s:
        message = (
            f"Liveness restarts {component.name} after {killed_s:g} seconds of failure, before readiness takes it out "
            f"of service after {unready_s:g}."
        )
    elif not any(c.kind is HealthKind.STARTUP for c in container.health_checks):
        first_s, last_s = readiness.initial_delay_s or 0.0, (liveness.initial_delay_s or 0.0) + killed_s
        if last_s <= first_s:
            message = (
                f"Liveness may restart {component.name} {last_s:g} seconds after its start, "
                f"and readiness is first asked after {first_s:g}."
            )
    if message:
        related = (Related(readiness.span, "the readiness probe"),)
        yield Hit((component.name,), message, liveness.span, related, key=f"{workload.name}/{container.name}/order")


def _period_s(check: HealthCheck) -> float:
    return check.interval_s if check.interval_s is not None else _PERIOD_S


def _failing_s(check: HealthCheck) -> float:
    """Return how long a check has to fail until the platform acts."""
    return _period_s(check) * (check.threshold if check.threshold is not None else _THRESHOLD)
