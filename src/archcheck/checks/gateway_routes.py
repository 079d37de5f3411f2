"""Rules about the routes of gateways."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.offered_ports import service_ports
from archcheck.checks.wording import listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import RouteUse
from archcheck.model.facts import HostTarget, ObjectTarget

__all__ = ["route_to_nowhere"]


def route_to_nowhere(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each route whose backend does not exist, or does not offer the port the route names."""
    seen = set()
    for use in graph.routes:
        missing = use.missing or _missing_port(graph, use)
        if missing is None or (use.source, use.route.span) in seen:
            continue
        seen.add((use.source, use.route.span))
        backend = use.target or _host(use.route.target)
        router = use.source or "A route"
        yield Hit(
            subjects=(use.source, backend) if use.source else (backend,),
            message=f"{router} routes to {_name(use.route.target)} ({use.route.because}): {missing.rstrip('.')}.",
            span=use.route.span,
            key=use.route.because,
        )


def _missing_port(graph: ServiceGraph, use: RouteUse) -> str | None:
    target = use.route.target
    if use.target is None or target.port is None:
        return None
    namespace = (target.namespace if isinstance(target, ObjectTarget) else None) or use.route.namespace
    name = _host(target)
    offered = service_ports(graph.components[use.target], name, namespace)
    if not offered or any(target.port in {port.number, port.name} for port in offered):
        return None
    ports = listed(str(port.number) for port in offered)
    return f"port {target.port} is none of the ports that {name} offers ({ports})"


def _host(target: HostTarget | ObjectTarget) -> str:
    return target.host if isinstance(target, HostTarget) else target.name


def _name(target: HostTarget | ObjectTarget) -> str:
    name = _host(target)
    return name if target.port is None else f"{name}:{target.port}"
