"""Gateway API: Gateways, their routes, and what routes set."""

from collections.abc import Iterator
from typing import NamedTuple

from archcheck.model.facts import GatewayListener, GatewayObject, HostTarget, ObjectTarget, PolicyKind, Route
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.cluster import Cluster, GatewayKey, combinations
from archcheck.parsers.kubernetes.kong import kong_parts
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.policies import Part, Scope, add_policies, parameters, read_parameters
from archcheck.parsers.kubernetes.quantities import duration_s
from archcheck.parsers.kubernetes.shapes import integer_or_text, mappings, texts
from archcheck.parsers.kubernetes.traefik_middlewares import middleware_parts

__all__ = ["GATEWAY_API", "read_gateway", "read_route", "route_scopes", "service_host"]

GATEWAY_API = "gateway.networking.k8s.io"
_LAYER = "gateway-api"
_PATH_KINDS = {"Exact": "exact", "PathPrefix": "prefix", "RegularExpression": "regex"}


class _Match(NamedTuple):
    path: str | None
    kind: str
    methods: tuple[str, ...]


def service_host(name: str, namespace: str | None, home: str | None) -> HostTarget:
    """Return the host by which an object in ``home`` calls a Service."""
    return HostTarget(name if namespace in {None, home} else f"{name}.{namespace}")


def read_gateway(item: KubernetesObject, cluster: Cluster) -> None:
    """Add a Gateway."""
    spec = item.spec
    cluster.facts.gateways.append(
        GatewayObject(
            name=item.name,
            kind="Gateway",
            span=item.span,
            namespace=item.namespace,
            technology=spec.text("gatewayClassName"),
            listeners=tuple(_listener(listener) for listener in mappings(spec, "listeners")),
            annotations=item.annotations,
        )
    )


def _listener(listener: Node) -> GatewayListener:
    protocol = (listener.text("protocol") or "HTTP").upper()
    host = listener.text("hostname")
    ends = protocol in {"HTTPS", "TLS"} and listener.mapping("tls").text("mode") != "Passthrough"
    return GatewayListener(listener.integer("port"), protocol, (host,) if host else (), tls=ends, span=listener.span)


def read_route(item: KubernetesObject, cluster: Cluster) -> None:
    """Add the routes of an HTTPRoute, GRPCRoute, TCPRoute, TLSRoute or UDPRoute, and what its rules set.

    A route whose parent is a Service belongs to the mesh: it forwards for no gateway, but what it sets covers calls to
    that Service.
    """
    gateways = _gateways(item, cluster)
    hosts = tuple(text for text, _ in texts(item.spec, "hostnames"))
    for rule in mappings(item.spec, "rules"):
        matches = [_match(item.kind, match) for match in mappings(rule, "matches")] or [_Match(None, "prefix", ())]
        backends = list(_backends(item, rule))
        for key, match, (target, node) in combinations(item.root, gateways, matches, backends):
            where = f"path {match.path}" if match.path else f"host {hosts[0]}" if hosts else f"backend {target.name}"
            cluster.facts.routes.append(
                Route(
                    target=target,
                    span=node.span,
                    because=f"{item.kind} {item.name} {where}",
                    gateway=key,
                    hosts=hosts,
                    path=match.path,
                    path_kind=match.kind,
                    methods=match.methods,
                    namespace=item.namespace,
                )
            )
        parts = list(_parts(rule))
        add_policies(cluster, parts, _rule_scopes(item, gateways, matches, backends))
        extensions = [filter_.mapping("extensionRef") for filter_ in mappings(rule, "filters")]
        scopes = [Scope("traefik", item.namespace, gateway=key, route_path=m.path) for key in gateways for m in matches]
        add_policies(cluster, middleware_parts(extensions, item.namespace, cluster), scopes[:100])
    add_policies(cluster, kong_parts(item, cluster), route_scopes(item, cluster, "kong"))


def route_scopes(item: KubernetesObject, cluster: Cluster, layer: str) -> list[Scope]:
    """Return the scopes of a policy for all that a route forwards."""
    gateways = _gateways(item, cluster)
    backends = [backend for rule in mappings(item.spec, "rules") for backend in _backends(item, rule)]
    return [
        Scope(layer, item.namespace, service_host(target.name, target.namespace, item.namespace), key)
        for key, (target, _), _ in combinations(item.root, gateways, backends, (None,))
    ]


def _rule_scopes(
    item: KubernetesObject, gateways: list[GatewayKey], matches: list[_Match], backends: list[tuple[ObjectTarget, Node]]
) -> list[Scope]:
    scopes = [
        Scope(
            _LAYER,
            item.namespace,
            service_host(target.name, target.namespace, item.namespace),
            key,
            route_path=match.path,
        )
        for key, match, (target, _) in combinations(item.root, gateways, matches, backends)
    ]
    for parent in mappings(item.spec, "parentRefs"):
        name = parent.text("name")
        if name and parent.text("kind") == "Service":
            callee = service_host(name, parent.text("namespace"), item.namespace)
            scopes.extend(Scope(_LAYER, item.namespace, callee, route_path=match.path) for match in matches)
    return scopes


def _gateways(item: KubernetesObject, cluster: Cluster) -> list[GatewayKey]:
    found: dict[GatewayKey, None] = {}
    for parent in mappings(item.spec, "parentRefs"):
        name = parent.text("name")
        if name and (parent.text("kind") or "Gateway") == "Gateway":
            namespace = parent.text("namespace") or item.namespace
            found[cluster.gateway_key("Gateway", name, namespace, GATEWAY_API)] = None
    return list(found)


def _match(kind: str, match: Node) -> _Match:
    if kind == "GRPCRoute":
        method = match.mapping("method")
        service, name = method.text("service"), method.text("method")
        text = f"/{service}/{name}" if service and name else f"/{service}" if service else None
        return _Match(text, "exact" if name else "prefix", ())
    path, verb = match.mapping("path"), match.text("method")
    path_kind = _PATH_KINDS.get(path.text("type") or "PathPrefix", "prefix")
    return _Match(path.text("value"), path_kind, (verb.upper(),) if verb else ())


def _backends(item: KubernetesObject, rule: Node) -> Iterator[tuple[ObjectTarget, Node]]:
    references = list(mappings(rule, "backendRefs")) or list(mappings(rule, "forwardTo"))  # v1alpha1 said forwardTo
    for reference in references:
        name = reference.text("name") or reference.text("serviceName")
        if name:
            kind = reference.text("kind") or "Service"
            namespace = reference.text("namespace") or item.namespace
            yield ObjectTarget(kind, name, namespace, integer_or_text(reference, "port")), reference
        else:
            reference.report("A backend of a route needs a name.")


def _parts(rule: Node) -> Iterator[Part]:
    if rule.child("timeouts") is not None:
        timeouts = rule.mapping("timeouts")
        request, backend = duration_s(timeouts, "request"), duration_s(timeouts, "backendRequest")
        if request or backend:
            params = parameters(timeout_s=request or backend, per_try_timeout_s=backend)
            yield Part(PolicyKind.TIMEOUT, timeouts.key_span, params)
    if rule.child("retry") is not None:
        retry = rule.mapping("retry")
        params = read_parameters(retry, numbers={"attempts": "attempts"}, durations={"backoff": "backoff_s"})
        codes = ",".join(text for text, _ in texts(retry, "codes"))
        yield Part(PolicyKind.RETRY, retry.key_span, params | ({"retry_on": codes} if codes else {}))
