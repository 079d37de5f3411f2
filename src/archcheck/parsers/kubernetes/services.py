"""Services and the addresses behind them."""

from collections.abc import Iterator, Mapping

from archcheck.model.facts import Address, AddressPort
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.kong import read_kong_service
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.selectors import plain_selector
from archcheck.parsers.kubernetes.shapes import integer_or_text, mappings, texts

__all__ = ["is_internal", "read_endpoint_slice", "read_endpoints", "read_service"]

_INTERNAL_ANNOTATIONS = {
    "service.beta.kubernetes.io/azure-load-balancer-internal": {"true"},
    "service.beta.kubernetes.io/aws-load-balancer-internal": {"true", "0.0.0.0/0"},
    "service.beta.kubernetes.io/aws-load-balancer-scheme": {"internal"},
    "networking.gke.io/load-balancer-type": {"internal"},
    "cloud.google.com/load-balancer-type": {"internal"},
    "service.beta.kubernetes.io/openstack-internal-load-balancer": {"true"},
    "service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": {"intranet"},
    "service.beta.kubernetes.io/alicloud-loadbalancer-address-type": {"intranet"},
    "service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type": {"private"},
    "service.beta.kubernetes.io/oci-load-balancer-internal": {"true"},
    "oci-network-load-balancer.oraclecloud.com/internal": {"true"},
    "service.beta.kubernetes.io/cce-load-balancer-internal-vpc": {"true"},
    "load-balancer.hetzner.cloud/disable-public-network": {"true"},
    "service.beta.kubernetes.io/scw-loadbalancer-private": {"true"},
}
_INTERNAL_BY_PRESENCE = ("service.kubernetes.io/qcloud-loadbalancer-internal-subnetid",)


def read_service(item: KubernetesObject, cluster: Cluster) -> None:
    """Add a Service as an address."""
    spec = item.spec
    annotations = item.annotations
    cluster_ip = spec.child("clusterIP")
    cluster.facts.addresses.append(
        Address(
            name=item.name,
            span=item.span,
            namespace=item.namespace,
            type=spec.text("type") or "ClusterIP",
            selector=plain_selector(spec, "selector"),
            ports=tuple(_ports(spec)),
            headless=cluster_ip is not None and cluster_ip.value == "None",
            external_name=spec.text("externalName"),
            internal=is_internal(annotations),
            external_ips=tuple(text for text, _ in texts(spec, "externalIPs")),
            labels=item.labels,
            annotations=annotations,
        )
    )
    read_kong_service(item, cluster)


def is_internal(annotations: Mapping[str, str]) -> bool:
    """Return whether annotations keep a load balancer inside the provider's network."""
    if any(name in annotations for name in _INTERNAL_BY_PRESENCE):
        return True
    return any(annotations.get(name, "").lower() in values for name, values in _INTERNAL_ANNOTATIONS.items())


def read_endpoints(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the addresses that an Endpoints object gives to the Service of its name."""
    hosts: list[str] = []
    ports: list[AddressPort] = []
    for subset in mappings(item.root, "subsets"):
        for entry in mappings(subset, "addresses"):
            hosts.extend(filter(None, [entry.text("ip") or entry.text("hostname")]))
        ports.extend(_ports(subset))
    _add(item, item.name, hosts, ports, cluster)


def read_endpoint_slice(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the addresses that an EndpointSlice gives to the Service that its label names."""
    hosts = [text for entry in mappings(item.root, "endpoints") for text, _ in texts(entry, "addresses")]
    service = item.labels.get("kubernetes.io/service-name") or item.name
    _add(item, service, hosts, list(_ports(item.root)), cluster)


def _add(item: KubernetesObject, name: str, hosts: list[str], ports: list[AddressPort], cluster: Cluster) -> None:
    cluster.facts.addresses.append(
        Address(name, item.span, item.namespace, "Endpoints", ports=tuple(ports), endpoints=tuple(hosts))
    )


def _ports(node: Node) -> Iterator[AddressPort]:
    for port in mappings(node, "ports"):
        number = port.integer("port")
        if number is None:
            if not port.has("port"):
                port.report("A port needs its number under port.")
            continue
        target = integer_or_text(port, "targetPort")
        yield AddressPort(
            number=number,
            target=number if target is None or target == 0 else target,
            node_port=port.integer("nodePort") or None,
            name=port.text("name") or None,
            protocol=(port.text("appProtocol") or port.text("protocol") or "tcp").lower(),
            span=port.span,
        )
