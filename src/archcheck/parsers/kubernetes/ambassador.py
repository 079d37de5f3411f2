"""Mappings of Ambassador, now Emissary-ingress."""

from collections.abc import Iterator

from archcheck.model.facts import HostTarget, PolicyKind, Route
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.policies import Part, Scope, add_policies, read_parameters
from archcheck.parsers.kubernetes.quantities import quotient
from archcheck.parsers.kubernetes.shapes import host_and_port, mappings

__all__ = ["read_auth_service", "read_mapping", "read_rate_limit_service"]

_LAYER = "ambassador"


def read_mapping(item: KubernetesObject, cluster: Cluster) -> None:
    """Add a Mapping as a route of the component that is Ambassador, with what it sets."""
    spec = item.spec
    node, service = spec.child("service"), spec.text("service")
    if node is None or not service:
        item.root.document.report(item.span, f"This {item.kind} names no service.")
        return
    scheme, separator, address = service.partition("://")
    if not separator:
        scheme, address = "", service
    host, port = host_and_port(address.partition("/")[0])
    target = HostTarget(host, port, scheme.lower() or None)
    path, hostname = spec.text("prefix"), spec.text("hostname") or spec.text("host")
    method = spec.text("method")
    cluster.facts.routes.append(
        Route(
            target=target,
            span=node.span,
            because=f"{item.kind} {item.name} path {path or '/'}",
            provider=_LAYER,
            hosts=(hostname,) if hostname and hostname != "*" else (),
            path=path,
            path_kind="regex" if spec.boolean("prefix_regex") else "prefix",
            methods=(method.upper(),) if method else (),
            namespace=item.namespace,
        )
    )
    scope = Scope(_LAYER, item.namespace, target, provider=_LAYER, route_path=path)
    add_policies(cluster, list(_parts(spec)), [scope])


def _parts(spec: Node) -> Iterator[Part]:
    timeout, limit_s = spec.child("timeout_ms"), quotient(spec.integer("timeout_ms"), 1000)
    if timeout is not None and limit_s:
        yield Part(PolicyKind.TIMEOUT, timeout.span, {"timeout_s": limit_s})
    if spec.child("retry_policy") is not None:
        retries = spec.mapping("retry_policy")
        params = read_parameters(
            retries,
            numbers={"num_retries": "attempts"},
            durations={"per_try_timeout": "per_try_timeout_s"},
            words={"retry_on": "retry_on"},
        )
        yield Part(PolicyKind.RETRY, retries.key_span, params)
    for breaker in mappings(spec, "circuit_breakers"):
        numbers = {name: name for name in ("max_connections", "max_pending_requests", "max_requests", "max_retries")}
        yield Part(PolicyKind.CIRCUIT_BREAKER, breaker.span, read_parameters(breaker, numbers=numbers))
    if spec.child("load_balancer") is not None:
        balancer = spec.mapping("load_balancer")
        yield Part(
            PolicyKind.LOAD_BALANCING, balancer.key_span, read_parameters(balancer, words={"policy": "algorithm"})
        )


def read_auth_service(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the login check of an AuthService, which covers all that Ambassador routes."""
    part = Part(PolicyKind.AUTHENTICATION, item.span, {"type": "external"})
    add_policies(cluster, [part], [Scope(_LAYER, item.namespace, provider=_LAYER)])


def read_rate_limit_service(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the rate limit of a RateLimitService."""
    add_policies(
        cluster, [Part(PolicyKind.RATE_LIMIT, item.span, {})], [Scope(_LAYER, item.namespace, provider=_LAYER)]
    )
