"""Linkerd's ServiceProfiles."""

from archcheck.model.facts import HostTarget, PolicyKind
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.policies import Part, Scope, add_policies
from archcheck.parsers.kubernetes.quantities import duration_s
from archcheck.parsers.kubernetes.shapes import mappings

__all__ = ["read_service_profile"]


def read_service_profile(item: KubernetesObject, cluster: Cluster) -> None:
    """Add timeouts and retries of a ServiceProfile; its name is the host that it is about."""
    spec = item.spec
    for route in mappings(spec, "routes"):
        condition = route.mapping("condition")
        path = condition.text("pathRegex") if condition.value else route.text("name")
        scope = Scope("linkerd", item.namespace, HostTarget(item.name), route_path=path)
        timeout = route.child("timeout")
        limit = duration_s(route, "timeout")
        if timeout is not None and limit:
            add_policies(cluster, [Part(PolicyKind.TIMEOUT, timeout.span, {"timeout_s": limit})], [scope])
        again = route.child("isRetryable")
        if again is not None and route.boolean("isRetryable"):
            add_policies(cluster, [Part(PolicyKind.RETRY, again.span, {})], [scope])
