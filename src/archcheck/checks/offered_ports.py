"""Which ports a component offers to its callers."""

from archcheck.model.architecture import Component
from archcheck.model.facts import Address, AddressPort

__all__ = ["addresses_called", "container_ports", "service_ports"]


def addresses_called(component: Component, host: str, namespace: str | None = None) -> list[Address]:
    """Return the Kubernetes Services of a component that a host name means (``orders``, ``orders.shop.svc``)."""
    name, _, rest = host.partition(".")
    space = rest.split(".")[0] or namespace
    named = [a for a in component.addresses if a.name == name]
    return [a for a in named if a.namespace == space] or named


def service_ports(component: Component, host: str, namespace: str | None = None) -> tuple[AddressPort, ...]:
    """Return the ports of the Kubernetes Services that a host name means; () where the files cannot tell them all.

    A headless Service leads to the pods themselves, whose ports need no declaration; an ExternalName leads elsewhere.
    """
    addresses = addresses_called(component, host, namespace)
    if any(a.headless or a.type not in {"ClusterIP", "NodePort", "LoadBalancer"} for a in addresses):
        return ()
    return tuple(port for address in addresses for port in address.ports)


def container_ports(component: Component) -> set[int]:
    """Return the numbers of all ports that the containers of a component declare, in manifests and Dockerfiles."""
    containers = [container for workload in component.workloads for container in workload.containers]
    declared = [port for container in containers for port in container.ports]
    declared += [port for container in containers if container.build for port in container.build.ports]
    return {port.number for port in declared if port.number is not None}
