"""How clients come in: API gateway and rate limiting."""

from collections.abc import Sequence

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind, Dependency, DependencyType, Evidence
from archcheck.model.facts import PolicyKind
from archcheck.model.run import StaticVerdict
from archcheck.practices.reasons import edges, failed, listed, not_applicable, passed, unknown

__all__ = ["api_gateway", "rate_limiting"]

_DOORS = {ComponentKind.GATEWAY, ComponentKind.PROXY}


def api_gateway(graph: ServiceGraph) -> StaticVerdict:
    """Pass if a gateway is shown and nothing else is published; fail if it is bypassed or several are published without one."""
    if not graph.components:
        return not_applicable("The files describe no component.")
    others = [c for c in graph.published if c.kind not in _DOORS]
    gateways = graph.gateways
    proof = [Evidence(d.span, d.because) for c in others for d in c.doors[:1]]
    if gateways:
        names = listed([g.name for g in gateways])
        if others:
            return failed(f"{names} {_are(gateways)}, and {_published(others)} beside {_it(gateways)}.", proof)
        return passed(f"{names} {_only(gateways)}.", _gateway_evidence(graph, gateways))
    services = [c for c in graph.published if _is_entry(c)]
    if len(services) > 1 and any(c.kind not in _DOORS for c in services):
        return failed(f"{_published(services)} and nothing routes for them.", proof)
    if others:
        return unknown(
            f"{_published(others)}; no gateway is in the files.",
            "Add the gateway's manifests or configuration to the paths, or put one in front.",
            proof,
        )
    if graph.published:
        return unknown(
            f"{_published(graph.published)}, and nothing shows that several services are behind it.",
            "Add the proxy's configuration to the paths.",
            [Evidence(d.span, d.because) for c in graph.published for d in c.doors[:1]],
        )
    return unknown(
        "Nothing is published, so the files do not show how clients come in.",
        "Add the manifests that publish the system (Ingress, Gateway, Service, Compose ports).",
    )


def _is_entry(component: Component) -> bool:
    kind = component.kind
    return kind.is_business or kind.is_store or kind in {ComponentKind.BROKER, ComponentKind.PROXY}


def _are(gateways: Sequence[Component]) -> str:
    return "is the gateway" if len(gateways) == 1 else "are the gateways"


def _it(gateways: Sequence[Component]) -> str:
    return "it" if len(gateways) == 1 else "them"


def _only(gateways: Sequence[Component]) -> str:
    return "is the only way in" if len(gateways) == 1 else "are the only ways in"


def _published(components: Sequence[Component]) -> str:
    return f"{listed([c.name for c in components])} {'is' if len(components) == 1 else 'are'} published"


def _gateway_evidence(graph: ServiceGraph, gateways: Sequence[Component]) -> list[Evidence]:
    routes = [e for g in gateways for d in graph.out(g.name, DependencyType.ROUTE) for e in d.evidence[:1]]
    return routes or [Evidence(g.span, f"{g.name} is a gateway") for g in gateways]


def rate_limiting(graph: ServiceGraph) -> StaticVerdict:
    """Pass if every public route is limited; fail if the gateway's configuration is visible and limits nothing."""
    if not graph.components:
        return not_applicable("The files describe no component.")
    routes = [d for g in graph.gateways for d in graph.out(g.name, DependencyType.ROUTE)]
    limited = [d for d in routes if graph.covering(d, PolicyKind.RATE_LIMIT)]
    any_limit = [p for p in graph.facts.policies if p.kind is PolicyKind.RATE_LIMIT]
    evidence = [Evidence(p.span, f"{p.layer} rate limit") for p in any_limit]
    entries = [c for c in graph.published if c.kind not in _DOORS and c.kind.is_business]
    if routes and len(limited) == len(routes) and not entries:
        return passed("Every route of the gateway is rate limited.", evidence)
    if limited or any_limit:
        return unknown(
            _partly(routes, limited, entries), "Limit the other routes, or show where they are limited.", evidence
        )
    if _configuration_visible(graph, routes):
        names = sorted({d.source for d in routes})
        does = "routes requests and limits" if len(names) == 1 else "route requests and limit"
        return failed(
            f"{listed(names)} {does} none of them.",
            [d.evidence[0] for d in routes],
        )
    return unknown(
        "No rate limit is in the files.", "Configure one at the gateway, or add the configuration that sets it."
    )


def _partly(routes: Sequence[Dependency], limited: Sequence[Dependency], entries: Sequence[Component]) -> str:
    open_routes = [d for d in routes if d not in limited]
    if open_routes:
        return f"No rate limit covers {edges(open_routes)}."
    if entries:
        return f"The gateway limits, but {_published(entries)} beside it."
    return "Rate limits exist, but no gateway route is visible that they cover."


def _configuration_visible(graph: ServiceGraph, routes: Sequence[Dependency]) -> bool:
    """Whether the routes come from the gateway's own configuration (not from plain addresses in its environment)."""
    configured = {u.source for u in graph.routes}
    return bool(routes) and all(d.source in configured for d in routes)
