"""Workloads by their pods' labels, as Kubernetes selectors pick them."""

import re
from collections import defaultdict
from collections.abc import Sequence

from archcheck.model.facts import Facts, Selector, Workload, WorkloadKind

__all__ = ["PodIndex", "same_namespace", "select_workloads"]


def same_namespace(one: str | None, other: str | None) -> bool:
    """Return whether two objects may be in one namespace: equal, or one of the manifests leaves it open."""
    return one is None or other is None or one == other


class PodIndex:
    """Finds the workloads that a selector matches without looking at all of them.

    Args:
        workloads: All workloads; Compose services have no pods.
    """

    def __init__(self, workloads: Sequence[Workload]) -> None:
        self._all = [w for w in workloads if w.kind is not WorkloadKind.COMPOSE]
        self._by_label: dict[tuple[str, str], list[Workload]] = defaultdict(list)
        for workload in self._all:
            for item in workload.labels.items():
                self._by_label[item].append(workload)

    def select(self, selector: Selector, namespace: str | None) -> list[Workload]:
        """Return the workloads in a namespace that a selector matches, in source order.

        An empty selector matches nothing here: for a Service it does so by definition, and what a policy says about all
        pods says nothing about any one of them. A manifest without namespace may be applied to any, so it matches objects
        of every namespace.
        """
        if not (selector.labels or selector.expressions):
            return []
        found = self._strictly(selector, namespace)
        return found or self._by_labels_of_running_pods(selector, namespace)

    def _strictly(self, selector: Selector, namespace: str | None) -> list[Workload]:
        fewest = min((self._by_label.get(item, []) for item in selector.labels.items()), key=len, default=self._all)
        return [w for w in fewest if same_namespace(w.namespace, namespace) and selector.matches(w.labels)]

    def _by_labels_of_running_pods(self, selector: Selector, namespace: str | None) -> list[Workload]:
        """Return the workloads that a selector means whose last words a controller writes onto the running pods.

        A StatefulSet gives each pod its own name as a label; what runs a replicated store marks the leader.
        """
        late = {k: v for k, v in selector.labels.items() if k in _POD_NAMES or _ROLE.search(k)}
        if not late or selector.expressions:
            return []
        rest = {k: v for k, v in selector.labels.items() if k not in late}
        owners = {v.rpartition("-")[0] for k, v in late.items() if k in _POD_NAMES}
        found = self._strictly(Selector(rest), namespace) if rest else self._all
        stateful = [
            w
            for w in found
            if same_namespace(w.namespace, namespace)
            and w.kind in {WorkloadKind.STATEFUL_SET, WorkloadKind.OTHER}
            and (w.name in owners or not owners)
            and not late.keys() & w.labels.keys()
        ]
        return stateful if rest or owners else []


_POD_NAMES = frozenset({"statefulset.kubernetes.io/pod-name"})
_ROLE = re.compile(r"(?:^|[-/._])role$")


def select_workloads(facts: Facts, pods: PodIndex) -> dict[tuple[str | None, str], tuple[Workload, ...]]:
    """Return for each Service with a selector, by (namespace, name), the workloads whose pods it matches."""
    return {
        (address.namespace, address.name): tuple(pods.select(address.selector, address.namespace))
        for address in facts.addresses
        if address.selector is not None and (address.selector.labels or address.selector.expressions)
    }
