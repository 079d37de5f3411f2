"""Health checks on a port that the container does not offer (ARC504)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.workload_health import running_containers
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.facts import Container, HealthCheck, HealthMethod, Workload
from archcheck.model.finding import Level

__all__ = ["health_check_port_unknown"]

_METHODS_WITH_PORT = frozenset({HealthMethod.HTTP, HealthMethod.TCP, HealthMethod.GRPC})


def health_check_port_unknown(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield health checks on a port name that no port of the container bears, or on a number that appears nowhere.

    A name that nothing declares fails for certain. Numbers may be listened on without being declared, so a number is
    reported one level lower, and only where the pod declares other ports and never mentions this one.
    """
    for component, workload in graph.kubernetes_workloads():
        for container in running_containers(workload):
            for check in container.health_checks:
                if check.method not in _METHODS_WITH_PORT or check.host is not None or check.port is None:
                    continue
                name, number = _port(check)
                subject = f"The {check.kind.value} probe of {component.name}"
                key = f"{workload.name}/{container.name}/{check.kind.value}"
                if name is not None and all(port.name != name for port in container.ports):
                    message = f"{subject} asks port {name}, and no port of container {container.name} has that name."
                    yield Hit((component.name,), message, check.span, key=key)
                elif number is not None and _is_foreign(number, container, workload):
                    declared = ", ".join(str(p.number) for p in container.ports if p.number is not None)
                    message = f"{subject} asks port {number}, but container {container.name} declares {declared}."
                    yield Hit((component.name,), message, check.span, level=Level.WARNING, key=key)


def _port(check: HealthCheck) -> tuple[str | None, int | None]:
    """Return the port's name or its number; digits in quotes are a number to Kubernetes as well."""
    if isinstance(check.port, int):
        return None, check.port
    text = str(check.port)
    return (None, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else (text, None)


def _is_foreign(number: int, container: Container, workload: Workload) -> bool:
    declared = {port.number for c in workload.containers for port in c.ports}
    if not any(port.number is not None for port in container.ports) or number in declared:
        return False
    return not any(str(number) in text for text in _texts(workload))


def _texts(workload: Workload) -> Iterator[str]:
    """Yield every text in which a workload could be told to listen on a further port."""
    for container in workload.containers:
        yield from (word.text for word in container.command)
        yield from (setting.value for setting in container.settings if setting.value)
        yield from (str(port.number) for port in (container.build.ports if container.build else ()))
    yield from workload.annotations.values()
