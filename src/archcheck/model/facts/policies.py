"""Settings that make calls safe, network rules, scaling, and objects kept by kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archcheck.model.facts.addresses import Selector
from archcheck.model.facts.routes import HostTarget
from archcheck.model.span import Span

__all__ = [
    "Autoscaler",
    "CustomResource",
    "DisruptionBudget",
    "NetworkPeer",
    "NetworkRule",
    "Policy",
    "PolicyKind",
]


class PolicyKind(StrEnum):
    """What a policy sets."""

    TIMEOUT = "timeout"
    RETRY = "retry"
    CIRCUIT_BREAKER = "circuit-breaker"
    RATE_LIMIT = "rate-limit"
    BULKHEAD = "bulkhead"
    LOAD_BALANCING = "load-balancing"
    AUTHENTICATION = "authentication"
    TLS = "tls"
    CACHE = "cache"
    ACCESS_LOG = "access-log"
    FALLBACK = "fallback"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Policy:
    """A resilience or protection setting and what it covers.

    ``callee``, ``gateway``, ``provider`` and ``file`` say what it covers: calls to that host; traffic through that gateway,
    or through the component of that technology or that mounts that file. ``route_path`` narrows it to one route.

    Attributes:
        kind: What it sets.
        layer: Who enforces it: ``istio``, ``gateway-api``, ``ingress-nginx``, ``traefik``, ``nginx``, ``envoy`` ...
        params: What is set, by name: ``timeout_s``, ``attempts`` (retries after the first), ``per_try_timeout_s``,
            ``consecutive_errors``, ``max_ejection_percent``, ``max_connections``, ``requests_per_s``, ``retry_on`` ...
        span: Where.
        workload: Name of the workload the setting belongs to (labels of a Compose service), or None.
    """

    kind: PolicyKind
    layer: str
    span: Span
    params: Mapping[str, str | float | bool] = field(default_factory=dict)
    callee: HostTarget | None = None
    gateway: tuple[str, str | None, str] | None = None
    provider: str | None = None
    file: str | None = None
    route_path: str | None = None
    namespace: str | None = None
    workload: str | None = None


@dataclass(frozen=True, slots=True)
class NetworkPeer:
    """Who a network rule allows: pods and namespaces by selector, or an address block."""

    pods: Selector | None = None
    namespaces: Selector | None = None
    block: str | None = None


@dataclass(frozen=True, slots=True)
class NetworkRule:
    """One direction of a NetworkPolicy (or an AuthorizationPolicy's sources).

    Attributes:
        name: Name of the policy.
        namespace: Its namespace, or None.
        pods: Pods it applies to.
        direction: ``ingress`` or ``egress``.
        peers: Who is allowed; None for anybody, () for nobody.
        ports: Ports allowed, numbers or names; () for all.
        span: Where the peers stand (the policy's name if there are none).
        kind: ``NetworkPolicy`` or ``AuthorizationPolicy``.
        principals: Service accounts named by an AuthorizationPolicy, as (namespace, name).
    """

    name: str
    pods: Selector
    direction: str
    peers: tuple[tuple[NetworkPeer, Span], ...] | None
    span: Span
    namespace: str | None = None
    ports: tuple[int | str, ...] = ()
    kind: str = "NetworkPolicy"
    principals: tuple[tuple[str | None, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Autoscaler:
    """A HorizontalPodAutoscaler: the workload it scales and its bounds."""

    target_kind: str
    target_name: str
    namespace: str | None
    min_replicas: int | None
    max_replicas: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class DisruptionBudget:
    """A PodDisruptionBudget and the pods it covers."""

    name: str
    namespace: str | None
    selector: Selector | None
    span: Span


@dataclass(frozen=True, slots=True)
class CustomResource:
    """An object of a kind that no reader knows, kept by kind."""

    kind: str
    api_version: str
    name: str
    namespace: str | None
    span: Span
