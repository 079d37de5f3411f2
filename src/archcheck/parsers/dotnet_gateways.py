"""Gateways of .NET that are configured by JSON files: Ocelot and YARP.

Source: Ocelot, "Configuration" (``Routes``, in older releases ``ReRoutes``); YARP, "Configuration files" (``ReverseProxy``).
"""

import posixpath
import re
from collections.abc import Iterator, Mapping

from archcheck.model.facts import Facts, HostTarget, Policy, PolicyKind, Route
from archcheck.model.node import Document, Node
from archcheck.model.span import Span
from archcheck.parsers.host_target import host_target

__all__ = ["dotnet_gateway_facts", "is_dotnet_gateway"]

_NAME = re.compile(r"(?:ocelot|appsettings|configuration)(?:\.(\w+))?\.json", re.IGNORECASE)
_OWN_MACHINE = {"localhost", "127.0.0.1", "host.docker.internal"}
_YARP_POLICIES = (
    ("RateLimiterPolicy", PolicyKind.RATE_LIMIT),
    ("Timeout", PolicyKind.TIMEOUT),
    ("TimeoutPolicy", PolicyKind.TIMEOUT),
    ("AuthorizationPolicy", PolicyKind.AUTHENTICATION),
    ("OutputCachePolicy", PolicyKind.CACHE),
)
_SWITCHED_OFF = {None, "", "disable", "Disable", "anonymous", "Anonymous"}
_ENVIRONMENTS = ("ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT")


def is_dotnet_gateway(root: Node) -> bool:
    """Return whether a tree configures Ocelot or YARP."""
    return root.at("ReverseProxy", "Clusters") is not None or any(
        entry.has("DownstreamPathTemplate") for entry in _ocelot_routes(root)
    )


def dotnet_gateway_facts(
    path: str, document: Document, variables: Mapping[str, str] | None = None, *, file: str | None = None
) -> Facts:
    """Return the routes of a gateway, and the limits, timeouts and breakers that Ocelot sets for them.

    A file for another environment than the one the variables name states nothing; nor do addresses of the machine itself,
    which are for development.

    Args:
        path: Path of the file.
        document: The file's document; wrong shapes are recorded on it.
        variables: The container's variables, by name.
        file: What the facts call the file, if not by its path.
    """
    facts, name = Facts(), file or path
    match = _NAME.fullmatch(posixpath.basename(name))
    if match and match[1] and match[1].lower() != _environment(variables or {}):
        return facts
    for route in _ocelot_routes(document.root):
        _ocelot(route, name, facts)
    clusters = document.root.mapping("ReverseProxy").mapping("Clusters")
    paths = dict(_yarp_paths(document.root))
    for cluster, node in clusters.entries():
        for _, destination in node.mapping("Destinations").entries():
            address = destination.child("Address")
            target = host_target(address.as_text() or "") if address is not None else None
            if address is not None and target is not None and target.host not in _OWN_MACHINE:
                facts.routes.append(_route(target, address.span, f"YARP cluster {cluster}", name, paths.get(cluster)))
                facts.policies.extend(
                    Policy(kind, "yarp", span, callee=HostTarget(target.host), file=name)
                    for kind, span in _yarp_policies(document.root, cluster)
                )
    return facts


def _environment(variables: Mapping[str, str]) -> str:
    return next((variables[name].lower() for name in _ENVIRONMENTS if variables.get(name)), "production")


def _ocelot_routes(root: Node) -> Iterator[Node]:
    for key in ("Routes", "ReRoutes"):
        listed = root.child(key)
        if listed is not None and isinstance(listed.value, list):
            yield from listed.elements()


def _ocelot(route: Node, file: str, facts: Facts) -> None:
    path = (route.text("UpstreamPathTemplate") or "").partition("{")[0] or None
    for entry in route.sequence("DownstreamHostAndPorts"):
        host = entry.child("Host")
        name = host.as_text() if host is not None else None
        if host is None or not name or name.lower() in _OWN_MACHINE:
            continue
        target = HostTarget(name.lower(), entry.integer("Port"), route.text("DownstreamScheme"))
        facts.routes.append(_route(target, host.span, f"Ocelot route {path or ''}".strip(), file, path))
        facts.policies.extend(
            Policy(kind, "ocelot", span, callee=HostTarget(target.host), file=file) for kind, span in _policies(route)
        )


def _policies(route: Node) -> Iterator[tuple[PolicyKind, Span]]:
    limits = route.child("RateLimitOptions")
    if limits is not None and limits.has("EnableRateLimiting") and limits.boolean("EnableRateLimiting"):
        yield PolicyKind.RATE_LIMIT, limits.span
    quality = route.child("QoSOptions")
    if quality is not None and quality.has("ExceptionsAllowedBeforeBreaking"):
        yield PolicyKind.CIRCUIT_BREAKER, quality.span
    if quality is not None and quality.has("TimeoutValue"):
        yield PolicyKind.TIMEOUT, quality.span
    if route.has("AuthenticationOptions"):
        yield PolicyKind.AUTHENTICATION, route.mapping("AuthenticationOptions").span


def _yarp_paths(root: Node) -> Iterator[tuple[str, str]]:
    for _, route in root.mapping("ReverseProxy").mapping("Routes").entries():
        cluster, path = route.text("ClusterId"), route.mapping("Match").text("Path")
        if cluster and path:
            yield cluster, path.partition("{")[0]


def _yarp_policies(root: Node, cluster: str) -> Iterator[tuple[PolicyKind, Span]]:
    """Yield what every route to a cluster sets."""
    routes = [route for _, route in root.mapping("ReverseProxy").mapping("Routes").entries()]
    leading = [route for route in routes if route.text("ClusterId") == cluster]
    for key, kind in _YARP_POLICIES:
        settings = [route.child(key) for route in leading]
        if settings and all(setting is not None and setting.as_text() not in _SWITCHED_OFF for setting in settings):
            yield from ((kind, setting.span) for setting in settings[:1] if setting is not None)


def _route(target: HostTarget, span: Span, because: str, file: str, path: str | None) -> Route:
    return Route(target, span, because, file=file, path=path)
