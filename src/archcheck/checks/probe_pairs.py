"""Liveness compared with readiness and with a slow start (ARC505, ARC509)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit, whole_number
from archcheck.checks.workload_health import probes
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.facts import Container, HealthCheck, HealthKind
from archcheck.model.finding import Related

__all__ = ["same_liveness_and_readiness", "slow_start_without_startup_probe"]

_DEFAULT_THRESHOLD = 3
_JVM_VARIABLES = frozenset({"JAVA_OPTS", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "JVM_OPTS", "CATALINA_OPTS"})
_JVM_PREFIXES = ("SPRING_", "QUARKUS_", "MICRONAUT_")
_JVM_IMAGES = ("openjdk", "eclipse-temurin", "amazoncorretto", "distroless/java", "tomcat", "jetty", "ibmjava")


def same_liveness_and_readiness(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield containers whose liveness probe asks what readiness asks and gives up no later.

    Source: Kubernetes, "Liveness, Readiness, and Startup Probes": the same endpoint may serve both, with a higher
    ``failureThreshold`` for liveness.
    """
    for component, workload in graph.kubernetes_workloads():
        for container, liveness in probes(workload, HealthKind.LIVENESS):
            readiness = next((c for c in container.health_checks if c.kind is HealthKind.READINESS), None)
            if readiness is None or _question(liveness, container) != _question(readiness, container):
                continue
            if (liveness.threshold or _DEFAULT_THRESHOLD) > (readiness.threshold or _DEFAULT_THRESHOLD):
                continue
            yield Hit(
                subjects=(component.name,),
                message=f"{component.name} has one probe for liveness and readiness: when it is merely not ready, "
                "it is restarted as well.",
                span=liveness.span,
                related=(Related(readiness.span, "the readiness probe asks the same"),),
                key=f"{workload.name}/{container.name}",
            )


def slow_start_without_startup_probe(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield JVM containers whose liveness probe may fail before a slow start is over."""
    for component, workload in graph.kubernetes_workloads():
        for container, liveness in probes(workload, HealthKind.LIVENESS):
            if not _runs_on_jvm(container) or any(c.kind is HealthKind.STARTUP for c in container.health_checks):
                continue
            period_s = liveness.interval_s or 10.0
            patience_s = (liveness.initial_delay_s or 0.0) + period_s * (liveness.threshold or _DEFAULT_THRESHOLD)
            if patience_s > whole_number(params, "start_s"):
                continue
            yield Hit(
                subjects=(component.name,),
                message=f"{component.name} runs on a JVM and is restarted if it has not started after "
                f"{patience_s:g} seconds: it has a liveness probe, but no startup probe.",
                span=liveness.span,
                key=f"{workload.name}/{container.name}",
            )


def _question(check: HealthCheck, container: Container) -> tuple[object, ...]:
    numbers = {port.name: port.number for port in container.ports if port.name is not None}
    port = numbers.get(check.port, check.port) if isinstance(check.port, str) else check.port
    return check.method, port, check.path or "/", check.host, check.command


def _runs_on_jvm(container: Container) -> bool:
    names = [setting.name for setting in container.settings]
    if any(name in _JVM_VARIABLES or name.startswith(_JVM_PREFIXES) for name in names):
        return True
    if any(word.text == "java" or word.text.endswith("/java") for word in container.command):
        return True
    return container.build is not None and any(i.startswith(_JVM_IMAGES) for i in container.build.base_images)
