"""What the NetworkPolicies of a deployment let through, as far as the files tell."""

from collections.abc import Iterator, Sequence

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.facts import NetworkPeer, NetworkRule, Selector, Workload, WorkloadKind

__all__ = ["NetworkPolicies"]

_NAMESPACE_NAME = "kubernetes.io/metadata.name"


class NetworkPolicies:
    """The NetworkPolicies of a deployment.

    Policies of other kinds (Cilium, Calico) may admit what these deny; with any of them nothing counts as denied.

    Source: Kubernetes, "Network Policies": a pod that no policy selects in a direction is open in it; policies add up.
    """

    def __init__(self, graph: ServiceGraph) -> None:
        self._rules: dict[tuple[str, str | None, tuple[str, str] | None], list[NetworkRule]] = {}
        if any("NetworkPolicy" in resource.kind for resource in graph.facts.custom_resources):
            return
        for rule in graph.facts.network_rules:
            if rule.kind == "NetworkPolicy":
                label = next(iter(rule.pods.labels.items()), None)  # any one of the labels that a pod must carry
                self._rules.setdefault((rule.direction, rule.namespace, label), []).append(rule)

    def denying(self, callers: Sequence[Workload], callees: Sequence[Workload]) -> NetworkRule | None:
        """Return a rule that keeps every caller from every callee, or None if any of them may get through."""
        denying: NetworkRule | None = None
        for caller in callers:
            for callee in callees:
                denying = self._denies("ingress", callee, caller) or self._denies("egress", caller, callee)
                if denying is None:
                    return None
        return denying

    def _denies(self, direction: str, held: Workload, other: Workload) -> NetworkRule | None:
        """Return the first rule that applies to a workload, if none of those that apply may admit the other one."""
        if WorkloadKind.COMPOSE in {held.kind, other.kind}:
            return None
        applying = sorted(self._applying(direction, held), key=lambda rule: rule.span)
        if not applying or any(_may_admit(rule, other) for rule in applying):
            return None
        return applying[0]

    def _applying(self, direction: str, workload: Workload) -> Iterator[NetworkRule]:
        for label in (None, *workload.labels.items()):
            for rule in self._rules.get((direction, workload.namespace, label), ()):
                if rule.pods.matches(workload.labels):
                    yield rule


def _may_admit(rule: NetworkRule, other: Workload) -> bool:
    return rule.peers is None or any(_may_be(peer, other, rule.namespace) for peer, _ in rule.peers)


def _may_be(peer: NetworkPeer, workload: Workload, namespace: str | None) -> bool:
    """Return whether a peer may mean a workload; address blocks and labels of namespaces are not in the files."""
    if peer.block is not None:
        return True
    if peer.namespaces is None:
        in_namespace = workload.namespace == namespace
    else:
        in_namespace = _may_be_in(peer.namespaces, workload.namespace)
    return in_namespace and (peer.pods is None or peer.pods.matches(workload.labels))


def _may_be_in(selector: Selector, namespace: str | None) -> bool:
    name = selector.labels.get(_NAMESPACE_NAME)
    return name is None or namespace is None or name == namespace
