"""Facts: what one document states, in words that Compose and Kubernetes share.

A parser turns a document into facts and never looks at another file's meaning. ``graph`` merges facts into components.
``namespace`` is None in Compose and where a Kubernetes manifest names none. Durations are in seconds, sizes in bytes.
"""

from dataclasses import dataclass, field

from archcheck.model.facts.addresses import Address, AddressPort, Exposure, Mechanism, Selector
from archcheck.model.facts.configuration import ApplicationConfig, ConfigReference, EmbeddedFile, Property
from archcheck.model.facts.contracts import ApiContract, ApiOperation, ApiServer
from archcheck.model.facts.health import HealthCheck, HealthKind, HealthMethod
from archcheck.model.facts.policies import (
    Autoscaler,
    CustomResource,
    DisruptionBudget,
    NetworkPeer,
    NetworkRule,
    Policy,
    PolicyKind,
)
from archcheck.model.facts.routes import GatewayListener, GatewayObject, HostTarget, ObjectTarget, Route
from archcheck.model.facts.workloads import (
    Build,
    Container,
    ContainerRole,
    Link,
    Logging,
    Mount,
    MountKind,
    NetworkAttachment,
    Port,
    Resources,
    Setting,
    SettingOrigin,
    StartOrder,
    Word,
    Workload,
    WorkloadKind,
)

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
