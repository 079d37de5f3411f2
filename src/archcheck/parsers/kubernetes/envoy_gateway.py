"""Policies of Envoy Gateway, attached to Gateways and routes."""

from collections.abc import Iterator

from archcheck.model.facts import PolicyKind
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.gateway_api import GATEWAY_API, route_scopes
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.policies import Parameters, Part, Scope, add_policies, rate_per_s, read_parameters
from archcheck.parsers.kubernetes.quantities import duration_s
from archcheck.parsers.kubernetes.shapes import mappings

__all__ = ["policy_targets", "read_backend_traffic_policy", "read_client_traffic_policy", "read_security_policy"]

_LAYER = "envoy-gateway"
_LOGINS = ("jwt", "oidc", "basicAuth", "extAuth", "apiKeyAuth")


def policy_targets(item: KubernetesObject, cluster: Cluster, layer: str) -> list[Scope]:
    """Return the scopes of a policy that is attached by ``targetRef`` or ``targetRefs`` to Gateways or routes."""
    spec = item.spec
    references = [spec.mapping("targetRef")] if spec.child("targetRef") is not None else []
    scopes: list[Scope] = []
    for reference in [*references, *mappings(spec, "targetRefs")]:
        kind, name = reference.text("kind") or "", reference.text("name")
        namespace = reference.text("namespace") or item.namespace
        if not name:
            continue
        if kind == "Gateway":
            key = cluster.gateway_key(kind, name, namespace, GATEWAY_API)
            scopes.append(Scope(layer, item.namespace, gateway=key))
        elif (route := cluster.find(kind, name, namespace, GATEWAY_API)) is not None:
            scopes.extend(route_scopes(route, cluster, layer))
    return scopes


def read_backend_traffic_policy(item: KubernetesObject, cluster: Cluster) -> None:
    """Add rate limits, breakers, retries, timeouts and balancing of a BackendTrafficPolicy."""
    add_policies(cluster, _backend_parts(item.spec), policy_targets(item, cluster, _LAYER))


def read_security_policy(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the ways to log in that a SecurityPolicy demands."""
    spec = item.spec
    parts = [
        Part(PolicyKind.AUTHENTICATION, spec.mapping(key).key_span, {"type": key})
        for key in _LOGINS
        if spec.child(key) is not None
    ]
    add_policies(cluster, parts, policy_targets(item, cluster, _LAYER))


def read_client_traffic_policy(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the limits that a ClientTrafficPolicy sets for clients."""
    spec = item.spec
    parts = []
    http = spec.mapping("timeout").mapping("http")
    if limit := duration_s(http, "requestReceivedTimeout"):
        parts.append(Part(PolicyKind.TIMEOUT, http.key_span, {"timeout_s": limit}))
    connections = spec.mapping("connection").mapping("connectionLimit")
    if connections.value:
        params = read_parameters(connections, numbers={"value": "max_connections"})
        parts.append(Part(PolicyKind.BULKHEAD, connections.key_span, params))
    add_policies(cluster, parts, policy_targets(item, cluster, _LAYER))


def _backend_parts(spec: Node) -> list[Part]:
    return [*_limits(spec), *_breakers(spec), *_attempts(spec)]


def _limits(spec: Node) -> Iterator[Part]:
    if spec.child("rateLimit") is None:
        return
    limit = spec.mapping("rateLimit")
    params: Parameters = {}
    for scope in ("global", "local"):
        if limit.child(scope) is not None:
            params["scope"] = scope
        for rule in mappings(limit.mapping(scope), "rules"):
            amount = rule.mapping("limit")
            rate = rate_per_s(amount.integer("requests"), amount.text("unit"))
            if rate is not None:
                params.setdefault("requests_per_s", rate)
    yield Part(PolicyKind.RATE_LIMIT, limit.key_span, params)


def _breakers(spec: Node) -> Iterator[Part]:
    if spec.child("circuitBreaker") is not None:
        breaker = spec.mapping("circuitBreaker")
        numbers = {
            "maxConnections": "max_connections",
            "maxPendingRequests": "max_pending_requests",
            "maxParallelRequests": "max_requests",
            "maxParallelRetries": "max_retries",
        }
        yield Part(PolicyKind.CIRCUIT_BREAKER, breaker.key_span, read_parameters(breaker, numbers=numbers))
    passive = spec.mapping("healthCheck").mapping("passive")
    if passive.value:
        params = read_parameters(
            passive,
            numbers={"consecutive5XxErrors": "consecutive_errors", "maxEjectionPercent": "max_ejection_percent"},
            durations={"interval": "interval_s", "baseEjectionTime": "base_ejection_s"},
        )
        yield Part(PolicyKind.CIRCUIT_BREAKER, passive.key_span, params)
    balancer = spec.mapping("loadBalancer")
    if balancer.value:
        yield Part(PolicyKind.LOAD_BALANCING, balancer.key_span, read_parameters(balancer, words={"type": "algorithm"}))


def _attempts(spec: Node) -> Iterator[Part]:
    if spec.child("retry") is not None:
        retry = spec.mapping("retry")
        params = read_parameters(retry, numbers={"numRetries": "attempts"})
        per_try = read_parameters(retry.mapping("perRetry"), durations={"timeout": "per_try_timeout_s"})
        yield Part(PolicyKind.RETRY, retry.key_span, params | per_try)
    timeout = spec.mapping("timeout")
    params = read_parameters(timeout.mapping("http"), durations={"requestTimeout": "timeout_s"})
    params |= read_parameters(timeout.mapping("tcp"), durations={"connectTimeout": "connect_timeout_s"})
    if params:
        yield Part(PolicyKind.TIMEOUT, timeout.key_span, params)
