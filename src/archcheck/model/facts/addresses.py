"""Names that callers use, and ways in from outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archcheck.model.span import Span

__all__ = [
    "Address",
    "AddressPort",
    "Exposure",
    "Mechanism",
    "Selector",
]


class Mechanism(StrEnum):
    """How something is reachable from outside the deployment."""

    HOST_PORT = "host-port"
    HOST_NETWORK = "host-network"
    NODE_PORT = "node-port"
    LOAD_BALANCER = "load-balancer"
    EXTERNAL_IP = "external-ip"


@dataclass(frozen=True, slots=True)
class Selector:
    """A Kubernetes label selector.

    An empty selector (no labels, no expressions) matches everything; a missing one is None where it is used.

    Attributes:
        labels: ``matchLabels``, or the plain map of a Service.
        expressions: ``matchExpressions`` as (key, operator, values).
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    expressions: tuple[tuple[str, str, tuple[str, ...]], ...] = ()

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Return whether an object with these labels is selected.

        Source: Kubernetes, "Labels and Selectors", set-based requirements: ``NotIn`` and ``DoesNotExist`` also match
        objects without the key.
        """
        if any(labels.get(key) != value for key, value in self.labels.items()):
            return False
        return all(self._holds(labels.get(key), operator, values) for key, operator, values in self.expressions)

    @staticmethod
    def _holds(value: str | None, operator: str, values: tuple[str, ...]) -> bool:
        match operator:
            case "In":
                return value in values
            case "NotIn":
                return value not in values
            case "Exists":
                return value is not None
            case "DoesNotExist":
                return value is None
        return False


@dataclass(frozen=True, slots=True)
class AddressPort:
    """A port of a Kubernetes Service.

    Attributes:
        number: Port of the Service.
        target: Container port by number or name; equals ``number`` if not given.
        node_port: Fixed node port, or None.
        name: Name of the port, or None.
        protocol: ``appProtocol`` in lower case if given, else ``tcp``, ``udp`` or ``sctp``.
        span: Where.
    """

    number: int
    target: int | str
    node_port: int | None
    name: str | None
    protocol: str
    span: Span


@dataclass(frozen=True, slots=True)
class Address:
    """A Kubernetes Service (or a mesh ServiceEntry host): a name that callers use.

    Attributes:
        name: Name of the object.
        namespace: Namespace, or None.
        type: ``ClusterIP``, ``NodePort``, ``LoadBalancer``, ``ExternalName``; ``ServiceEntry`` for a mesh's host.
        selector: Which pods answer; None for a Service without one.
        headless: Whether ``clusterIP: None``.
        external_name: DNS name of an ExternalName Service.
        endpoints: Addresses from Endpoints or EndpointSlice objects of the same name (filled in by the parser per object
            as an Address of type ``Endpoints``; the graph joins them).
        internal: Whether a LoadBalancer is internal by annotation.
        external_ips: ``externalIPs``.
        span: Where its name stands.
    """

    name: str
    span: Span
    namespace: str | None = None
    type: str = "ClusterIP"
    selector: Selector | None = None
    ports: tuple[AddressPort, ...] = ()
    headless: bool = False
    external_name: str | None = None
    endpoints: tuple[str, ...] = ()
    internal: bool = False
    external_ips: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exposure:
    """A door of one workload to the outside that its own manifest opens.

    What Kubernetes Services open (NodePort, LoadBalancer) is read from :class:`Address`.

    Attributes:
        workload: Name of the workload.
        namespace: Its namespace, or None.
        mechanism: How.
        host_port: Port on the host; None if the platform picks one at random or for host networks.
        container_port: Port in the container, or None.
        host_ip: Address the port is bound to; None for all.
        span: Where.
    """

    workload: str
    mechanism: Mechanism
    span: Span
    namespace: str | None = None
    host_port: int | None = None
    container_port: int | None = None
    host_ip: str | None = None

    @property
    def published(self) -> bool:
        """Whether others than this machine can rely on it: a fixed port on no loopback address, or the host network."""
        if self.mechanism is Mechanism.HOST_NETWORK:
            return True
        loopback = self.host_ip is not None and (
            self.host_ip.startswith("127.") or self.host_ip.strip("[]") in {"::1", "localhost"}
        )
        return self.host_port is not None and not loopback
