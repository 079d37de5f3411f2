"""The rule about dependencies that the networks of the deployment do not let through."""

from collections.abc import Iterator, Mapping, Sequence

from archcheck.checks.addresses import compose_names, on_external_network
from archcheck.checks.check import Hit
from archcheck.checks.network_policies import NetworkPolicies
from archcheck.checks.wording import listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, Confidence, Outcome, Reference, Use
from archcheck.model.facts import HostTarget, Workload, WorkloadKind
from archcheck.model.finding import Level, Related

__all__ = ["unreachable_dependency"]


def unreachable_dependency(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each caller and callee that share no Compose network, or whose traffic a NetworkPolicy denies.

    Only what the caller alone refers to counts: an address that came with a shared ConfigMap may be for others. Routes
    count as the references of the component that routes.
    """
    names = compose_names(graph)
    policies = NetworkPolicies(graph)
    seen = set()
    for reference in (*graph.references, *_routed(graph)):
        target = _target(reference, names)
        if target is None or reference.confidence is not Confidence.HIGH or reference.via_shared_source:
            continue
        if (reference.source, target) in seen or target == reference.source:
            continue
        seen.add((reference.source, target))
        caller, callee = graph.components[reference.source], graph.components[target]
        hit = _no_common_network(reference, caller, callee) or _denied(reference, caller, callee, policies)
        if hit is not None:
            yield hit


def _routed(graph: ServiceGraph) -> Iterator[Reference]:
    """Yield the routes as references."""
    for use in graph.routes:
        if use.source is not None and use.target is not None:
            host = use.route.target.host if isinstance(use.route.target, HostTarget) else use.route.target.name
            place = Use(use.route.span, host)
            yield Reference(use.source, place, Outcome.COMPONENT, use.target, use.route.because)


def _target(reference: Reference, names: Mapping[str, str]) -> str | None:
    if reference.outcome is Outcome.UNRESOLVED:  # a name that exists, but not on the caller's networks
        return names.get(reference.use.host)
    return reference.target if reference.outcome is Outcome.COMPONENT else None


def _no_common_network(reference: Reference, caller: Component, callee: Component) -> Hit | None:
    ours, theirs = _networks(caller.workloads), _networks(callee.workloads)
    if not ours or not theirs or ours & theirs or "logging" in reference.because:
        return None
    message = (
        f"{caller.name} depends on {callee.name}, but they share no network: "
        f"{caller.name} is on {listed(sorted(ours))}, {callee.name} on {listed(sorted(theirs))}."
    )
    elsewhere = on_external_network(caller.workloads)  # there, something else of that name may answer
    level = Level.WARNING if elsewhere else None
    return Hit(subjects=(caller.name, callee.name), message=message, span=reference.use.span, level=level)


def _networks(workloads: Sequence[Workload]) -> set[str]:
    """Return the Compose networks of a component; none where they do not decide what it reaches."""
    if any(w.kind is not WorkloadKind.COMPOSE or w.network_mode or w.host_network for w in workloads):
        return set()
    return {network.network for workload in workloads for network in workload.networks}


def _denied(reference: Reference, caller: Component, callee: Component, policies: NetworkPolicies) -> Hit | None:
    rule = policies.denying(caller.workloads, callee.workloads)
    if rule is None:
        return None
    side = "into" if rule.direction == "ingress" else "out of"
    held = callee.name if rule.direction == "ingress" else caller.name
    return Hit(
        subjects=(caller.name, callee.name),
        message=f"{caller.name} depends on {callee.name}, "
        f"but NetworkPolicy {rule.name} does not admit this traffic {side} {held}.",
        span=reference.use.span,
        related=(Related(rule.span, f"NetworkPolicy {rule.name}"),),
    )
