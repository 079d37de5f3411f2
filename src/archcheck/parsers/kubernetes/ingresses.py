"""Ingresses of all API versions, and Routes of OpenShift."""

from collections.abc import Iterator
from typing import NamedTuple

from archcheck.model.facts import GatewayListener, GatewayObject, ObjectTarget, Route
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.annotations import read_gateway_annotations
from archcheck.parsers.kubernetes.cluster import Cluster, GatewayKey
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.shapes import integer_or_text, mappings, texts

__all__ = ["read_ingress", "read_openshift_route"]

_PATH_KINDS = {"Exact": "exact", "Prefix": "prefix", "ImplementationSpecific": "prefix"}


class _Match(NamedTuple):
    hosts: tuple[str, ...] = ()
    path: str | None = None
    kind: str = "prefix"


def read_ingress(item: KubernetesObject, cluster: Cluster) -> None:
    """Add an Ingress as a gateway, one route for each path, and the policies of its annotations."""
    spec = item.spec
    annotations = item.annotations
    cluster.facts.gateways.append(
        GatewayObject(
            name=item.name,
            kind="Ingress",
            span=item.span,
            namespace=item.namespace,
            technology=spec.text("ingressClassName") or annotations.get("kubernetes.io/ingress.class") or None,
            listeners=tuple(_listeners(item)),
            annotations=annotations,
        )
    )
    key: GatewayKey = ("Ingress", item.namespace, item.name)
    regex = annotations.get("nginx.ingress.kubernetes.io/use-regex") == "true"
    cluster.facts.routes.extend(_routes(item, key, regex=regex))
    read_gateway_annotations(item, key, cluster)


def _listeners(item: KubernetesObject) -> Iterator[GatewayListener]:
    spec = item.spec
    hosts = [rule.text("host") for rule in mappings(spec, "rules")]
    yield GatewayListener(80, "HTTP", tuple(dict.fromkeys(filter(None, hosts))), tls=False, span=item.span)
    for tls in mappings(spec, "tls"):
        yield GatewayListener(443, "HTTPS", tuple(text for text, _ in texts(tls, "hosts")), tls=True, span=tls.span)


def _routes(item: KubernetesObject, key: GatewayKey, *, regex: bool) -> Iterator[Route]:
    spec = item.spec
    for default in ("defaultBackend", "backend"):
        if spec.child(default) is not None:
            yield from _route(item, key, spec.mapping(default), _Match())
    for rule in mappings(spec, "rules"):
        host = rule.text("host")
        for path in mappings(rule.mapping("http"), "paths"):
            kind = "regex" if regex else _PATH_KINDS.get(path.text("pathType") or "", "prefix")
            match = _Match((host,) if host else (), path.text("path"), kind)
            if path.child("backend") is None:
                path.report("A path of an Ingress needs a backend.")
            yield from _route(item, key, path.mapping("backend"), match)


def _route(item: KubernetesObject, key: GatewayKey, backend: Node, match: _Match) -> Iterator[Route]:
    target = _target(backend, item.namespace)
    if target is None or target.port == "use-annotation":  # an action of the AWS controller, such as a redirect
        return
    host = f"host {match.hosts[0]}" if match.hosts else "default backend"
    where = f"path {match.path}" if match.path else host
    yield Route(
        target=target,
        span=backend.span,
        because=f"Ingress {item.name} {where}",
        gateway=key,
        hosts=match.hosts,
        path=match.path,
        path_kind=match.kind,
        namespace=item.namespace,
    )


def _target(backend: Node, namespace: str | None) -> ObjectTarget | None:
    if backend.child("resource") is not None:
        resource = backend.mapping("resource")
        kind, name = resource.text("kind"), resource.text("name")
        return ObjectTarget(kind or "Service", name, namespace) if name else None
    if backend.child("service") is not None:
        service = backend.mapping("service")
        port = service.mapping("port")
        number = integer_or_text(port, "number")
        name, number = service.text("name"), port.text("name") if number is None else number
    else:
        name, number = backend.text("serviceName"), integer_or_text(backend, "servicePort")
    if not name:
        if backend.value:
            backend.report("This backend of an Ingress names no Service.")
        return None
    return ObjectTarget("Service", name, namespace, number)


def read_openshift_route(item: KubernetesObject, cluster: Cluster) -> None:
    """Add a Route of OpenShift as a gateway with one route for each of its backends."""
    spec = item.spec
    host, path, tls = spec.text("host"), spec.text("path"), spec.child("tls")
    hosts = (host,) if host else ()
    listener = GatewayListener(
        443 if tls else 80, "HTTPS" if tls else "HTTP", hosts, tls=tls is not None, span=tls.span if tls else item.span
    )
    annotations = item.annotations
    cluster.facts.gateways.append(
        GatewayObject(
            name=item.name,
            kind="Route",
            span=item.span,
            namespace=item.namespace,
            technology="openshift-router",
            listeners=(listener,),
            annotations=annotations,
        )
    )
    key: GatewayKey = ("Route", item.namespace, item.name)
    port = integer_or_text(spec.mapping("port"), "targetPort")
    backends = [spec.mapping("to")] if spec.child("to") is not None else []
    for backend in [*backends, *mappings(spec, "alternateBackends")]:
        name = backend.text("name")
        if name:
            target = ObjectTarget(backend.text("kind") or "Service", name, item.namespace, port)
            because = f"Route {item.name} path {path or '/'}"
            cluster.facts.routes.append(
                Route(target, backend.span, because, key, hosts=hosts, path=path, namespace=item.namespace)
            )
    read_gateway_annotations(item, key, cluster)
