"""What Istio sets for calls: DestinationRules, filters, logins and access logs."""

from collections.abc import Iterator

from archcheck.model.facts import HostTarget, PolicyKind
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.envoy_gateway import policy_targets
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.policies import Parameters, Part, Scope, add_policies, read_parameters
from archcheck.parsers.kubernetes.quantities import duration_s, quotient
from archcheck.parsers.kubernetes.shapes import mappings, text_map

__all__ = ["read_destination_rule", "read_envoy_filter", "read_request_authentication", "read_telemetry"]

_LAYER = "istio"
_RATE_LIMIT_TYPES = (".ratelimit.v3.RateLimit", ".local_ratelimit.v3.LocalRateLimit", ".rate_limit.v2.RateLimit")
_RATE_LIMIT_FILTERS = (
    "envoy.filters.http.local_ratelimit",
    "envoy.filters.http.ratelimit",
    "envoy.filters.network.local_ratelimit",
)


def read_destination_rule(item: KubernetesObject, cluster: Cluster) -> None:
    """Add what a DestinationRule sets for calls to its host; what it sets for one subset carries the subset's name."""
    spec = item.spec
    host = spec.text("host")
    if not host:
        item.root.document.report(item.span, "A DestinationRule needs a host.")
        return
    scope = Scope(_LAYER, item.namespace, HostTarget(host))
    add_policies(cluster, list(_traffic_parts(spec.mapping("trafficPolicy"), {})), [scope])
    for subset in mappings(spec, "subsets"):
        parts = _traffic_parts(subset.mapping("trafficPolicy"), {"subset": subset.text("name") or ""})
        add_policies(cluster, list(parts), [scope])


def _traffic_parts(policy: Node, extra: Parameters) -> Iterator[Part]:
    yield from _parts(policy, extra)
    for level in mappings(policy, "portLevelSettings"):
        yield from _parts(level, extra)


def _parts(policy: Node, extra: Parameters) -> Iterator[Part]:
    if policy.child("connectionPool") is not None:
        pool = policy.mapping("connectionPool")
        yield Part(PolicyKind.BULKHEAD, pool.key_span, _pool(pool) | extra)
    if policy.child("outlierDetection") is not None:
        outliers = policy.mapping("outlierDetection")
        params = read_parameters(
            outliers,
            numbers={
                "consecutive5xxErrors": "consecutive_errors",
                "consecutiveGatewayErrors": "consecutive_errors",
                "consecutiveErrors": "consecutive_errors",
                "maxEjectionPercent": "max_ejection_percent",
                "minHealthPercent": "min_health_percent",
            },
            durations={"interval": "interval_s", "baseEjectionTime": "base_ejection_s"},
        )
        yield Part(PolicyKind.CIRCUIT_BREAKER, outliers.key_span, params | extra)
    if policy.child("loadBalancer") is not None:
        balancer = policy.mapping("loadBalancer")
        params = read_parameters(balancer, words={"simple": "algorithm"})
        if balancer.child("consistentHash") is not None:
            params["algorithm"] = "CONSISTENT_HASH"
        yield Part(PolicyKind.LOAD_BALANCING, balancer.key_span, params | extra)
    tls = policy.mapping("tls")
    mode = tls.text("mode")
    if mode and mode != "DISABLE":
        yield Part(PolicyKind.TLS, tls.key_span, {"mode": mode} | extra)


def _pool(pool: Node) -> Parameters:
    tcp = read_parameters(
        pool.mapping("tcp"),
        numbers={"maxConnections": "max_connections"},
        durations={"connectTimeout": "connect_timeout_s"},
    )
    return tcp | read_parameters(
        pool.mapping("http"),
        numbers={
            "http1MaxPendingRequests": "max_pending_requests",
            "http2MaxRequests": "max_requests",
            "maxRequestsPerConnection": "max_requests_per_connection",
            "maxRetries": "max_retries",
        },
        durations={"idleTimeout": "idle_timeout_s"},
    )


def read_envoy_filter(item: KubernetesObject, cluster: Cluster) -> None:
    """Add a rate limit for an EnvoyFilter that inserts Envoy's rate limit filter, local or global."""
    spec = item.spec
    patches = list(mappings(spec, "configPatches"))
    for patch in patches:
        named = next((n for n in patch.mapping("patch").scalars() if _is_rate_limit(n.value)), None)
        if named is None:
            continue
        context = patch.mapping("match").text("context")
        labels = text_map(spec.mapping("workloadSelector"), "labels")
        params = {"filter": str(named.value).rpartition(".")[2], **_bucket(patches)}
        edge = [Scope(_LAYER, item.namespace, provider=_LAYER)]
        scopes = edge if context == "GATEWAY" else _scopes(item, labels, cluster)
        add_policies(cluster, [Part(PolicyKind.RATE_LIMIT, named.span, params)], scopes)
        return


def _is_rate_limit(value: object) -> bool:
    """Whether a value names the filter; its name is free where the type of its configuration tells."""
    return value in _RATE_LIMIT_FILTERS or (isinstance(value, str) and value.endswith(_RATE_LIMIT_TYPES))


def _bucket(patches: list[Node]) -> Parameters:
    """Return the rate of the first token bucket in the patches."""
    stack = [patch.mapping("patch") for patch in reversed(patches)]
    while stack:
        node = stack.pop()
        if node.child("token_bucket") is not None:
            bucket = node.mapping("token_bucket")
            tokens = bucket.integer("tokens_per_fill")
            interval = duration_s(bucket, "fill_interval")
            rate = quotient(tokens or 1, interval) if interval else None
            params = read_parameters(bucket, numbers={"max_tokens": "burst"})
            return params if rate is None else params | {"requests_per_s": rate}
        stack.extend(child for _, child in node.entries())
        stack.extend(node.elements())
    return {}


def read_request_authentication(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the tokens that a RequestAuthentication checks."""
    spec = item.spec
    rules = list(mappings(spec, "jwtRules"))
    if not rules:
        return
    scopes = policy_targets(item, cluster, _LAYER)
    if spec.child("targetRef") is None and spec.child("targetRefs") is None:
        scopes = _scopes(item, text_map(spec.mapping("selector"), "matchLabels"), cluster)
    add_policies(cluster, [Part(PolicyKind.AUTHENTICATION, rules[0].span, {"type": "jwt"})], scopes)


def read_telemetry(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the access log that a Telemetry object switches on."""
    for log in mappings(item.spec, "accessLogging"):
        if not log.boolean("disabled"):
            part = Part(PolicyKind.ACCESS_LOG, log.span, {})
            add_policies(cluster, [part], [Scope(_LAYER, item.namespace, provider=_LAYER)])
            return


def _scopes(item: KubernetesObject, labels: dict[str, str], cluster: Cluster) -> list[Scope]:
    """Return what a policy for pods with these labels covers: calls to their Services, or Istio's gateway itself.

    Without labels it covers calls to every host.
    """
    if not labels:
        return [Scope(_LAYER, item.namespace, HostTarget("*"))]
    if "gateway" in labels.get("istio", ""):
        return [Scope(_LAYER, item.namespace, provider=_LAYER)]
    services = cluster.services_for(labels, item.namespace)
    return [Scope(_LAYER, item.namespace, HostTarget(service.name)) for service in services]
