"""Facts: what one document states, in words that Compose and Kubernetes share.

A parser turns a document into facts and never looks at another file's meaning. ``graph`` merges facts into components.
``namespace`` is None in Compose and where a Kubernetes manifest names none. Durations are in seconds, sizes in bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archcheck.model.span import Span

__all__ = [
    "Address",
    "AddressPort",
    "ApiContract",
    "ApiOperation",
    "ApiServer",
    "ApplicationConfig",
    "Autoscaler",
    "Build",
    "ConfigReference",
    "Container",
    "ContainerRole",
    "CustomResource",
    "DisruptionBudget",
    "EmbeddedFile",
    "Exposure",
    "Facts",
    "GatewayListener",
    "GatewayObject",
    "HealthCheck",
    "HealthKind",
    "HealthMethod",
    "HostTarget",
    "Link",
    "Logging",
    "Mechanism",
    "Mount",
    "MountKind",
    "NetworkAttachment",
    "NetworkPeer",
    "NetworkRule",
    "ObjectTarget",
    "Policy",
    "PolicyKind",
    "Port",
    "Property",
    "Resources",
    "Route",
    "Selector",
    "Setting",
    "SettingOrigin",
    "StartOrder",
    "Word",
    "Workload",
    "WorkloadKind",
]


class WorkloadKind(StrEnum):
    """What kind of object runs the containers."""

    COMPOSE = "compose"
    DEPLOYMENT = "Deployment"
    STATEFUL_SET = "StatefulSet"
    DAEMON_SET = "DaemonSet"
    REPLICA_SET = "ReplicaSet"
    POD = "Pod"
    JOB = "Job"
    CRON_JOB = "CronJob"
    OTHER = "other"


class ContainerRole(StrEnum):
    """What a container is for in its workload."""

    MAIN = "main"
    INIT = "init"
    SIDECAR = "sidecar"


class HealthKind(StrEnum):
    """Which health check; ``container`` is the one kind that Compose knows."""

    READINESS = "readiness"
    LIVENESS = "liveness"
    STARTUP = "startup"
    CONTAINER = "container"


class HealthMethod(StrEnum):
    """How a health check asks."""

    HTTP = "http"
    TCP = "tcp"
    GRPC = "grpc"
    EXEC = "exec"
    DISABLED = "disabled"


class SettingOrigin(StrEnum):
    """Where a container's setting comes from."""

    ENVIRONMENT = "environment"
    ENV_FILE = "env_file"
    CONFIG_MAP = "config-map"
    SECRET = "secret"
    FIELD = "field"
    LABEL = "label"
    CONFIG_FILE = "config-file"
    DOCKERFILE = "dockerfile"


class MountKind(StrEnum):
    """What is mounted."""

    BIND = "bind"
    VOLUME = "volume"
    TMPFS = "tmpfs"
    CONFIG = "config"
    SECRET = "secret"


class Mechanism(StrEnum):
    """How something is reachable from outside the deployment."""

    HOST_PORT = "host-port"
    HOST_NETWORK = "host-network"
    NODE_PORT = "node-port"
    LOAD_BALANCER = "load-balancer"
    EXTERNAL_IP = "external-ip"


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


# -- workloads ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Port:
    """A port that a container listens on, as the manifest declares it.

    Attributes:
        number: Container port; None where the manifest gives a name or a range alone.
        name: Name of the port, or None.
        protocol: ``tcp``, ``udp`` or ``sctp``.
        span: Where.
    """

    number: int | None
    name: str | None
    protocol: str
    span: Span


@dataclass(frozen=True, slots=True)
class Setting:
    """A variable in a container's environment.

    Attributes:
        name: Name of the variable.
        value: Value after interpolation; None if it is not in the files (an unset variable, a field reference).
        span: Where the value stands: the ConfigMap's or environment file's line, not the line that imports it.
        origin: Where it comes from.
        source: Name of the ConfigMap or Secret, or path of the environment file; else None.
        bulk: Whether it came with all entries of its source (``envFrom``, ``env_file``), needed or not.
        secret: Whether the platform treats the value as secret.
        interpolated: Whether a variable from outside the manifest (``.env``, ``--env``) filled in the value or a part of
            it; a default written in the manifest itself does not count.
    """

    name: str
    value: str | None
    span: Span
    origin: SettingOrigin = SettingOrigin.ENVIRONMENT
    source: str | None = None
    bulk: bool = False
    secret: bool = False
    interpolated: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command line (a shell script given as one argument is one word)."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """A question the platform asks a container.

    Attributes:
        kind: Which check it is.
        method: How it asks; ``disabled`` where a check is switched off on purpose.
        command: Words of an exec check; a shell string is one word behind ``CMD-SHELL``.
        path: Path of an HTTP check, or service of a gRPC one.
        port: Number, or name of a container port; None if not given.
        interval_s: Seconds between two checks; None if left to the platform's default.
        timeout_s: Seconds until a check counts as failed.
        threshold: Failures in a row that count (``failureThreshold``, ``retries``).
        initial_delay_s: Seconds before the first check (``initialDelaySeconds``, ``start_period``).
        span: Where it begins.
        host: Host of an HTTP or TCP check if the manifest names one other than the container itself.
    """

    kind: HealthKind
    method: HealthMethod
    span: Span
    command: tuple[str, ...] = ()
    path: str | None = None
    port: int | str | None = None
    interval_s: float | None = None
    timeout_s: float | None = None
    threshold: int | None = None
    initial_delay_s: float | None = None
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Mount:
    """Something mounted into a container.

    Attributes:
        kind: What it is. ConfigMaps and Compose configs are ``config``; persistent claims are ``volume``.
        source: Name of the volume, claim, ConfigMap or Secret, or path relative to the root for a file or folder of the
            repository; None for anonymous ones.
        target: Path in the container; None if unknown.
        read_only: Whether the container may not write.
        span: Where.
        persistent: Whether it outlives the container.
    """

    kind: MountKind
    source: str | None
    target: str | None
    read_only: bool
    span: Span
    persistent: bool = True


@dataclass(frozen=True, slots=True)
class Resources:
    """Resource limits of a container; None where not set. CPU in cores, memory in bytes."""

    cpu_limit: float | None
    memory_limit_bytes: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Build:
    """How an image is built from the repository.

    Attributes:
        context: Folder relative to the root; None if it is remote or outside the root.
        dockerfile: Path of the Dockerfile relative to the root, or None if there is none to read.
        base_images: Images of the Dockerfile's last stage and what it is built from, last stage first.
        health_check: HEALTHCHECK of the Dockerfile, if any.
        ports: Ports of EXPOSE.
        settings: ENV entries.
        command: CMD and ENTRYPOINT words.
        span: Where the build is asked for.
    """

    context: str | None
    dockerfile: str | None
    span: Span
    base_images: tuple[str, ...] = ()
    health_check: HealthCheck | None = None
    ports: tuple[Port, ...] = ()
    settings: tuple[Setting, ...] = ()
    command: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Container:
    """A container of a workload.

    Attributes:
        name: Name in the manifest.
        image: Image as written after interpolation; None if it is only built or not given.
        span: Where the container begins.
        settings: Environment in effect: one entry a name, what overrides is kept.
        command: Words of ``entrypoint`` and ``command`` (Kubernetes: ``command`` and ``args``) in order.
        ports: Ports it declares (``ports``, ``expose``); a port published is a port declared.
        lifecycle_hook: Whether a ``preStop`` hook exists.
    """

    name: str
    image: str | None
    span: Span
    role: ContainerRole = ContainerRole.MAIN
    ports: tuple[Port, ...] = ()
    settings: tuple[Setting, ...] = ()
    command: tuple[Word, ...] = ()
    health_checks: tuple[HealthCheck, ...] = ()
    mounts: tuple[Mount, ...] = ()
    resources: Resources | None = None
    build: Build | None = None
    lifecycle_hook: bool = False


@dataclass(frozen=True, slots=True)
class NetworkAttachment:
    """A Compose network that a service is on.

    Attributes:
        network: Name of the network in the project.
        aliases: Names it answers to there besides its own.
        address: Fixed IPv4 or IPv6 address, or None.
        span: Where; the service's own place for the default network.
    """

    network: str
    aliases: tuple[str, ...]
    address: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class StartOrder:
    """A ``depends_on`` entry.

    Attributes:
        target: Name of the other service.
        condition: ``service_started``, ``service_healthy`` or ``service_completed_successfully``.
        short: Whether the short form was used.
        span: Where.
    """

    target: str
    condition: str
    short: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Link:
    """A ``links`` or ``external_links`` entry: the target's name, the alias it gets, and where."""

    target: str
    alias: str | None
    external: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Logging:
    """A logging driver: its name, the address option if any (host and port as written), and where."""

    driver: str
    address: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Workload:
    """Something that runs containers.

    Attributes:
        name: Name of the Compose service or Kubernetes object.
        kind: Which object.
        namespace: Kubernetes namespace, or None.
        span: Where it is defined: the key of a Compose service, ``metadata.name`` of a Kubernetes object.
        containers: All of them, init and sidecar ones included.
        labels: Labels of the pods (Compose: of the service).
        annotations: Annotations of the object and its pods, the pods' winning.
        names: Further host names it answers to everywhere (``hostname``, ``container_name``).
        networks: Compose networks; () in Kubernetes.
        network_mode: ``host``, ``none``, ``service:x``, ``container:x``, or None.
        host_network: Whether it shares the host's network.
        replicas: Copies asked for; None if not given.
        restart: Restart policy as written (``always``, ``unless-stopped``, ``on-failure``, ``no``); None if not given.
        start_after: ``depends_on`` entries.
        links: ``links`` entries.
        logging: Logging driver.
        profiles: Compose profiles.
        subdomain: ``spec.subdomain``, or None.
        stop_grace_s: Seconds between the stop signal and the kill, or None.
        extra_hosts: Host names pinned to addresses (``extra_hosts``, ``hostAliases``), name and address.
    """

    name: str
    kind: WorkloadKind
    span: Span
    namespace: str | None = None
    containers: tuple[Container, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    networks: tuple[NetworkAttachment, ...] = ()
    network_mode: str | None = None
    host_network: bool = False
    replicas: int | None = None
    restart: str | None = None
    start_after: tuple[StartOrder, ...] = ()
    links: tuple[Link, ...] = ()
    logging: Logging | None = None
    profiles: tuple[str, ...] = ()
    subdomain: str | None = None
    stop_grace_s: float | None = None
    extra_hosts: tuple[tuple[str, str, Span], ...] = ()
    service_account: str | None = None


# -- names and doors ---------------------------------------------------------------------------------------------------


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
            self.host_ip.startswith("127.") or self.host_ip in {"::1", "localhost"}
        )
        return self.host_port is not None and not loopback


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


# -- configuration files -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConfigReference:
    """An address that a configuration file beside the manifests names.

    The graph ties the file to the component that mounts it, builds with it, or, for a ConfigMap, mounts that.

    Attributes:
        file: Path of the file (a ConfigMap's entry: ``configmap/NAMESPACE/NAME/KEY``, its span is still the manifest's).
        text: The address as written (URL, HOST:PORT, host).
        because: What it is, such as ``scrape target of job orders``.
        span: Where.
        type_hint: Dependency type the format itself implies (``observability``, ``sync`` ...), or None.
        product: Technology that reads the file (``prometheus``, ``grafana``), if the format tells.
        reverse: Whether the named host is the caller rather than the callee.
    """

    file: str
    text: str
    because: str
    span: Span
    type_hint: str | None = None
    product: str | None = None
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file that stands inside a manifest: an entry of a ConfigMap or a Compose ``configs`` entry with ``content``.

    Attributes:
        id: ``configmap/NAMESPACE/NAME/KEY`` (``_`` for no namespace) or ``config/NAME``; the ``file`` of what is read from it.
        text: Its text.
        span: Where the text begins: readers add a line number inside the text to ``span.line`` (block scalars).
    """

    id: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Property:
    """An entry of an application's configuration: dotted name (list items as ``[0]``), value as text, and where."""

    name: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class ApplicationConfig:
    """A configuration document of an application framework (Spring's ``application.yml``, ``bootstrap.yml``, NAME.yml).

    Attributes:
        file: Path of the file, or id of the embedded file.
        stem: File name without ending and profile: ``application``, ``bootstrap``, or an application's name.
        profiles: Profiles it is for; () for all.
        properties: Its entries, in source order.
        framework: ``spring``.
    """

    file: str
    stem: str
    profiles: tuple[str, ...]
    properties: tuple[Property, ...]
    framework: str = "spring"


# -- API documents -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ApiServer:
    """A server of an API document: URL as written, its host if it has one, and where."""

    url: str
    host: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class ApiOperation:
    """An operation: method in upper case, path template, operationId, status codes, security scheme names, and where."""

    method: str
    path: str
    operation_id: str | None
    responses: tuple[str, ...]
    security: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ApiContract:
    """An OpenAPI document.

    Attributes:
        path: Path of the file.
        version: ``2.0``, ``3.0.3`` ...
        title: ``info.title``.
        service: ``x-archcheck-service``, or None.
        base_path: ``basePath`` (2.0) or the path of the first server.
        invalid: What the validator found wrong, as (span, message).
        unresolved: ``$ref`` values that were not followed (remote, missing, cyclic through files), with their places.
    """

    path: str
    version: str
    title: str | None
    span: Span
    service: str | None = None
    servers: tuple[ApiServer, ...] = ()
    base_path: str | None = None
    operations: tuple[ApiOperation, ...] = ()
    security_schemes: tuple[str, ...] = ()
    invalid: tuple[tuple[Span, str], ...] = ()
    unresolved: tuple[tuple[Span, str], ...] = ()


# -- all of it ---------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Facts:
    """All facts of a deployment, in source order. Parsers append; the graph reads."""

    workloads: list[Workload] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    exposures: list[Exposure] = field(default_factory=list)
    gateways: list[GatewayObject] = field(default_factory=list)
    routes: list[Route] = field(default_factory=list)
    policies: list[Policy] = field(default_factory=list)
    network_rules: list[NetworkRule] = field(default_factory=list)
    autoscalers: list[Autoscaler] = field(default_factory=list)
    budgets: list[DisruptionBudget] = field(default_factory=list)
    custom_resources: list[CustomResource] = field(default_factory=list)
    references: list[ConfigReference] = field(default_factory=list)
    embedded_files: list[EmbeddedFile] = field(default_factory=list)
    application_configs: list[ApplicationConfig] = field(default_factory=list)
    contracts: list[ApiContract] = field(default_factory=list)

    def extend(self, other: "Facts") -> None:
        """Append all facts of another collection."""
        for name in self.__slots__:
            getattr(self, name).extend(getattr(other, name))
