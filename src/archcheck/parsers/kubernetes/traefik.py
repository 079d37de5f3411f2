"""Traefik's IngressRoutes and TraefikServices."""

import re
from collections.abc import Iterator

from archcheck.model.facts import GatewayListener, GatewayObject, ObjectTarget, Route
from archcheck.model.node import Node
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.cluster import Cluster, GatewayKey, combinations
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.policies import Scope, add_policies
from archcheck.parsers.kubernetes.shapes import integer_or_text, mappings, texts
from archcheck.parsers.kubernetes.traefik_middlewares import MOST_MEMBERS, TRAEFIK, middleware_parts

__all__ = ["read_ingress_route"]

_MATCHER = re.compile(r"(?<![A-Za-z])(HostSNI|Host|PathPrefix|PathRegexp|Path|Method)\(([^()]{0,2000})\)")
_QUOTED = re.compile(r"[`\"']([^`\"']{0,500})[`\"']")
_PATHS = {"PathPrefix": "prefix", "Path": "exact", "PathRegexp": "regex"}
_ENTRY_POINT_PORTS = {"web": 80, "http": 80, "websecure": 443, "https": 443}
_Target = tuple[ObjectTarget, Span]


def read_ingress_route(item: KubernetesObject, cluster: Cluster) -> None:
    """Add an IngressRoute (TCP and UDP ones too) as a gateway with its routes and the policies of its Middlewares."""
    spec = item.spec
    routes = list(mappings(spec, "routes"))
    cluster.facts.gateways.append(
        GatewayObject(
            name=item.name,
            kind=item.kind,
            span=item.span,
            namespace=item.namespace,
            technology="traefik",
            listeners=tuple(_listeners(item, routes)),
            annotations=item.annotations,
        )
    )
    key: GatewayKey = (item.kind, item.namespace, item.name)
    for route in routes:
        _read_route(item, key, route, cluster)


def _listeners(item: KubernetesObject, routes: list[Node]) -> Iterator[GatewayListener]:
    tls = item.spec.has("tls")
    hosts: dict[str, None] = {}
    for route in routes:
        hosts.update(dict.fromkeys(_values(route.text("match") or "", "Host", "HostSNI")))
    protocol = {"IngressRouteTCP": "TCP", "IngressRouteUDP": "UDP"}.get(item.kind, "HTTPS" if tls else "HTTP")
    entry_points = texts(item.spec, "entryPoints")
    for name, node in entry_points:
        yield GatewayListener(_ENTRY_POINT_PORTS.get(name), protocol, tuple(hosts), tls=tls, span=node.span)
    if not entry_points:
        yield GatewayListener(None, protocol, tuple(hosts), tls=tls, span=item.span)


def _read_route(item: KubernetesObject, key: GatewayKey, route: Node, cluster: Cluster) -> None:
    match = route.text("match") or ""
    hosts, methods = _values(match, "Host", "HostSNI"), _values(match, "Method")
    paths = _paths(match) or [(None, "prefix")]
    targets = _targets(list(mappings(route, "services")), item.namespace, cluster, set())
    for (path, kind), (target, span), _ in combinations(item.root, paths, targets, (None,)):
        cluster.facts.routes.append(
            Route(
                target=target,
                span=span,
                because=f"{item.kind} {item.name} {f'path {path}' if path else f'match {match}'}",
                gateway=key,
                hosts=tuple(host for host in hosts if host != "*"),
                path=path,
                path_kind=kind,
                methods=methods,
                namespace=item.namespace,
            )
        )
    parts = middleware_parts(list(mappings(route, "middlewares")), item.namespace, cluster)
    scopes = [Scope("traefik", item.namespace, gateway=key, route_path=path) for path, _ in paths]
    add_policies(cluster, parts, scopes)


def _values(match: str, *names: str) -> tuple[str, ...]:
    found = {}
    for matcher in _MATCHER.finditer(match):
        if matcher[1] in names:
            found.update(dict.fromkeys(_QUOTED.findall(matcher[2])))
    return tuple(found)


def _paths(match: str) -> list[tuple[str | None, str]]:
    return [
        (path, _PATHS[matcher[1]])
        for matcher in _MATCHER.finditer(match)
        if matcher[1] in _PATHS
        for path in _QUOTED.findall(matcher[2])
    ]


def _targets(services: list[Node], namespace: str | None, cluster: Cluster, seen: set[int]) -> list[_Target]:
    found: list[_Target] = []
    for service in services:
        name = service.text("name")
        home = service.text("namespace") or namespace
        if not name or name.endswith("@internal"):
            continue
        if service.text("kind") == "TraefikService":
            found.extend(_weighted(cluster.find("TraefikService", name, home, TRAEFIK), cluster, seen))
        else:
            found.append((ObjectTarget("Service", name, home, integer_or_text(service, "port")), service.span))
    return found


def _weighted(item: KubernetesObject | None, cluster: Cluster, seen: set[int]) -> list[_Target]:
    """Return the Services behind a TraefikService; one that leads back to itself is followed once."""
    if item is None or id(item) in seen:
        return []
    if len(seen) >= MOST_MEMBERS:
        item.root.report(f"More than {MOST_MEMBERS} TraefikServices refer to each other; the others are not judged.")
        return []
    seen.add(id(item))
    spec = item.spec
    services = list(mappings(spec.mapping("weighted"), "services"))
    services.extend(mappings(spec.mapping("highestRandomWeight"), "services"))
    mirroring = spec.mapping("mirroring")
    if mirroring.child("name") is not None:
        services.extend([mirroring, *mappings(mirroring, "mirrors")])
    return _targets(services, item.namespace, cluster, seen)
