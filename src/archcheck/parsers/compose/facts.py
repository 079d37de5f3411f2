"""The facts that a Compose project states."""

from archcheck.model.facts import Container, Facts, Resources, Workload, WorkloadKind
from archcheck.model.node import Node
from archcheck.parsers.compose.build import build_of
from archcheck.parsers.compose.health import health_check_of
from archcheck.parsers.compose.mounts import embedded_files, mounts_of
from archcheck.parsers.compose.networking import (
    exposures_of,
    extra_hosts_of,
    links_of,
    logging_of,
    networks_of,
    ports_of,
    start_order_of,
)
from archcheck.parsers.compose.project import ComposeProject
from archcheck.parsers.compose.quantities import node_bytes, node_cores, node_duration_s
from archcheck.parsers.compose.scalars import scalar_text
from archcheck.parsers.compose.settings import command_words, labels_of, settings_of
from archcheck.sources.tree import SourceTree

__all__ = ["compose_facts"]


def compose_facts(project: ComposeProject, tree: SourceTree) -> Facts:
    """Return the facts of a Compose project: one workload a service, its doors, and the texts of configs.

    Wrong shapes are reported on the documents they stand in.

    Args:
        project: The project.
        tree: Folder of the run; the Dockerfiles of build contexts are read from it.
    """
    facts = Facts()
    for name, service in project.root.mapping("services").entries():
        facts.workloads.append(_workload(name, service, project.root, tree))
        facts.exposures.extend(exposures_of(name, service))
    facts.embedded_files.extend(embedded_files(project.root))
    return facts


def _workload(name: str, service: Node, root: Node, tree: SourceTree) -> Workload:
    mode = service.text("network_mode")
    return Workload(
        name,
        WorkloadKind.COMPOSE,
        service.key_span,
        containers=(_container(name, service, root, tree),),
        labels=labels_of(service),
        annotations={key: scalar_text(node) or "" for key, node in service.mapping("annotations").entries()},
        names=_names(name, service),
        networks=networks_of(service, root),
        network_mode=mode,
        host_network=mode == "host",
        replicas=_replicas(service),
        restart=_restart(service),
        start_after=start_order_of(service),
        links=links_of(service),
        logging=logging_of(service),
        profiles=tuple(text for node in service.sequence("profiles") if (text := node.as_text())),
        stop_grace_s=node_duration_s(service.child("stop_grace_period")),
        extra_hosts=tuple((host, address, node.span) for host, address, node in extra_hosts_of(service)),
    )


def _container(name: str, service: Node, root: Node, tree: SourceTree) -> Container:
    check = health_check_of(service)
    return Container(
        name,
        service.text("image") or None,
        service.key_span,
        ports=ports_of(service),
        settings=settings_of(service),
        command=command_words(service),
        health_checks=() if check is None else (check,),
        mounts=mounts_of(service, root),
        resources=_resources(service),
        build=build_of(service, tree),
        lifecycle_hook=bool(service.sequence("pre_stop")),
    )


def _names(name: str, service: Node) -> tuple[str, ...]:
    """Return the further names of a service, each once."""
    given = (service.text("container_name"), service.text("hostname"))
    return tuple(dict.fromkeys(text for text in given if text and text != name))


def _replicas(service: Node) -> int | None:
    scale = service.integer("scale")
    return service.mapping("deploy").integer("replicas") if scale is None else scale


def _restart(service: Node) -> str | None:
    restart = service.text("restart")
    if restart is not None:
        return restart
    deploy = service.mapping("deploy")
    if deploy.child("restart_policy") is None:
        return None
    return f"deploy:{deploy.mapping('restart_policy').text('condition') or 'any'}"


def _resources(service: Node) -> Resources | None:
    limits = service.mapping("deploy").mapping("resources").mapping("limits")
    cpus = limits.child("cpus") or service.child("cpus")
    memory = limits.child("memory") or service.child("mem_limit")
    place = cpus or memory
    if place is None:
        return None
    return Resources(node_cores(cpus), node_bytes(memory), place.key_span)
