"""Istio's ServiceEntries and AuthorizationPolicies: which hosts exist, and who may call."""

from archcheck.model.facts import Address, AddressPort, NetworkPeer, NetworkRule, Selector
from archcheck.model.node import Node
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.selectors import label_selector, plain_selector
from archcheck.parsers.kubernetes.shapes import mappings, texts

__all__ = ["read_authorization_policy", "read_service_entry"]


def read_service_entry(item: KubernetesObject, cluster: Cluster) -> None:
    """Add one address for each host of a ServiceEntry."""
    spec = item.spec
    ports = []
    for port in mappings(spec, "ports"):
        number = port.integer("number")
        if number is not None:
            target = port.integer("targetPort") or number
            protocol = (port.text("protocol") or "tcp").lower()
            ports.append(AddressPort(number, target, None, port.text("name"), protocol, port.span))
    endpoints = [address for entry in mappings(spec, "endpoints") if (address := entry.text("address"))]
    labels = spec.mapping("workloadSelector")
    for host, node in texts(spec, "hosts"):
        cluster.facts.addresses.append(
            Address(
                name=host,
                span=node.span,
                namespace=item.namespace,
                type="ServiceEntry",
                selector=plain_selector(labels, "labels"),
                ports=tuple(ports),
                endpoints=tuple(endpoints),
                labels=item.labels,
                annotations=item.annotations,
            )
        )


def read_authorization_policy(item: KubernetesObject, cluster: Cluster) -> None:
    """Add who an AuthorizationPolicy allows; one that denies or audits allows nobody in particular and is left out."""
    spec = item.spec
    if (spec.text("action") or "ALLOW") != "ALLOW":
        return
    pods = _pods(item, cluster)
    if pods is None:
        return
    callers = _Callers()
    for rule in mappings(spec, "rules"):
        callers.add_rule(rule)
    span = next((s for _, s in callers.principals), callers.peers[0][1] if callers.peers else item.span)
    cluster.facts.network_rules.append(
        NetworkRule(
            name=item.name,
            pods=pods,
            direction="ingress",
            peers=None if callers.anybody else tuple(callers.peers),
            span=span,
            namespace=item.namespace,
            ports=() if callers.every_port else tuple(callers.ports),
            kind="AuthorizationPolicy",
            principals=tuple(dict.fromkeys(principal for principal, _ in callers.principals)),
        )
    )


def _pods(item: KubernetesObject, cluster: Cluster) -> Selector | None:
    """Return the pods a policy is for; None for one attached to something other than a Service."""
    spec = item.spec
    references = [spec.mapping("targetRef")] if spec.child("targetRef") is not None else []
    references.extend(mappings(spec, "targetRefs"))
    if not references:
        return label_selector(spec, "selector") or Selector()
    name = references[0].text("name")
    service = cluster.find("Service", name, item.namespace) if name else None
    if references[0].text("kind") != "Service" or service is None:
        return None
    return plain_selector(service.spec, "selector")


class _Callers:
    """Who the rules of a policy allow, joined."""

    def __init__(self) -> None:
        self.anybody = False
        self.every_port = False
        self.peers: list[tuple[NetworkPeer, Span]] = []
        self.principals: list[tuple[tuple[str | None, str], Span]] = []
        self.ports: dict[int, None] = {}

    def add_rule(self, rule: Node) -> None:
        """Add one rule; a rule without ``from`` allows everybody, one without ports every port."""
        sources = [source.mapping("source") for source in mappings(rule, "from")]
        self.anybody = self.anybody or not sources
        for source in sources:
            self._add_source(source)
        operations = [entry.mapping("operation") for entry in mappings(rule, "to")]
        self.every_port = self.every_port or not operations
        for operation in operations:
            ports = [
                int(text)
                for text, _ in texts(operation, "ports")
                if text.isascii() and text.isdigit() and len(text) < 6
            ]
            self.every_port = self.every_port or not ports
            self.ports.update(dict.fromkeys(ports))

    def _add_source(self, source: Node) -> None:
        known = False
        for text, node in [*texts(source, "principals"), *texts(source, "serviceAccounts")]:
            known = True
            self._add_principal(text, node)
        for namespace, node in texts(source, "namespaces"):
            known = True
            selector = Selector({"kubernetes.io/metadata.name": namespace})
            self.peers.append((NetworkPeer(namespaces=selector), node.span))
        for key in ("ipBlocks", "remoteIpBlocks"):
            for block, node in texts(source, key):
                known = True
                self.peers.append((NetworkPeer(block=block), node.span))
        self.anybody = self.anybody or not known

    def _add_principal(self, text: str, node: Node) -> None:
        """Add a principal: ``DOMAIN/ns/NAMESPACE/sa/NAME``, ``*/sa/NAME``, ``NAMESPACE/NAME`` or ``*``."""
        before, _, name = text.rpartition("/")
        if name == "*":
            self.anybody = self.anybody or before == ""
            return
        parts = text.split("/")
        namespace: str | None = None
        if "ns" in parts[:-1]:
            namespace = parts[parts.index("ns") + 1]
        elif len(parts) == 2 and parts[0] != "*":
            namespace = parts[0]
        self.principals.append(((None if namespace == "*" else namespace, name), node.span))
