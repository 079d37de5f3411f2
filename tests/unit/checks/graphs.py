"""Small service graphs in memory."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import (
    Component,
    ComponentKind,
    Confidence,
    Dependency,
    DependencyType,
    Door,
    Evidence,
    Outcome,
    Reference,
    Use,
)
from archcheck.model.facts import (
    Container,
    Facts,
    Mechanism,
    NetworkAttachment,
    Port,
    Setting,
    Workload,
    WorkloadKind,
)
from archcheck.model.span import Span

ANCHOR = Span("compose.yaml")
SERVICE, UI, GATEWAY, PROXY = ComponentKind.SERVICE, ComponentKind.UI, ComponentKind.GATEWAY, ComponentKind.PROXY


def at(line: int, column: int = 1) -> Span:
    return Span("compose.yaml", line, column)


def graph(*components: Component, facts: Facts | None = None, **rest: Any) -> ServiceGraph:
    """A deployment; components that only dependencies name are added as services."""
    known = {c.name: c for c in components}
    dependencies: Iterable[Dependency] = rest.pop("dependencies", ())
    named = (name for d in dependencies for name in (d.source, d.target))
    known |= {name: component(name) for name in named if name not in known}
    return ServiceGraph(
        id="compose.yaml",
        kind="compose",
        anchor=ANCHOR,
        facts=facts or Facts(),
        components=known.values(),
        dependencies=dependencies,
        **rest,
    )


def component(name: str, kind: ComponentKind = SERVICE, line: int = 1, **rest: Any) -> Component:
    return Component(name, kind, at(line), **rest)


def call(
    source: str,
    target: str,
    line: int = 1,
    type: DependencyType = DependencyType.SYNC,  # noqa: A002
    confidence: Confidence = Confidence.HIGH,
) -> Dependency:
    return Dependency(source, target, type, "http", (Evidence(at(line), f"environment of {source}", confidence),))


def chain(*names: str) -> list[Dependency]:
    return [call(a, b, line) for line, (a, b) in enumerate(pairwise(names), 1)]


def door(port: int | None, container_port: int | None = None, line: int = 1, **rest: Any) -> Door:
    mechanism = rest.pop("mechanism", Mechanism.HOST_PORT)
    return Door(mechanism, at(line), f"host port {port}", port, container_port)


def refers(
    source: str, host: str, outcome: Outcome, target: str | None = None, line: int = 1, **rest: Any
) -> Reference:
    port, scheme = rest.pop("port", None), rest.pop("scheme", None)
    because = rest.pop("because", f"environment URL={scheme or 'http'}://{host}")
    return Reference(source, Use(at(line), host, port, scheme), outcome, target, because, **rest)


def container(name: str = "app", image: str | None = None, ports: Iterable[int | str] = (), **rest: Any) -> Container:
    declared = tuple(
        Port(p if isinstance(p, int) else None, p if isinstance(p, str) else None, "tcp", at(1)) for p in ports
    )
    values = rest.pop("environment", {})
    settings = tuple(Setting(key, value, at(1)) for key, value in values.items())
    return Container(name, image, at(1), ports=declared, settings=settings, **rest)


def compose(name: str, *containers: Container, networks: Iterable[str] = ("default",), **rest: Any) -> Workload:
    attached = tuple(NetworkAttachment(network, (), None, at(1)) for network in networks)
    return Workload(name, WorkloadKind.COMPOSE, at(1), None, containers or (container(),), networks=attached, **rest)


def deployment(name: str, *containers: Container, namespace: str | None = None, **rest: Any) -> Workload:
    rest.setdefault("labels", {"app": name})
    return Workload(name, WorkloadKind.DEPLOYMENT, at(1), namespace, containers or (container(),), **rest)
