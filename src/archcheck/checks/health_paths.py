"""Health checks on a path that the service's API document does not know (ARC508)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.workload_health import running_containers
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component
from archcheck.model.facts import HealthMethod
from archcheck.model.finding import Related

__all__ = ["health_path_not_in_contract"]

_OF_FRAMEWORKS = ("/actuator/", "/q/health", "/-/", "/.well-known/", "/management/health")
_CUSTOMARY = frozenset({"/", "/healthz", "/livez", "/readyz", "/ping"})


def health_path_not_in_contract(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield HTTP health checks whose path is in no API document of the service and is no framework's own."""
    for component, workload in graph.kubernetes_workloads():
        known = _paths(component)
        if not known:
            continue
        for container in running_containers(workload):
            for check in container.health_checks:
                path = (check.path or "/").partition("?")[0]
                if check.method is not HealthMethod.HTTP or path in _CUSTOMARY or path.startswith(_OF_FRAMEWORKS):
                    continue
                if not any(_matches(template, path) for template in known):
                    yield Hit(
                        subjects=(component.name,),
                        message=f"The {check.kind.value} probe of {component.name} asks {path}, "
                        "which its API document does not have.",
                        span=check.span,
                        related=tuple(Related(c.span, "the API document") for c in component.contracts),
                        key=f"{workload.name}/{container.name}/{check.kind.value}",
                    )


def _paths(component: Component) -> list[list[str]]:
    """Return the path templates of a component's API documents, in segments, with and without the base path."""
    return [
        f"{base}{operation.path}".strip("/").split("/")
        for contract in component.contracts
        for operation in contract.operations
        if operation.method == "GET"
        for base in dict.fromkeys(((contract.base_path or "").rstrip("/"), ""))
    ]


def _matches(template: list[str], path: str) -> bool:
    segments = path.strip("/").split("/")
    return len(template) == len(segments) and all(
        part == segment or part.startswith("{") for part, segment in zip(template, segments, strict=True)
    )
