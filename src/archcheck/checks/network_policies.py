"""What the NetworkPolicies of a deployment let through, as far as the files tell."""

from collections.abc import Sequence

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
        others = any("NetworkPolicy" in resource.kind for resource in graph.facts.custom_resources)
        rules = [] if others else [r for r in graph.facts.network_rules if r.kind == "NetworkPolicy"]
        self._ingress = [rule for rule in rules if rule.direction == "ingress"]
        self._egress = [rule for rule in rules if rule.direction == "egress"]
        self._applying: dict[tuple[str, str | None, str, str], list[NetworkRule]] = {}

    def denying(self, callers: Sequence[Workload], callees: Sequence[Workload]) -> NetworkRule | None:
        """Return a rule that keeps every caller from every callee, or None if any of them may get through."""
        denying: NetworkRule | None = None
        if not self._ingress and not self._egress:
            return None
        for caller in callers:
            for callee in callees:
                denying = self._denies(self._ingress, callee, caller) or self._denies(self._egress, caller, callee)
                if denying is None:
                    return None
        return denying

    def _denies(self, rules: Sequence[NetworkRule], held: Workload, other: Workload) -> NetworkRule | None:
        """Return the first rule that applies to a workload, if none of those that apply may admit the other one."""
        if not rules or WorkloadKind.COMPOSE in {held.kind, other.kind}:
            return None
        key = (held.kind.value, held.namespace, held.name, rules[0].direction)
        if key not in self._applying:
            self._applying[key] = [r for r in rules if r.namespace == held.namespace and r.pods.matches(held.labels)]
        applying = self._applying[key]
        if not applying or any(_may_admit(rule, other) for rule in applying):
            return None
        return applying[0]


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
