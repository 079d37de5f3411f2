"""Istio's Gateways and VirtualServices."""

from collections.abc import Iterator
from typing import NamedTuple

from archcheck.model.facts import GatewayListener, GatewayObject, HostTarget, PolicyKind, Route
from archcheck.model.node import Node
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.cluster import Cluster, GatewayKey, combinations
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.policies import Parameters, Part, Scope, add_policies, read_parameters
from archcheck.parsers.kubernetes.quantities import duration_s
from archcheck.parsers.kubernetes.selectors import plain_selector
from archcheck.parsers.kubernetes.shapes import mappings, text_map, texts

__all__ = ["ISTIO_NETWORKING", "read_istio_gateway", "read_virtual_service"]

ISTIO_NETWORKING = "networking.istio.io"
_TLS_ENDS = {"SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL", "ISTIO_MUTUAL"}
_MESH = "mesh"


class _Match(NamedTuple):
    path: str | None
    kind: str
    methods: tuple[str, ...]
    gateways: tuple[str, ...]


_Destination = tuple[HostTarget, Span]


def read_istio_gateway(item: KubernetesObject, cluster: Cluster) -> None:
    """Add a Gateway of Istio."""
    cluster.facts.gateways.append(
        GatewayObject(
            name=item.name,
            kind="IstioGateway",
            span=item.span,
            namespace=item.namespace,
            technology="istio",
            selector=plain_selector(item.spec, "selector"),
            listeners=tuple(_listener(server) for server in mappings(item.spec, "servers")),
            annotations=item.annotations,
        )
    )


def _listener(server: Node) -> GatewayListener:
    port = server.mapping("port")
    hosts = tuple(text.rpartition("/")[2] for text, _ in texts(server, "hosts"))
    ends = (server.mapping("tls").text("mode") or "") in _TLS_ENDS
    return GatewayListener(
        port.integer("number"), (port.text("protocol") or "HTTP").upper(), hosts, tls=ends, span=server.span
    )


def read_virtual_service(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the routes that a VirtualService gives to gateways, and what it sets for the mesh and for gateways.

    One without hosts is read where another delegates to it.
    """
    spec = item.spec
    hosts = tuple(text for text, _ in texts(spec, "hosts"))
    gateways = tuple(text for text, _ in texts(spec, "gateways")) or (_MESH,)
    if not hosts:
        return
    for protocol in ("http", "tls", "tcp"):
        for rule in mappings(spec, protocol):
            _read_rule(item, rule, hosts, gateways, cluster)
            if rule.child("delegate") is not None:
                _read_delegate(item, rule.mapping("delegate"), hosts, gateways, cluster)


def _read_delegate(
    item: KubernetesObject, delegate: Node, hosts: tuple[str, ...], gateways: tuple[str, ...], cluster: Cluster
) -> None:
    """Read the VirtualService that a rule delegates to; Istio allows one level only."""
    name = delegate.text("name")
    namespace = delegate.text("namespace") or item.namespace
    target = cluster.find("VirtualService", name, namespace, ISTIO_NETWORKING) if name else None
    if target is not None and target is not item:
        for rule in mappings(target.spec, "http"):
            _read_rule(target, rule, hosts, gateways, cluster)


def _read_rule(
    item: KubernetesObject, rule: Node, hosts: tuple[str, ...], gateways: tuple[str, ...], cluster: Cluster
) -> None:
    destinations = list(_destinations(rule))
    matches = [_match(match) for match in mappings(rule, "match")] or [_Match(None, "prefix", (), ())]
    keys: list[tuple[GatewayKey | None, _Match]] = []
    for match in matches:
        keys.extend((_gateway(name, item, cluster), match) for name in match.gateways or gateways)
    scopes = []
    for (key, match), destination, _ in combinations(item.root, keys, destinations, (None,)):
        scopes.append(Scope("istio", item.namespace, destination[0], key, route_path=match.path))
        if key is not None:
            cluster.facts.routes.append(_route(item, key, match, hosts, destination))
    add_policies(cluster, list(_parts(rule)), scopes)


def _route(
    item: KubernetesObject, key: GatewayKey, match: _Match, hosts: tuple[str, ...], destination: _Destination
) -> Route:
    return Route(
        target=destination[0],
        span=destination[1],
        because=f"VirtualService {item.name} {f'path {match.path}' if match.path else f'host {hosts[0]}'}",
        gateway=key,
        hosts=tuple(host for host in hosts if host != "*"),
        path=match.path,
        path_kind=match.kind,
        methods=match.methods,
        namespace=item.namespace,
    )


def _gateway(name: str, item: KubernetesObject, cluster: Cluster) -> GatewayKey | None:
    if name == _MESH:
        return None
    namespace, _, own = name.rpartition("/")
    home = namespace or item.namespace
    if cluster.find("Gateway", own, home, ISTIO_NETWORKING) is None:
        own = own.partition(".")[0]  # some name it by a DNS name
    return cluster.gateway_key("Gateway", own, home, ISTIO_NETWORKING)


def _match(match: Node) -> _Match:
    gateways = tuple(text for text, _ in texts(match, "gateways"))
    methods = tuple(text.upper() for text in text_map(match, "method").values())
    uri = match.mapping("uri")
    for kind in ("exact", "prefix", "regex"):
        path = uri.text(kind)
        if path is not None:
            return _Match(path, kind, methods, gateways)
    return _Match(None, "prefix", methods, gateways)


def _destinations(rule: Node) -> Iterator[_Destination]:
    for route in mappings(rule, "route"):
        destination = route.mapping("destination")
        node = destination.child("host")
        host = destination.text("host")
        if node is None:
            route.report("A route of a VirtualService needs destination.host.")
        elif host:
            yield HostTarget(host, destination.mapping("port").integer("number")), node.span


def _parts(rule: Node) -> Iterator[Part]:
    timeout = duration_s(rule, "timeout")
    node = rule.child("timeout")
    if timeout and node is not None:
        yield Part(PolicyKind.TIMEOUT, node.span, {"timeout_s": timeout})
    if rule.child("retries") is not None:
        retries = rule.mapping("retries")
        params = read_parameters(
            retries,
            numbers={"attempts": "attempts"},
            durations={"perTryTimeout": "per_try_timeout_s"},
            words={"retryOn": "retry_on"},
        )
        if params.get("attempts") != 0:
            yield Part(PolicyKind.RETRY, retries.key_span, params)
    if rule.child("fault") is not None:
        yield Part(PolicyKind.FAULT, rule.mapping("fault").key_span, _fault(rule.mapping("fault")))


def _fault(fault: Node) -> Parameters:
    delay = read_parameters(fault.mapping("delay"), durations={"fixedDelay": "delay_s"})
    return delay | read_parameters(fault.mapping("abort"), numbers={"httpStatus": "status"})
