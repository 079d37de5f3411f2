"""Containers of a pod."""

from collections.abc import Iterator

from archcheck.model.facts import Container, ContainerRole, Port, Resources, Word
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.environment import Environment, read_environment
from archcheck.parsers.kubernetes.pods import Pod
from archcheck.parsers.kubernetes.probes import read_health_checks
from archcheck.parsers.kubernetes.quantities import quantity
from archcheck.parsers.kubernetes.shapes import mappings, texts
from archcheck.parsers.kubernetes.volumes import read_mounts

__all__ = ["read_containers"]


def read_containers(pod: Pod, cluster: Cluster) -> tuple[Container, ...]:
    """Return the containers of a pod, init containers first; one that restarts always is a sidecar."""
    return tuple(_containers(pod, cluster))


def _containers(pod: Pod, cluster: Cluster) -> Iterator[Container]:
    for node in mappings(pod.spec, "initContainers"):
        sidecar = node.text("restartPolicy") == "Always"
        yield _container(node, ContainerRole.SIDECAR if sidecar else ContainerRole.INIT, pod, cluster)
    for node in mappings(pod.spec, "containers"):
        yield _container(node, ContainerRole.MAIN, pod, cluster)


def _container(node: Node, role: ContainerRole, pod: Pod, cluster: Cluster) -> Container:
    environment = read_environment(node, pod, cluster)
    return Container(
        name=node.text("name") or "",
        image=node.text("image") or None,
        span=node.span,
        role=role,
        ports=tuple(_ports(node)),
        settings=tuple(environment.settings.values()),
        command=tuple(_words(node, environment)),
        health_checks=read_health_checks(node),
        mounts=read_mounts(node, pod, cluster),
        resources=_resources(node),
        lifecycle_hook=node.mapping("lifecycle").child("preStop") is not None,
    )


def _ports(container: Node) -> Iterator[Port]:
    for port in mappings(container, "ports"):
        number = port.integer("containerPort")
        if number is None and not port.has("containerPort"):
            port.report("A port of a container needs containerPort.")
        elif number is not None:
            yield Port(number, port.text("name"), (port.text("protocol") or "tcp").lower(), port.span)


def _words(container: Node, environment: Environment) -> Iterator[Word]:
    """Yield command and arguments; values of Secrets are not filled in, for a command line is not secret."""
    for key in ("command", "args"):
        for text, node in texts(container, key):
            yield Word(environment.expand(node, text, secrets=False)[0], node.span)


def _resources(container: Node) -> Resources | None:
    resources = container.mapping("resources")
    if container.child("resources") is None:
        return None
    limits = resources.mapping("limits")
    memory = quantity(limits, "memory")
    return Resources(quantity(limits, "cpu"), None if memory is None else int(memory), resources.key_span)
