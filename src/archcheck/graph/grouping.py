"""Which workloads are one component, and what it is called."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from archcheck.model.facts import Address, Facts, Workload

__all__ = ["Group", "group_workloads"]

ServiceKey = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Workloads that are one component.

    Attributes:
        name: Its name before namespaces are told apart.
        namespace: Kubernetes namespace, or None.
        workloads: What runs it, in source order.
        addresses: Services that select any of them.
    """

    name: str
    namespace: str | None
    workloads: tuple[Workload, ...]
    addresses: tuple[Address, ...]


def group_workloads(facts: Facts, selected: Mapping[ServiceKey, Sequence[Workload]]) -> list[Group]:
    """Return the components that workloads make, in source order.

    Compose: one a service. Kubernetes: workloads behind one Service (versions, canaries) are one component with that
    Service's name; a workload with one Service has its name; one without, or with several, has its own.
    """
    services = {(a.namespace, a.name): a for a in facts.addresses}
    pools = _Pools(facts.workloads)
    for key, workloads in selected.items():
        if len(workloads) > 1 and not _is_overview(key, workloads, selected):
            pools.join(workloads)
    fronts: dict[int, list[ServiceKey]] = defaultdict(list)
    for key, workloads in selected.items():
        for workload in workloads:
            fronts[id(workload)].append(key)
    groups = []
    for members in pools.groups():
        keys = dict.fromkeys(key for w in members for key in fronts[id(w)] if key in services)
        groups.append(_named(members, [services[k] for k in keys], selected))
    return groups


def _is_overview(
    key: ServiceKey, workloads: Sequence[Workload], selected: Mapping[ServiceKey, Sequence[Workload]]
) -> bool:
    """Whether a Service merely gathers workloads that each have a Service of their own and do not share its name."""
    exclusive = {id(ws[0]) for other, ws in selected.items() if other != key and len(ws) == 1}
    own_fronts = sum(id(w) in exclusive for w in workloads)
    related = all(w.name.startswith(key[1]) for w in workloads)
    return own_fronts == len(workloads) and not related


class _Pools:
    """Sets of workloads that belong together (union-find by position)."""

    def __init__(self, workloads: Sequence[Workload]) -> None:
        self.workloads = workloads
        self.parent = list(range(len(workloads)))
        self.index = {id(w): i for i, w in enumerate(workloads)}

    def find(self, position: int) -> int:
        while self.parent[position] != position:
            self.parent[position] = self.parent[self.parent[position]]
            position = self.parent[position]
        return position

    def join(self, workloads: Iterable[Workload]) -> None:
        roots = sorted(self.find(self.index[id(w)]) for w in workloads)
        for root in roots[1:]:
            self.parent[root] = roots[0]

    def groups(self) -> list[tuple[Workload, ...]]:
        members: dict[int, list[Workload]] = defaultdict(list)
        for position, workload in enumerate(self.workloads):
            members[self.find(position)].append(workload)
        return [tuple(group) for _, group in sorted(members.items())]


def _named(
    members: tuple[Workload, ...], fronts: Sequence[Address], selected: Mapping[ServiceKey, Sequence[Workload]]
) -> Group:
    first = members[0]
    namespace = next((m.namespace for m in members if m.namespace), None) or next(
        (f.namespace for f in fronts if f.namespace), None
    )
    name = first.name
    if len(members) == 1:
        if len(fronts) == 1:
            name = fronts[0].name
    elif fronts:
        reach = Counter({f.name: len(selected[(f.namespace, f.name)]) for f in fronts})
        most = max(reach.values())
        name = min((n for n, count in reach.items() if count == most), key=lambda n: (len(n), n))
    return Group(name, namespace, members, tuple(fronts))
