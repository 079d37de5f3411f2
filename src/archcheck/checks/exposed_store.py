"""Stores that the outside can reach, and stores that forget (ARC604, ARC608)."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from archcheck.checks.check import Hit
from archcheck.checks.workload_health import running_containers
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.facts import Mount, MountKind
from archcheck.model.finding import Related

__all__ = ["ephemeral_database", "exposed_database"]

_CONFIGURATION_TARGETS = ("/docker-entrypoint-initdb.d", "/etc", "/run", "/var/run", "/tmp")  # noqa: S108  a path in a container


def exposed_database(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield the databases and caches that are published outside the deployment."""
    for store in graph.of_kind(ComponentKind.DATABASE, ComponentKind.CACHE):
        if store.doors:
            first, *others = store.doors
            yield Hit(
                subjects=(store.name,),
                message=f"The {store.kind.value} {store.name} is reachable from outside: {first.because}.",
                span=first.span,
                related=tuple(Related(door.span, door.because) for door in others),
            )


def ephemeral_database(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield the databases whose data is lost with their container."""
    for store in graph.of_kind(ComponentKind.DATABASE):
        if store.workloads and not any(_keeps_data(mount) for mount in _mounts(store)):
            yield Hit(
                subjects=(store.name,),
                message=f"{store.name} has no lasting volume: its data goes when its container is replaced.",
                span=store.workloads[0].span,
            )


def _mounts(store: Component) -> Iterator[Mount]:
    for workload in store.workloads:
        for container in running_containers(workload):
            yield from container.mounts


def _keeps_data(mount: Mount) -> bool:
    """Return whether a mount may hold a database's files: writable, lasting, and no configuration."""
    if mount.read_only or not mount.persistent or mount.kind not in {MountKind.VOLUME, MountKind.BIND}:
        return False
    target = mount.target or ""
    if any(target == folder or target.startswith(f"{folder}/") for folder in _CONFIGURATION_TARGETS):
        return False
    return mount.kind is MountKind.VOLUME or not PurePosixPath(target).suffix
