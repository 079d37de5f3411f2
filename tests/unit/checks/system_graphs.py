"""Small systems built in memory: components with one workload each, and what joins them."""

from collections.abc import Iterable, Sequence

from archcheck.checks.check import Check, Hit
from archcheck.checks.registry import complete_parameters
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import (
    AppliedPolicy,
    Component,
    ComponentKind,
    Dependency,
    DependencyType,
    Evidence,
    RouteUse,
    Use,
)
from archcheck.model.facts import (
    Container,
    Facts,
    HealthCheck,
    HealthKind,
    HealthMethod,
    Port,
    Setting,
    StartOrder,
    Workload,
    WorkloadKind,
)
from archcheck.model.span import Span

CLUSTER = "cluster.yaml"


def at(line: int, path: str = "compose.yaml") -> Span:
    return Span(path, line, 5)


def container(line: int = 2, name: str = "app", **parts: object) -> Container:
    return Container(name=name, image=None, span=at(line), **parts)  # type: ignore[arg-type]


def compose(
    name: str, *, line: int = 1, kind: ComponentKind = ComponentKind.SERVICE, own: bool = True, **parts: object
) -> Component:
    """A Compose service; ``parts`` are of its container where that has such a part, else of its workload."""
    inside = {key: parts.pop(key) for key in list(parts) if key in Container.__dataclass_fields__}
    doors, contracts = parts.pop("doors", ()), parts.pop("contracts", ())
    workload = Workload(name, WorkloadKind.COMPOSE, at(line), containers=(container(line, **inside),), **parts)  # type: ignore[arg-type]
    return Component(name, kind, at(line), workloads=(workload,), own=own, doors=doors, contracts=contracts)  # type: ignore[arg-type]


def pods(
    name: str,
    *containers: Container,
    line: int = 1,
    object_kind: WorkloadKind = WorkloadKind.DEPLOYMENT,
    kind: ComponentKind = ComponentKind.SERVICE,
    workloads: Sequence[Workload] = (),
    contracts: Sequence[object] = (),
    **parts: object,
) -> Component:
    """A Kubernetes workload with these containers, or a component of these workloads."""
    own = Workload(name, object_kind, at(line, CLUSTER), containers=containers, **parts)  # type: ignore[arg-type]
    return Component(name, kind, at(line, CLUSTER), workloads=tuple(workloads) or (own,), contracts=tuple(contracts))  # type: ignore[arg-type]


def http(
    kind: HealthKind, *, line: int = 5, port: int | str = 8080, path: str = "/health", **times: object
) -> HealthCheck:
    return HealthCheck(kind, HealthMethod.HTTP, at(line), path=path, port=port, **times)  # type: ignore[arg-type]


def execute(*command: str, kind: HealthKind = HealthKind.CONTAINER, line: int = 5, **times: object) -> HealthCheck:
    return HealthCheck(kind, HealthMethod.EXEC, at(line), command=command, **times)  # type: ignore[arg-type]


def disabled(line: int = 5) -> HealthCheck:
    return HealthCheck(HealthKind.CONTAINER, HealthMethod.DISABLED, at(line))


def port(number: int | None, name: str | None = None) -> Port:
    return Port(number, name, "tcp", at(3))


def setting(name: str, value: str | None, line: int = 6, **parts: object) -> Setting:
    return Setting(name, value, at(line), **parts)  # type: ignore[arg-type]


def after(target: str, condition: str = "service_started", line: int = 7) -> StartOrder:
    return StartOrder(target, condition, short=condition == "service_started", span=at(line))


def edge(
    source: str, target: str, *uses: Use, kind: DependencyType = DependencyType.DATA, protocol: str | None = None
) -> Dependency:
    places = [use.span for use in uses] or [at(1)]
    return Dependency(source, target, kind, protocol, tuple(Evidence(place, "") for place in places), uses)


def system(
    *components: Component,
    dependencies: Iterable[Dependency] = (),
    facts: Facts | None = None,
    routes: Iterable[RouteUse] = (),
    policies: Iterable[AppliedPolicy] = (),
) -> ServiceGraph:
    return ServiceGraph(
        id="system",
        kind="mixed",
        anchor=Span("compose.yaml"),
        facts=facts or Facts(),
        components=components,
        dependencies=dependencies,
        routes=routes,
        policies=policies,
    )


def hits(check: Check, graph: ServiceGraph, name: str = "", **params: object) -> list[Hit]:
    """Run a check with the parameters given and the registry's defaults for the others."""
    return list(check(graph, complete_parameters(name, params)))


def reported(check: Check, graph: ServiceGraph, name: str = "") -> list[tuple[str, int]]:
    """First subject and line of each hit."""
    return [(hit.subjects[0], hit.span.line) for hit in hits(check, graph, name)]
