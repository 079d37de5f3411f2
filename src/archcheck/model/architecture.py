"""The service graph's values: components, dependencies and what is known of both."""

from dataclasses import dataclass
from enum import StrEnum

from archcheck.model.facts import (
    Address,
    ApiContract,
    Exposure,
    GatewayObject,
    Mechanism,
    Policy,
    Route,
    Workload,
)
from archcheck.model.span import Span

__all__ = [
    "AppliedPolicy",
    "Component",
    "ComponentKind",
    "Confidence",
    "Dependency",
    "DependencyType",
    "Door",
    "Evidence",
    "Outcome",
    "Reference",
    "RouteUse",
    "Use",
]


class ComponentKind(StrEnum):
    """What a component is."""

    SERVICE = "service"
    GATEWAY = "gateway"
    DATABASE = "database"
    CACHE = "cache"
    BROKER = "broker"
    DISCOVERY = "discovery"
    CONFIG = "config"
    OBSERVABILITY = "observability"
    LOAD_GENERATOR = "load-generator"
    JOB = "job"
    UI = "ui"
    PROXY = "proxy"
    EXTERNAL = "external"
    OTHER = "other"

    @property
    def is_store(self) -> bool:
        """Whether it keeps data for services."""
        return self in {ComponentKind.DATABASE, ComponentKind.CACHE}

    @property
    def is_business(self) -> bool:
        """Whether it is a service of the system itself: it does what the system is for."""
        return self in {ComponentKind.SERVICE, ComponentKind.UI}


class DependencyType(StrEnum):
    """How a caller depends on its callee."""

    SYNC = "sync"
    DATA = "data"
    PUBLISH = "publish"
    SUBSCRIBE = "subscribe"
    MESSAGING = "messaging"
    ROUTE = "route"
    DISCOVERY = "discovery"
    CONFIG = "config"
    OBSERVABILITY = "observability"
    DEPENDS_ON = "depends_on"

    @property
    def is_messaging(self) -> bool:
        """Whether it goes through a broker."""
        return self in {DependencyType.PUBLISH, DependencyType.SUBSCRIBE, DependencyType.MESSAGING}


class Confidence(StrEnum):
    """How sure a piece of evidence is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a dependency is believed to exist: where it is written, and what is written there (secrets masked)."""

    span: Span
    because: str
    confidence: Confidence = Confidence.HIGH


@dataclass(frozen=True, slots=True)
class Use:
    """What one reference says about how the callee is used.

    Attributes:
        span: Where.
        host: Host as written.
        port: Port as written, or None.
        scheme: URL scheme or protocol in lower case, or None.
        database: Database, schema, keyspace or virtual host, or None if the reference does not name one.
        user: Login name, or None.
        credentials: Digest of login and password for comparison; None unless both are known. Never printed.
        password_in_text: Whether the password itself stands in the file.
    """

    span: Span
    host: str
    port: int | None = None
    scheme: str | None = None
    database: str | None = None
    user: str | None = None
    credentials: str | None = None
    password_in_text: bool = False


@dataclass(frozen=True, slots=True)
class Dependency:
    """A directed edge from a caller to its callee.

    Attributes:
        source: Name of the caller's component.
        target: Name of the callee's component.
        type: How it depends.
        protocol: Application protocol in lower case (``http``, ``amqp``, ``postgresql``), or None.
        evidence: All places that show it, sorted by place.
        uses: What each reference says about the callee, sorted by place.
    """

    source: str
    target: str
    type: DependencyType
    protocol: str | None = None
    evidence: tuple[Evidence, ...] = ()
    uses: tuple[Use, ...] = ()

    @property
    def span(self) -> Span:
        """The first place that shows it."""
        return self.evidence[0].span

    @property
    def confidence(self) -> Confidence:
        """The best confidence of its evidence."""
        found = {evidence.confidence for evidence in self.evidence}
        return next((c for c in (Confidence.HIGH, Confidence.MEDIUM) if c in found), Confidence.LOW)


@dataclass(frozen=True, slots=True)
class Door:
    """A way into a component from outside the deployment.

    Attributes:
        mechanism: How.
        port: Port outside, or None if the platform chooses.
        container_port: Port inside, or None.
        span: Where it is opened.
        because: Short text, such as ``Service orders of type NodePort``.
    """

    mechanism: Mechanism
    span: Span
    because: str
    port: int | None = None
    container_port: int | None = None


@dataclass(frozen=True, slots=True)
class Component:
    """A node of the service graph.

    Attributes:
        name: Unique in its deployment.
        kind: What it is.
        span: Where it is defined.
        technology: Id in the catalogue (``postgresql``, ``spring-boot``), or None.
        namespace: Kubernetes namespace, or None.
        aliases: Other names it answers to, sorted.
        workloads: What runs it; () for gateway objects and external hosts.
        addresses: Kubernetes Services that lead to it.
        gateway: The object it stands for, if it is one.
        doors: Ways in from outside (published ones only).
        contracts: Its API documents.
        exposures: Ways in that workloads open, published or not (loopback bindings, random host ports).
        own: Whether the team's own code runs in it, as far as the files show (no known product's image).
    """

    name: str
    kind: ComponentKind
    span: Span
    technology: str | None = None
    namespace: str | None = None
    aliases: tuple[str, ...] = ()
    workloads: tuple[Workload, ...] = ()
    addresses: tuple[Address, ...] = ()
    gateway: GatewayObject | None = None
    doors: tuple[Door, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    contracts: tuple[ApiContract, ...] = ()
    own: bool = True


class Outcome(StrEnum):
    """What a reference turned out to name."""

    COMPONENT = "component"
    EXTERNAL = "external"
    UNRESOLVED = "unresolved"
    IP_LITERAL = "ip-literal"
    LOOPBACK = "loopback"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Reference:
    """One place where a component names an address, and what that turned out to be.

    Attributes:
        source: Name of the component that refers.
        use: The reference as written, with its place.
        outcome: ``component`` (resolved), ``external`` (a host of the world outside), ``unresolved`` (looks like a name of
            this system, and nothing answers to it), ``ip-literal``, ``loopback`` (``localhost``, ``127.0.0.1``,
            ``host.docker.internal``), ``self``.
        target: Name of the component it resolved to (external hosts are components too), or None.
        because: What is written there, secrets masked.
        confidence: How sure it is that this is a dependency.
        via_shared_source: Whether it came with a whole ConfigMap, Secret or environment file that several workloads read.
    """

    source: str
    use: Use
    outcome: Outcome
    target: str | None
    because: str
    confidence: Confidence = Confidence.HIGH
    via_shared_source: bool = False


@dataclass(frozen=True, slots=True)
class AppliedPolicy:
    """A policy and the dependencies it covers: from ``source`` (None: any caller) to ``target`` (None: any callee)."""

    policy: Policy
    source: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class RouteUse:
    """A route with the component that routes and the component it leads to.

    Attributes:
        route: The route.
        source: Component that routes (gateway, proxy), or None if nothing in the deployment reads it.
        target: Component it leads to, or None if there is none.
        missing: For a route that leads nowhere: why, in a few words; else None.
    """

    route: Route
    source: str | None
    target: str | None
    missing: str | None = None
