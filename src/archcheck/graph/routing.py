"""Routes: who routes, and where to."""

import posixpath
import re
from collections.abc import Iterable, Set

from archcheck.graph.draft import Draft, LinkKind
from archcheck.graph.naming import Caller, caller_of
from archcheck.graph.resolution import looks_internal
from archcheck.graph.selection import same_namespace
from archcheck.model.architecture import ComponentKind, Outcome, Reference, RouteUse, Use
from archcheck.model.facts import HostTarget, MountKind, ObjectTarget, Route, Workload

__all__ = [
    "add_routes",
    "file_owners",
    "gateway_component",
    "promote_front_proxies",
    "promote_proxies",
    "provider_components",
]

_TEMPLATE = re.compile(r"\$\{?([A-Za-z_]\w*)\}?")
_HOST_SUFFIX = re.compile(r"_?(service)?_?(host|hostname|addr|address|url|uri|upstream|server|backend)$", re.IGNORECASE)


def add_routes(draft: Draft) -> None:
    """Resolve every route to the component that routes and the one it leads to; both known make a dependency."""
    for route in draft.facts.routes:
        routers: list[str | None] = [*_routers(draft, route)]
        for source in routers or [None]:
            use = _resolve(draft, route, source)
            draft.routes.append(use)
            if source is not None and use.target is not None:
                target = route.target
                port = target.port if isinstance(target.port, int) else None
                host = target.host if isinstance(target, HostTarget) else target.name
                scheme = target.scheme if isinstance(target, HostTarget) else None
                draft.link(
                    source,
                    use.target,
                    LinkKind.ROUTE,
                    route.span,
                    route.because,
                    use=Use(route.span, host, port, scheme),
                )


def _routers(draft: Draft, route: Route) -> list[str]:
    if route.gateway is not None:
        found = gateway_component(draft, route.gateway)
        return [found] if found else []
    if route.provider is not None:
        return provider_components(draft, route.provider)
    return file_owners(draft, route.file) if route.file else []


def gateway_component(draft: Draft, key: tuple[str, str | None, str]) -> str | None:
    """Return the component of a gateway object, which may be another manifest's that leaves the namespace open.

    Args:
        draft: The graph so far.
        key: Kind, namespace and name of the object.
    """
    if key in draft.by_gateway:
        return draft.by_gateway[key]
    kind, namespace, name = key
    for (other_kind, other_namespace, other_name), component in draft.by_gateway.items():
        if (other_kind, other_name) == (kind, name) and (namespace is None or other_namespace is None):
            return component
    return None


def provider_components(draft: Draft, technology: str) -> list[str]:
    """Return the components that run a technology, such as the Traefik that reads labels."""
    return [n for n, c in draft.components.items() if c.technology == technology and c.workloads]


def file_owners(draft: Draft, path: str) -> list[str]:
    """Return the components that read a configuration file: they mount it, are built with it, or are named like its folder.

    Args:
        draft: The graph so far.
        path: Path of the file, or ``configmap/NAMESPACE/NAME/KEY``, or ``config/NAME``.
    """
    if path in draft.config_owners:
        return draft.config_owners[path]
    mounting = [n for n, c in draft.components.items() if _mounts(c.workloads, path)]
    if mounting:
        return mounting
    return _built_with(draft, path) or next(
        ([folder] for folder in reversed(path.split("/")[:-1]) if folder in draft.components), []
    )


def _built_with(draft: Draft, path: str) -> list[str]:
    """Return the components that are built with a file: it is in the folder of their Dockerfile, else of their build.

    Components that are built from one folder, each with a Dockerfile of its own, do not share all that lies there.
    """
    homes = []
    for name, component in draft.components.items():
        for container in (c for w in component.workloads for c in w.containers):
            build = container.build
            if build is not None and build.context is not None:
                homes.append((name, build.context, posixpath.dirname(build.dockerfile or "") or build.context))
    own = _nearest([(home, name) for name, _, home in homes], path)
    around = _nearest([(context, name) for name, context, _ in homes], path)
    apart = len({home for name, _, home in homes if name in around}) > 1
    return own or ([] if apart else around)


def _nearest(folders: list[tuple[str, str]], path: str) -> list[str]:
    """Return whose folder is the innermost one around a file; the root is around everything and tells nothing."""
    around = {(folder, name) for folder, name in folders if folder not in {"", "."} and path.startswith(f"{folder}/")}
    longest = max((len(folder) for folder, _ in around), default=0)
    return sorted({name for folder, name in around if len(folder) == longest})


def _mounts(workloads: Iterable[Workload], path: str) -> bool:
    sources = (
        mount.source
        for workload in workloads
        for container in workload.containers
        for mount in container.mounts
        if mount.source and mount.kind in {MountKind.BIND, MountKind.CONFIG, MountKind.SECRET}
    )
    return any(path == source or path.startswith(f"{source.rstrip('/')}/") for source in sources)


def _resolve(draft: Draft, route: Route, source: str | None) -> RouteUse:
    if isinstance(route.target, ObjectTarget):
        return _resolve_object(draft, route, route.target, source)
    host = route.target.host
    caller = _caller(draft, source, route.namespace)
    target = draft.names.resolve(host, caller) or _from_template(draft, host)
    if target is None and route.provider is not None:
        target = host if host in draft.components else None
    if target is not None:
        return RouteUse(route, source, target)
    if _TEMPLATE.search(host):
        return RouteUse(route, source, None)
    missing = f"nothing in this deployment answers to {host}" if looks_internal(host) else None
    if source is not None and missing is None:
        use = Use(route.span, host, route.target.port, route.target.scheme)
        draft.references.append(Reference(source, use, Outcome.EXTERNAL, None, route.because))
    return RouteUse(route, source, None, missing)


def _resolve_object(draft: Draft, route: Route, target: ObjectTarget, source: str | None) -> RouteUse:
    namespace = target.namespace or route.namespace
    for key in ((namespace, target.name), (None, target.name)):
        if key in draft.by_address:
            return RouteUse(route, source, draft.by_address[key], _missing_port(draft, key, target))
    if namespace is None:
        for (ns, name), component in draft.by_address.items():
            if name == target.name:
                return RouteUse(route, source, component, _missing_port(draft, (ns, name), target))
    if target.kind != "Service":
        return RouteUse(route, source, None)
    namesakes = [a for a in draft.facts.addresses if a.name == target.name]
    if any(same_namespace(a.namespace, namespace) for a in namesakes):
        return RouteUse(route, source, None, f"Service {target.name} selects no workload")
    where = f" in namespace {namespace}" if namesakes else ""
    return RouteUse(route, source, None, f"there is no Service {target.name}{where}")


def _missing_port(draft: Draft, key: tuple[str | None, str], target: ObjectTarget) -> str | None:
    address = next((a for a in draft.facts.addresses if (a.namespace, a.name) == key and a.type != "Endpoints"), None)
    if address is None or target.port is None or not address.ports:
        return None
    if any(target.port in {p.number, p.name} for p in address.ports):
        return None
    return f"Service {target.name} has no port {target.port}"


def _caller(draft: Draft, source: str | None, namespace: str | None) -> Caller:
    component = draft.components.get(source) if source else None
    if component is not None and component.workloads:
        return caller_of(component.workloads[0], component.name)
    return Caller(source or "", namespace)


def _from_template(draft: Draft, host: str) -> str | None:
    """Guess the component that ``${CATALOGUE_HOST}`` means: the one with that name."""
    match = _TEMPLATE.fullmatch(host)
    if match is None:
        return None
    stem = _HOST_SUFFIX.sub("", match[1]).lower()
    by_name = {n.lower().replace("-", "").replace("_", ""): n for n in draft.components}
    return by_name.get(stem.replace("_", "")) if stem else None


def promote_proxies(draft: Draft, published: Set[str]) -> None:
    """Make a proxy, or a user interface that routes to several services behind it, a gateway.

    A user interface whose services are published themselves is one more client of them, not their door.

    Args:
        draft: The graph so far.
        published: Components with a published way in.
    """
    reach: dict[str, set[str]] = {}
    for use in draft.routes:
        if use.source and use.target and draft.components[use.target].kind in _BEHIND:
            reach.setdefault(use.source, set()).add(use.target)
    for name, services in reach.items():
        component = draft.components[name]
        behind = services if component.kind is ComponentKind.PROXY else services - published
        if component.kind in {ComponentKind.PROXY, *_BEHIND} and component.gateway is None and len(behind) >= 2:
            component.kind = ComponentKind.GATEWAY


def promote_front_proxies(draft: Draft) -> None:
    """Make a proxy a gateway that names several services, whatever says so: variables, links, start order."""
    reach: dict[str, set[str]] = {}
    for link in draft.links:
        target = draft.components[link.target].kind
        started = link.kind == LinkKind.START_ORDER
        if target in _BEHIND or (target in _BEHIND_TOO and not started and link.kind != LinkKind.OBSERVED):
            reach.setdefault(link.source, set()).add(link.target)
    for name, behind in reach.items():
        component = draft.components[name]
        if component.kind is ComponentKind.PROXY and len(behind) >= _SEVERAL:
            component.kind = ComponentKind.GATEWAY


_BEHIND = (ComponentKind.SERVICE, ComponentKind.UI)
_BEHIND_TOO = (ComponentKind.OBSERVABILITY, ComponentKind.OTHER)
_SEVERAL = 2
