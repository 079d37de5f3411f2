"""NetworkPolicies."""

from collections.abc import Iterator

from archcheck.model.facts import NetworkPeer, NetworkRule, Selector
from archcheck.model.node import Node
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.selectors import label_selector
from archcheck.parsers.kubernetes.shapes import integer_or_text, mappings, texts

__all__ = ["read_network_policy"]

_WIDEST_RANGE = 1_000


def read_network_policy(item: KubernetesObject, cluster: Cluster) -> None:
    """Add one rule for each direction that the policy restricts; the rules of a direction are joined.

    Source: Kubernetes, "Network Policies": without ``policyTypes``, ingress always and egress if it has egress rules;
    an empty or missing ``from`` (``to``) allows everybody, an empty or missing list of rules nobody.
    """
    spec = item.spec
    types = [text for text, _ in texts(spec, "policyTypes")]
    if not types:
        types = ["Ingress", "Egress"] if spec.child("egress") is not None else ["Ingress"]
    pods = label_selector(spec, "podSelector") or Selector()
    for name, direction, side in (("Ingress", "ingress", "from"), ("Egress", "egress", "to")):
        if name not in types:
            continue
        rules = list(mappings(spec, direction))
        peers = _peers(rules, side)
        cluster.facts.network_rules.append(
            NetworkRule(
                name=item.name,
                pods=pods,
                direction=direction,
                peers=peers,
                span=peers[0][1] if peers else item.span,
                namespace=item.namespace,
                ports=_ports(rules),
            )
        )


def _peers(rules: list[Node], side: str) -> tuple[tuple[NetworkPeer, Span], ...] | None:
    found: list[tuple[NetworkPeer, Span]] = []
    for rule in rules:
        if not rule.sequence(side):
            return None
        found.extend((_peer(node), node.span) for node in mappings(rule, side))
    return tuple(found)


def _peer(node: Node) -> NetworkPeer:
    return NetworkPeer(
        pods=label_selector(node, "podSelector"),
        namespaces=label_selector(node, "namespaceSelector"),
        block=node.mapping("ipBlock").text("cidr"),
    )


def _ports(rules: list[Node]) -> tuple[int | str, ...]:
    """Return the ports that the rules name; none if one of them allows every port, or a range too wide to list."""
    found: dict[int | str, None] = {}
    for rule in rules:
        ports = list(mappings(rule, "ports"))
        if not ports:
            return ()
        for port in ports:
            numbers = list(_numbers(port))
            if not numbers:
                return ()
            found.update(dict.fromkeys(numbers))
    return tuple(found)


def _numbers(port: Node) -> Iterator[int | str]:
    first = integer_or_text(port, "port")
    last = port.integer("endPort")
    if isinstance(first, int) and last is not None:
        if 0 <= last - first < _WIDEST_RANGE:
            yield from range(first, last + 1)
    elif first is not None:
        yield first
