"""Workloads: what runs, and what their containers are given."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archcheck.model.facts.health import HealthCheck
from archcheck.model.span import Span

__all__ = [
    "Build",
    "Container",
    "ContainerRole",
    "Link",
    "Logging",
    "Mount",
    "MountKind",
    "NetworkAttachment",
    "Port",
    "Resources",
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
        external: Whether the network exists outside the project, so that others may be on it.
    """

    network: str
    aliases: tuple[str, ...]
    address: str | None
    span: Span
    external: bool = False


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
