"""Volumes that several services write to (ARC605)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from archcheck.checks.check import Hit
from archcheck.checks.wording import listed
from archcheck.checks.workload_health import unattended
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.facts import Container, ContainerRole, Mount, MountKind
from archcheck.model.finding import Level, Related

__all__ = ["shared_volume"]

_NO_SHARERS = frozenset(
    {
        ComponentKind.DATABASE,
        ComponentKind.CACHE,
        ComponentKind.OBSERVABILITY,
        ComponentKind.OTHER,
        ComponentKind.PROXY,  # it serves the files that an application puts there
        ComponentKind.GATEWAY,
    }
)
_NO_DATA_TARGETS = ("/etc", "/run", "/var/run", "/tmp", "/dev", "/proc", "/sys", "/docker-entrypoint-initdb.d")  # noqa: S108
_HOST_FOLDERS = (
    *("/etc", "/run", "/var/run", "/var/log", "/tmp", "/dev", "/proc", "/sys", "/usr", "/lib"),  # noqa: S108
    *("/var/lib/docker", "/var/lib/kubelet"),
)
_NO_DATA = re.compile(
    r"cache|node_modules|\.m2|bundle|vendor|conf|cert|ssl|tls|secret|keys?\b|script|socket|\.sock|tmp|(?<![a-z])logs?\b|static",
    re.IGNORECASE,
)
_FILE = re.compile(r"[^/]\.[A-Za-z0-9]+\Z")


def shared_volume(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield volumes and folders that two or more services may write to.

    Configuration, caches of build tools, sockets, logs and a service's own source code share no data and are left out.
    Sharers that run one image are parts of one application, and sharing its files is how it was built: advice.
    """
    for source, mounts in _shared(graph):
        ordered = sorted(mounts.items(), key=lambda item: (item[1].span, item[0]))
        names = sorted(mounts)
        yield Hit(
            subjects=tuple(names),
            message=f"{listed(names)} {'both' if len(names) == 2 else 'all'} mount {source} and may write to it.",
            span=ordered[1][1].span,
            related=tuple(Related(m.span, f"{name} mounts it here") for i, (name, m) in enumerate(ordered) if i != 1),
            level=Level.NOTE if _run_one_image([graph.components[name] for name in names]) else None,
            key=source,
        )


def _run_one_image(components: Sequence[Component]) -> bool:
    images = {
        container.image or (container.build.context if container.build else None)
        for component in components
        for workload in component.workloads
        for container in workload.containers
        if container.role is ContainerRole.MAIN
    }
    return len(images) == 1 and None not in images


def _shared(graph: ServiceGraph) -> Iterator[tuple[str, dict[str, Mount]]]:
    """Yield the source of each volume that several components write to, with their first mounts."""
    passing = unattended(graph)
    volumes: dict[tuple[str, str, str], dict[str, Mount]] = {}
    for component in graph.components.values():
        if component.kind in _NO_SHARERS or component.name in passing:
            continue
        for workload in component.workloads:
            for container in workload.containers:
                for mount in container.mounts:
                    source = mount.source
                    if source is not None and _holds_data(mount) and not _is_source_code(mount, container):
                        key = (source, mount.kind.value, workload.namespace or "")
                        volumes.setdefault(key, {}).setdefault(component.name, mount)
    for (source, _, _), mounts in sorted(volumes.items()):
        if len(mounts) > 1:
            yield source, mounts


def _holds_data(mount: Mount) -> bool:
    if mount.read_only or not mount.persistent or mount.kind not in {MountKind.VOLUME, MountKind.BIND}:
        return False
    target, source = mount.target or "", mount.source or ""
    if any(target == folder or target.startswith(f"{folder}/") for folder in _NO_DATA_TARGETS):
        return False
    if mount.kind is MountKind.BIND and (_FILE.search(source) or any(source.startswith(f) for f in _HOST_FOLDERS)):
        return False
    return not _NO_DATA.search(source)


def _is_source_code(mount: Mount, container: Container) -> bool:
    """Return whether a folder is what the container's image is built from, as development set-ups mount it."""
    context = container.build.context if container.build else None
    if mount.kind is not MountKind.BIND or mount.source is None or context is None:
        return False
    source, built = f"{mount.source}/", f"{context}/"
    return mount.source == "." or built == "./" or source.startswith(built) or built.startswith(source)
