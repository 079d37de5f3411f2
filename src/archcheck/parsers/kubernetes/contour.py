"""Contour's HTTPProxies."""

from collections.abc import Iterator
from typing import NamedTuple

from archcheck.model.facts import GatewayListener, GatewayObject, ObjectTarget, PolicyKind, Route
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.cluster import Cluster, GatewayKey, combinations
from archcheck.parsers.kubernetes.gateway_api import service_host
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.policies import Parameters, Part, Scope, add_policies, rate_per_s, read_parameters
from archcheck.parsers.kubernetes.quantities import duration_s
from archcheck.parsers.kubernetes.shapes import integer_or_text, mappings

__all__ = ["read_http_proxy"]

_CONTOUR = "projectcontour.io"
_LAYER = "contour"
_MOST_INCLUDES = 500


def read_http_proxy(item: KubernetesObject, cluster: Cluster) -> None:
    """Add an HTTPProxy with a virtual host as a gateway; those that it includes bring it their routes."""
    if item.spec.child("virtualhost") is None:
        return  # it is read where another one includes it
    virtual_host = item.spec.mapping("virtualhost")
    host = virtual_host.text("fqdn")
    hosts = (host,) if host else ()
    tls = virtual_host.child("tls") is not None
    key: GatewayKey = ("HTTPProxy", item.namespace, item.name)
    cluster.facts.gateways.append(
        GatewayObject(
            name=item.name,
            kind="HTTPProxy",
            span=item.span,
            namespace=item.namespace,
            technology=_LAYER,
            listeners=(GatewayListener(443 if tls else 80, "HTTPS" if tls else "HTTP", hosts, tls, virtual_host.span),),
            annotations=item.annotations,
        )
    )
    add_policies(cluster, list(_host_parts(virtual_host)), [Scope(_LAYER, item.namespace, gateway=key)])
    _read_routes(item, "", _Root(key, hosts, set()), cluster)


class _Root(NamedTuple):
    key: GatewayKey
    hosts: tuple[str, ...]
    seen: set[int]


def _read_routes(item: KubernetesObject, prefix: str, root: _Root, cluster: Cluster) -> None:
    if id(item) in root.seen:
        return
    if len(root.seen) >= _MOST_INCLUDES:
        item.root.report(f"More than {_MOST_INCLUDES} HTTPProxies include each other; the others are not judged.")
        return
    root.seen.add(id(item))
    spec = item.spec
    routes = list(mappings(spec, "routes"))
    if spec.child("tcpproxy") is not None:
        routes.append(spec.mapping("tcpproxy"))
    for route in routes:
        path = _joined(prefix, route) or None
        backends = list(_backends(item, route))
        for _, (backend, node), _ in combinations(item.root, (None,), backends, (None,)):
            because = f"HTTPProxy {item.name} path {path or '/'}"
            cluster.facts.routes.append(
                Route(backend, node.span, because, root.key, hosts=root.hosts, path=path, namespace=item.namespace)
            )
        scopes = [
            Scope(_LAYER, item.namespace, service_host(t.name, t.namespace, item.namespace), root.key, route_path=path)
            for t, _ in backends
        ]
        add_policies(cluster, list(_route_parts(route)), scopes)
    for include in mappings(spec, "includes"):
        name = include.text("name")
        target = (
            cluster.find("HTTPProxy", name, include.text("namespace") or item.namespace, _CONTOUR) if name else None
        )
        if target is not None:
            _read_routes(target, _joined(prefix, include)[:2_000], root, cluster)


def _joined(prefix: str, node: Node) -> str:
    """Return the path that conditions add up to."""
    for condition in mappings(node, "conditions"):
        part = condition.text("prefix") or condition.text("exact") or condition.text("regex") or ""
        prefix = prefix.rstrip("/") + part if part.startswith("/") else prefix + part
    return prefix


def _backends(item: KubernetesObject, route: Node) -> Iterator[tuple[ObjectTarget, Node]]:
    for service in mappings(route, "services"):
        name = service.text("name")
        if name and not service.boolean("mirror"):
            yield ObjectTarget("Service", name, item.namespace, integer_or_text(service, "port")), service


def _host_parts(virtual_host: Node) -> Iterator[Part]:
    if virtual_host.child("rateLimitPolicy") is not None:
        yield _limit(virtual_host.mapping("rateLimitPolicy"))
    if virtual_host.child("authorization") is not None:
        authorization = virtual_host.mapping("authorization")
        yield Part(PolicyKind.AUTHENTICATION, authorization.key_span, {"type": "authorization"})
    for provider in mappings(virtual_host, "jwtProviders"):
        yield Part(PolicyKind.AUTHENTICATION, provider.span, {"type": "jwt"})


def _route_parts(route: Node) -> Iterator[Part]:
    if route.child("timeoutPolicy") is not None:
        timeouts = route.mapping("timeoutPolicy")
        if limit := duration_s(timeouts, "response"):
            yield Part(PolicyKind.TIMEOUT, timeouts.key_span, {"timeout_s": limit})
    if route.child("retryPolicy") is not None:
        retries = route.mapping("retryPolicy")
        params = read_parameters(
            retries, numbers={"count": "attempts"}, durations={"perTryTimeout": "per_try_timeout_s"}
        )
        yield Part(PolicyKind.RETRY, retries.key_span, params)
    if route.child("rateLimitPolicy") is not None:
        yield _limit(route.mapping("rateLimitPolicy"))
    if route.child("loadBalancerPolicy") is not None:
        balancer = route.mapping("loadBalancerPolicy")
        yield Part(
            PolicyKind.LOAD_BALANCING, balancer.key_span, read_parameters(balancer, words={"strategy": "algorithm"})
        )


def _limit(policy: Node) -> Part:
    local = policy.mapping("local")
    rate = rate_per_s(local.integer("requests"), local.text("unit"))
    params: Parameters = {} if rate is None else {"requests_per_s": rate}
    return Part(PolicyKind.RATE_LIMIT, policy.key_span, params)
