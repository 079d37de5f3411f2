"""Objects that run pods, and the doors that pods open on their node."""

from collections.abc import Iterator

from archcheck.model.facts import Address, AddressPort, Exposure, Mechanism, Selector, Workload, WorkloadKind
from archcheck.model.node import Node
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.containers import read_containers
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.pods import Pod
from archcheck.parsers.kubernetes.shapes import mappings, text_map, texts
from archcheck.parsers.kubernetes.volumes import volumes_by_name

__all__ = ["read_knative_service", "read_workload"]

_KINDS = {kind.value: kind for kind in WorkloadKind if kind is not WorkloadKind.COMPOSE}
_KNATIVE_LABEL = "serving.knative.dev/service"


def read_workload(item: KubernetesObject, cluster: Cluster) -> None:
    """Add a workload and the ports that its pods open on their nodes."""
    _read(item, cluster, {})


def read_knative_service(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the workload that a Knative Service runs, and the name by which it is called."""
    own = {_KNATIVE_LABEL: item.name}
    workload = _read(item, cluster, own)
    ports = [port for container in workload.containers for port in container.ports]
    target = ports[0].number if ports and ports[0].number is not None else 8080
    port = AddressPort(80, target, None, None, "http", ports[0].span if ports else item.span)
    cluster.facts.addresses.append(
        Address(item.name, item.span, item.namespace, selector=Selector(own), ports=(port,), labels=item.labels)
    )


def _read(item: KubernetesObject, cluster: Cluster, own_labels: dict[str, str]) -> Workload:
    template = _template(item)
    if item.kind != "Pod" and template.child("spec") is None and item.spec.child("workloadRef") is None:
        item.root.document.remark(item.span, f"This {item.kind} has no pod template; its containers are not known.")
    spec = template.mapping("spec")
    metadata = template.mapping("metadata")
    pod = Pod(
        spec=spec,
        name=item.name,
        namespace=item.namespace,
        labels={**text_map(metadata, "labels"), **own_labels},
        annotations={**item.annotations, **text_map(metadata, "annotations")},
        is_named=item.kind == "Pod",
        volumes=volumes_by_name(spec),
        claims=frozenset(_claims(item)),
    )
    workload = _workload(item, pod, cluster)
    cluster.facts.workloads.append(workload)
    cluster.facts.exposures.extend(_exposures(workload, spec))
    return workload


def _template(item: KubernetesObject) -> Node:
    """Return the node that holds the pod's metadata and spec."""
    if item.kind == "Pod":
        return item.root
    if item.kind == "CronJob":
        return item.spec.mapping("jobTemplate").mapping("spec").mapping("template")
    return item.spec.mapping("template")


def _claims(item: KubernetesObject) -> Iterator[str]:
    if item.kind == "StatefulSet":
        for claim in mappings(item.spec, "volumeClaimTemplates"):
            name = claim.mapping("metadata").text("name")
            if name:
                yield name


def _workload(item: KubernetesObject, pod: Pod, cluster: Cluster) -> Workload:
    spec = pod.spec
    governing = item.spec.text("serviceName") if item.kind == "StatefulSet" else None
    return Workload(
        name=item.name,
        kind=_KINDS.get(item.kind, WorkloadKind.OTHER),
        span=item.span,
        namespace=item.namespace,
        containers=read_containers(pod, cluster),
        labels=pod.labels,
        annotations=pod.annotations,
        host_network=spec.boolean("hostNetwork"),
        replicas=None if item.kind == "Pod" else item.spec.integer("replicas"),
        restart=spec.text("restartPolicy"),
        subdomain=spec.text("subdomain") or governing,
        stop_grace_s=spec.integer("terminationGracePeriodSeconds"),
        extra_hosts=tuple(_extra_hosts(spec)),
        service_account=spec.text("serviceAccountName") or spec.text("serviceAccount"),
    )


def _extra_hosts(spec: Node) -> Iterator[tuple[str, str, Span]]:
    for alias in mappings(spec, "hostAliases"):
        address = alias.text("ip")
        for host, node in texts(alias, "hostnames"):
            yield host, address or "", node.span


def _exposures(workload: Workload, spec: Node) -> Iterator[Exposure]:
    if workload.host_network:
        flag = spec.child("hostNetwork")
        ports = [port for container in workload.containers for port in container.ports]
        for port in ports:
            yield Exposure(
                workload.name, Mechanism.HOST_NETWORK, port.span, workload.namespace, port.number, port.number
            )
        if not ports:
            span = flag.span if flag else workload.span
            yield Exposure(workload.name, Mechanism.HOST_NETWORK, span, workload.namespace)
        return
    for key in ("initContainers", "containers"):
        for container in mappings(spec, key):
            for port_node in mappings(container, "ports"):
                host_port = port_node.integer("hostPort")
                if host_port:
                    yield Exposure(
                        workload=workload.name,
                        mechanism=Mechanism.HOST_PORT,
                        span=port_node.span,
                        namespace=workload.namespace,
                        host_port=host_port,
                        container_port=port_node.integer("containerPort"),
                        host_ip=port_node.text("hostIP"),
                    )
