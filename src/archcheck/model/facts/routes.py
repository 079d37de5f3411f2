"""Gateways and their routes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from archcheck.model.facts.addresses import Selector
from archcheck.model.span import Span

__all__ = [
    "GatewayListener",
    "GatewayObject",
    "HostTarget",
    "ObjectTarget",
    "Route",
]


@dataclass(frozen=True, slots=True)
class ObjectTarget:
    """A Kubernetes object that a route names: its kind (mostly ``Service``), name, namespace and port (number or name)."""

    kind: str
    name: str
    namespace: str | None = None
    port: int | str | None = None


@dataclass(frozen=True, slots=True)
class HostTarget:
    """A host that a route or policy names as text, with its port and the scheme used, if given."""

    host: str
    port: int | None = None
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class GatewayListener:
    """A listener of a gateway: port, protocol in upper case (HTTP, HTTPS, TLS, TCP, GRPC), hosts, and whether TLS ends there."""

    port: int | None
    protocol: str
    hosts: tuple[str, ...]
    tls: bool
    span: Span


@dataclass(frozen=True, slots=True)
class GatewayObject:
    """An object that is a door with routes behind it: Ingress, Gateway (Gateway API or Istio), IngressRoute ...

    Attributes:
        name: Name of the object; for file-configured gateways, the path of the file.
        kind: ``Ingress``, ``Gateway``, ``IstioGateway``, ``IngressRoute``, or the product's own kind.
        technology: Class or controller as written (``nginx``, ``istio``, ``traefik``), or None.
        selector: Pods that implement it (Istio), or None.
        listeners: What it listens on.
        annotations: Annotations of the object.
    """

    name: str
    kind: str
    span: Span
    namespace: str | None = None
    technology: str | None = None
    selector: Selector | None = None
    listeners: tuple[GatewayListener, ...] = ()
    annotations: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """A rule by which a gateway or proxy forwards requests.

    Exactly one of ``gateway``, ``provider`` and ``file`` says who routes.

    Attributes:
        target: Where requests go.
        span: Where the target is named.
        because: Short text of the source, such as ``Ingress shop path /orders``.
        gateway: (kind, namespace, name) of the gateway object.
        provider: Technology whose proxy reads this (``traefik`` for labels): the component of that technology routes.
        file: Path of the configuration file: the component that mounts or builds with the file routes.
        hosts: Host names matched; () for any.
        path: Path matched, or None for any.
        path_kind: ``prefix``, ``exact``, ``regex``.
        methods: HTTP methods matched; () for any.
        namespace: Namespace of the object that states the route, or None.
    """

    target: HostTarget | ObjectTarget
    span: Span
    because: str
    gateway: tuple[str, str | None, str] | None = None
    provider: str | None = None
    file: str | None = None
    hosts: tuple[str, ...] = ()
    path: str | None = None
    path_kind: str = "prefix"
    methods: tuple[str, ...] = ()
    namespace: str | None = None
