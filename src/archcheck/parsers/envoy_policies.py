"""What Envoy sets: on clusters, on routes, by HTTP filters."""

from collections.abc import Callable, Iterator

from archcheck.model.facts import PolicyKind
from archcheck.model.node import Node
from archcheck.parsers.time_span import node_seconds

__all__ = ["Params", "cluster_policies", "filter_clusters", "filter_policies", "route_policies"]

Params = dict[str, str | float | bool]

_THRESHOLDS = ("max_connections", "max_pending_requests", "max_requests", "max_retries")
_CLUSTER_KEYS = {"cluster_name", "cluster", "collector_cluster", "upstream_cluster"}


def _numbers(node: Node, keys: dict[str, str]) -> Params:
    """Return the whole numbers at some keys under our names; wrapped values count too."""
    params: Params = {}
    for key, name in keys.items():
        child = node.child(key)
        number = None if child is None else child.as_integer()
        if number is not None:
            params[name] = number
    return params


def _durations(node: Node, keys: dict[str, str]) -> Params:
    return {name: value for key, name in keys.items() if (value := node_seconds(node.child(key))) is not None}


def cluster_policies(cluster: Node, endpoints: int) -> Iterator[tuple[PolicyKind, Params, Node]]:
    """Yield what a cluster sets: connection limits, outlier detection, connect timeout, load balancing.

    Envoy calls its connection limits circuit breakers: they are both a breaker and a bulkhead here.
    """
    for threshold in cluster.mapping("circuit_breakers").sequence("thresholds")[:1]:
        params = _numbers(threshold, {key: key for key in _THRESHOLDS})
        yield PolicyKind.BULKHEAD, params, threshold
        yield PolicyKind.CIRCUIT_BREAKER, params, threshold
    if (outlier := cluster.child("outlier_detection")) is not None:
        names = {
            "consecutive_5xx": "consecutive_errors",
            "consecutive_gateway_failure": "consecutive_gateway_errors",
            "max_ejection_percent": "max_ejection_percent",
        }
        times = _durations(outlier, {"interval": "interval_s", "base_ejection_time": "ejection_s"})
        yield PolicyKind.CIRCUIT_BREAKER, _numbers(outlier, names) | times, outlier
    if connect := _durations(cluster, {"connect_timeout": "connect_timeout_s"}):
        yield PolicyKind.TIMEOUT, connect, cluster.child("connect_timeout") or cluster
    if endpoints > 1:
        algorithm = (cluster.text("lb_policy") or "ROUND_ROBIN").lower()
        yield PolicyKind.LOAD_BALANCING, {"servers": endpoints, "algorithm": algorithm}, cluster


def route_policies(action: Node) -> Iterator[tuple[PolicyKind, Params, Node]]:
    """Yield what a route's action or a virtual host sets: timeout, retries, cross-origin rules aside."""
    timeout = action.child("timeout")
    length = node_seconds(timeout)
    if timeout is not None and length:  # 0s switches the timeout off
        yield PolicyKind.TIMEOUT, {"timeout_s": length}, timeout
    if (retry := action.child("retry_policy")) is not None:
        params = _numbers(retry, {"num_retries": "attempts"}) or {"attempts": 1}
        params |= _durations(retry, {"per_try_timeout": "per_try_timeout_s"})
        if retry_on := retry.text("retry_on"):
            params["retry_on"] = retry_on
        yield PolicyKind.RETRY, params, retry


def filter_policies(name: str, settings: Node) -> Iterator[tuple[PolicyKind, Params, str | None, Node]]:
    """Yield what an HTTP filter sets: kind, parameters, the path it is limited to, and the node that says so.

    Args:
        name: The filter's name and the type of its settings.
        settings: Its settings, for the whole listener or one route; keys in snake case.
    """
    flat = name.lower().replace("_", "")
    for word, read in _FILTERS:
        if word in flat:
            yield from read(settings)
            return


Found = Iterator[tuple[PolicyKind, Params, str | None, Node]]


def _local_limit(settings: Node) -> Found:
    bucket = settings.child("token_bucket")
    if bucket is None:  # without one the filter only prepares for routes that have theirs
        return
    params = _numbers(bucket, {"max_tokens": "burst"})
    per_fill = bucket.child("tokens_per_fill")
    tokens = 1 if per_fill is None else per_fill.as_integer()
    interval = node_seconds(bucket.child("fill_interval"))
    if tokens and interval:
        params["requests_per_s"] = tokens / interval
    yield PolicyKind.RATE_LIMIT, params, None, bucket


def _global_limit(settings: Node) -> Found:
    yield PolicyKind.RATE_LIMIT, {"policy": "global"}, None, settings


def _jwt(settings: Node) -> Found:
    for rule in settings.sequence("rules"):
        if rule.child("requires") or rule.child("requirement_name"):
            match = rule.mapping("match")
            path = match.text("prefix") or match.text("path") or match.text("path_separated_prefix")
            yield PolicyKind.AUTHENTICATION, {"method": "jwt"}, path, rule


def _plain(kind: PolicyKind, params: Params) -> Callable[[Node], Found]:
    def read(settings: Node) -> Found:
        if not settings.has("disabled"):
            yield kind, params, None, settings

    return read


_FILTERS: tuple[tuple[str, Callable[[Node], Found]], ...] = (
    ("localratelimit", _local_limit),
    ("ratelimit", _global_limit),
    ("jwtauthn", _jwt),
    ("extauthz", _plain(PolicyKind.AUTHENTICATION, {"method": "external"})),
    ("oauth2", _plain(PolicyKind.AUTHENTICATION, {"method": "oauth2"})),
    ("basicauth", _plain(PolicyKind.AUTHENTICATION, {"method": "basic"})),
    ("apikeyauth", _plain(PolicyKind.AUTHENTICATION, {"method": "api-key"})),
    ("httpcache", _plain(PolicyKind.CACHE, {})),
    ("http.cache", _plain(PolicyKind.CACHE, {})),
    ("httpfault", _plain(PolicyKind.FAULT, {})),
    ("http.fault", _plain(PolicyKind.FAULT, {})),
    ("adaptiveconcurrency", _plain(PolicyKind.BULKHEAD, {})),
    ("admissioncontrol", _plain(PolicyKind.CIRCUIT_BREAKER, {})),
)


def filter_clusters(settings: Node) -> Iterator[str]:
    """Yield the names of the clusters that a filter or tracer itself calls, in source order."""
    stack = [settings]
    while stack:
        node = stack.pop()
        for key, child in node.entries():
            if key in _CLUSTER_KEYS and isinstance(child.value, str):
                yield child.value
        below = list(node.value.values()) if isinstance(node.value, dict) else list(node.elements())
        stack.extend(reversed(below))
