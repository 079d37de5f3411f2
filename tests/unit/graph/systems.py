"""Small systems from hand-made facts: everything stands in one file, each thing on the line that is given."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from archcheck.catalogue.technologies import load_catalogue
from archcheck.graph.build import build_graph
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.facts import (
    Address,
    AddressPort,
    ApiContract,
    ApplicationConfig,
    Build,
    ConfigReference,
    Container,
    CustomResource,
    EmbeddedFile,
    Exposure,
    Facts,
    GatewayObject,
    Mechanism,
    Mount,
    MountKind,
    NetworkAttachment,
    NetworkRule,
    Policy,
    Port,
    Property,
    Route,
    Selector,
    Setting,
    StartOrder,
    Word,
    Workload,
    WorkloadKind,
)
from archcheck.model.span import Span

PATH = "system.yaml"
_PLACES = {
    Workload: "workloads",
    Address: "addresses",
    Exposure: "exposures",
    GatewayObject: "gateways",
    Route: "routes",
    Policy: "policies",
    NetworkRule: "network_rules",
    CustomResource: "custom_resources",
    ConfigReference: "references",
    EmbeddedFile: "embedded_files",
    ApplicationConfig: "application_configs",
    ApiContract: "contracts",
}


def at(line: int = 1) -> Span:
    return Span(PATH, line)


def facts(*stated: object) -> Facts:
    found = Facts()
    for fact in stated:
        getattr(found, _PLACES[type(fact)]).append(fact)
    return found


def graph(*stated: object) -> ServiceGraph:
    """The graph of facts of any kind, each kind in the order given."""
    return build_graph("system", "mixed", Span(PATH), facts(*stated), load_catalogue())


def edges(of: ServiceGraph) -> list[tuple[str, str, str]]:
    return [(d.source, d.target, d.type.value) for d in of.dependencies]


def reasons(of: ServiceGraph) -> list[str]:
    """Every piece of evidence, as ``SOURCE -> TARGET: BECAUSE``."""
    return [f"{d.source} -> {d.target}: {e.because}" for d in of.dependencies for e in d.evidence]


def kinds(of: ServiceGraph) -> dict[str, str]:
    return {c.name: c.kind.value for c in of.components.values()}


# -- what runs ---------------------------------------------------------------------------------------------------------


def settings(values: Mapping[str, str | None], **parts: Any) -> tuple[Setting, ...]:
    return tuple(Setting(name, value, at(), **parts) for name, value in values.items())


def container(
    image: str | None = None,
    *,
    env: Mapping[str, str | None] | Iterable[Setting] = (),
    command: Iterable[str] = (),
    ports: Iterable[int] = (),
    mounts: Iterable[str] = (),
    build: str | Build | None = None,
    **parts: Any,
) -> Container:
    """A container; ``mounts`` are bound files, ``build`` a context."""
    return Container(
        str(parts.pop("name", "main")),
        image,
        at(),
        settings=settings(env) if isinstance(env, Mapping) else tuple(env),
        command=tuple(Word(word, at()) for word in command),
        ports=tuple(Port(number, None, "tcp", at()) for number in ports),
        mounts=tuple(Mount(MountKind.BIND, source, "/x", True, at()) for source in mounts),
        build=Build(build, None, at()) if isinstance(build, str) else build,
        **parts,
    )


_OF_CONTAINER = {"env", "command", "ports", "mounts", "build", "health_checks"}


def compose(name: str, image: str | None = None, *, networks: Iterable[str] = ("default",), **parts: Any) -> Workload:
    """A Compose service; ``after`` names those it starts after."""
    inside = {key: parts.pop(key) for key in list(parts) if key in _OF_CONTAINER}
    after = [StartOrder(target, "service_started", True, at()) for target in parts.pop("after", ())]
    workload = Workload(
        name,
        WorkloadKind.COMPOSE,
        at(),
        containers=(container(image, **inside),),
        networks=tuple(NetworkAttachment(n, (), None, at()) for n in networks),
        start_after=tuple(after),
    )
    return replace(workload, **parts)


def pods(name: str, image: str | None = None, *, labels: Mapping[str, str] | None = None, **parts: Any) -> Workload:
    """A Deployment whose pods are labelled ``app: NAME``."""
    inside = {key: parts.pop(key) for key in list(parts) if key in _OF_CONTAINER}
    kind = parts.pop("kind", WorkloadKind.DEPLOYMENT)
    containers = parts.pop("containers", None) or (container(image, **inside),)
    chosen = {"app": name} if labels is None else labels
    return Workload(name, kind, at(), containers=containers, labels=chosen, **parts)


# -- names and doors ---------------------------------------------------------------------------------------------------


def service(name: str, *ports: int | AddressPort, app: str | None = None, **parts: Any) -> Address:
    """A Kubernetes Service that selects ``app: NAME`` unless told otherwise."""
    parts.setdefault("selector", Selector({"app": app or name}))
    listed = tuple(AddressPort(p, p, None, None, "tcp", at()) if isinstance(p, int) else p for p in ports)
    return Address(name, at(), ports=listed, **parts)


def host_port(workload: str, port: int | None, inside: int | None = None, **parts: Any) -> Exposure:
    return Exposure(workload, Mechanism.HOST_PORT, at(), host_port=port, container_port=inside, **parts)


# -- configuration -----------------------------------------------------------------------------------------------------


def spring(file: str, values: Mapping[str, str], *profiles: str) -> ApplicationConfig:
    """A configuration file; its name tells application or bootstrap, lines count from 1."""
    entries = (Property(name, value, Span(file, line)) for line, (name, value) in enumerate(values.items(), 1))
    stem = file.rpartition("/")[2].partition(".")[0]
    return ApplicationConfig(file, stem, profiles, tuple(entries))
