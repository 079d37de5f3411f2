"""The graph while it is being built: components that may still change, and links not yet typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from archcheck.graph.naming import Names
from archcheck.graph.selection import PodIndex, select_workloads
from archcheck.model.architecture import ComponentKind, Confidence, Evidence, Reference, RouteUse, Use
from archcheck.model.facts import Address, ApiContract, Facts, GatewayObject, Workload, WorkloadKind
from archcheck.model.span import Span

__all__ = ["Draft", "DraftComponent", "Link", "LinkKind", "workload_key"]

WorkloadKey = tuple[str, str | None, str]


def workload_key(workload: Workload) -> WorkloadKey:
    """Return what tells a workload apart: object kind, namespace, name."""
    return workload.kind.value, workload.namespace, workload.name


class LinkKind:
    """Why two components are linked, where that bears on the type of the dependency."""

    ADDRESS = "address"
    ROUTE = "route"
    OBSERVED = "observed"
    START_ORDER = "start-order"
    ALLOWED = "allowed"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Link:
    """One piece of evidence that a component depends on another.

    Attributes:
        source: Caller.
        target: Callee.
        kind: One of :class:`LinkKind`.
        evidence: Where and why.
        use: How the callee is used, if an address says so.
        hint: What the variable or format says about the use (a variable's name, a type), or "".
    """

    source: str
    target: str
    kind: str
    evidence: Evidence
    use: Use | None = None
    hint: str = ""


@dataclass(slots=True)
class DraftComponent:
    """A component that later steps may still change."""

    name: str
    kind: ComponentKind
    span: Span
    technology: str | None = None
    namespace: str | None = None
    aliases: set[str] = field(default_factory=set)
    workloads: tuple[Workload, ...] = ()
    addresses: tuple[Address, ...] = ()
    gateway: GatewayObject | None = None
    contracts: list[ApiContract] = field(default_factory=list)
    own: bool = True
    optional: bool = False


@dataclass(slots=True)
class Draft:
    """Everything the steps of building share.

    Attributes:
        facts: All facts.
        pods: Workloads by their pods' labels.
        selected: Service (namespace, name) -> workloads.
        components: By name. ``optional`` ones stay only if a link names them.
        by_workload: Workload key -> component name.
        by_address: Service (namespace, name) -> component name.
        by_gateway: Gateway object (kind, namespace, name) -> component name.
        names: Host names.
        links: Evidence found so far.
        references: References found so far.
        routes: Routes found so far.
        config_owners: Configuration file -> components that read it, where the join of an application's files tells.
    """

    facts: Facts
    components: dict[str, DraftComponent] = field(default_factory=dict)
    by_workload: dict[WorkloadKey, str] = field(default_factory=dict)
    by_address: dict[tuple[str | None, str], str] = field(default_factory=dict)
    by_gateway: dict[tuple[str, str | None, str], str] = field(default_factory=dict)
    names: Names = field(default_factory=Names)
    links: list[Link] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    routes: list[RouteUse] = field(default_factory=list)
    config_owners: dict[str, list[str]] = field(default_factory=dict)

    pods: PodIndex = field(init=False)
    selected: dict[tuple[str | None, str], tuple[Workload, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self.pods = PodIndex(self.facts.workloads)
        self.selected = select_workloads(self.facts, self.pods)

    def link(
        self,
        source: str,
        target: str,
        kind: str,
        span: Span,
        because: str,
        *,
        confidence: Confidence = Confidence.HIGH,
        use: Use | None = None,
        hint: str = "",
    ) -> None:
        """Add evidence of a dependency; a component that names itself depends on nothing."""
        if source != target:
            self.links.append(Link(source, target, kind, Evidence(span, because, confidence), use, hint))

    def of_workloads(self, workloads: Iterable[Workload]) -> list[str]:
        """Return the names of the components that workloads belong to, each once, in order."""
        return list(dict.fromkeys(self.by_workload[workload_key(w)] for w in workloads))

    def free_name(self, name: str, suffix: str) -> str:
        """Return a component name that is not taken: the name itself, or with ``-suffix``, or numbered."""
        candidate, number = name, 1
        while candidate in self.components:
            candidate = f"{name}-{suffix}" if number == 1 else f"{name}-{suffix}-{number}"
            number += 1
        return candidate

    @property
    def compose_workloads(self) -> list[Workload]:
        """Compose services, in source order."""
        return [w for w in self.facts.workloads if w.kind is WorkloadKind.COMPOSE]
