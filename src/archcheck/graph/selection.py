"""Workloads by their pods' labels, as Kubernetes selectors pick them."""

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
        fewest = min((self._by_label.get(item, []) for item in selector.labels.items()), key=len, default=self._all)
        return [w for w in fewest if same_namespace(w.namespace, namespace) and selector.matches(w.labels)]


def select_workloads(facts: Facts, pods: PodIndex) -> dict[tuple[str | None, str], tuple[Workload, ...]]:
    """Return for each Service with a selector, by (namespace, name), the workloads whose pods it matches."""
    return {
        (address.namespace, address.name): tuple(pods.select(address.selector, address.namespace))
        for address in facts.addresses
        if address.selector is not None and (address.selector.labels or address.selector.expressions)
    }
