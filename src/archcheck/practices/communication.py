"""How services talk: service discovery, asynchronous messaging, circuit breakers, failure handling."""

from collections.abc import Callable, Sequence

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind, Dependency, Evidence, Outcome
from archcheck.model.facts import PolicyKind
from archcheck.model.run import StaticVerdict
from archcheck.practices.addresses import depends_on_address
from archcheck.practices.reasons import edges, failed, listed, not_applicable, passed, unknown

__all__ = ["async_messaging", "circuit_breakers", "failure_handling", "possible_queues", "service_discovery"]


def service_discovery(graph: ServiceGraph) -> StaticVerdict:
    """Pass if no dependency is an IP literal: Compose and Kubernetes resolve every name that is left."""
    if not any(c.workloads for c in graph.components.values()):
        return not_applicable("The files describe no workload.")
    literal = [r for r in graph.references if depends_on_address(r)]
    if literal:
        names = sorted({r.source for r in literal})
        depend = "depends" if len(names) == 1 else "depend"
        return failed(f"{listed(names)} {depend} on an IP address.", [Evidence(r.use.span, r.because) for r in literal])
    registries = graph.of_kind(ComponentKind.DISCOVERY)
    finders = listed([*(c.name for c in registries), "the platform's DNS"])
    found = f"{finders} {'find' if registries else 'finds'} it"
    named = [Evidence(r.use.span, r.because) for r in graph.references if r.outcome is Outcome.COMPONENT]
    return passed(f"Every address in the files is a name; {found}.", named[:20])


def async_messaging(graph: ServiceGraph) -> StaticVerdict:
    """Pass if two business services are attached to a broker; unknown with a broker but fewer; fail without any."""
    if not graph.business:
        return not_applicable("The files describe no service.")
    brokers = [*graph.of_kind(ComponentKind.BROKER), *_outside_brokers(graph)]
    attached = [d for b in brokers for d in graph.into(b.name) if graph.components[d.source].kind.is_business]
    evidence = [d.evidence[0] for d in attached]
    services = sorted({d.source for d in attached})
    if len(services) > 1:
        return passed(
            f"{listed(services)} exchange messages through {listed(sorted({d.target for d in attached}))}.", evidence
        )
    if brokers:
        what = f"only {services[0]} is" if services else "no service is"
        return unknown(
            f"{listed([b.name for b in brokers])} {'is' if len(brokers) == 1 else 'are'} there, but {what} visibly attached.",
            "Show the broker's address in the variables or configuration of the services that use it.",
            evidence,
        )
    queues = possible_queues(graph)
    if queues:
        return unknown(
            f"No broker is deployed; {listed(queues)} may serve as a queue.",
            "Say so in the configuration, or verify the running system.",
        )
    return failed("No message broker is in the files, deployed or external.", [Evidence(graph.anchor, "no broker")])


def _outside_brokers(graph: ServiceGraph) -> list[Component]:
    names = {d.target for d in graph.dependencies if d.type.is_messaging}
    return [c for n in sorted(names) if (c := graph.components[n]).kind is ComponentKind.EXTERNAL]


def possible_queues(graph: ServiceGraph) -> list[str]:
    """Return caches (Redis and the like can be queues) that several services use, or that nobody visibly uses."""
    found = []
    for cache in graph.of_kind(ComponentKind.CACHE):
        users = {d.source for d in graph.into(cache.name) if graph.components[d.source].kind.is_business}
        if len(users) != 1 and cache.technology != "memcached":
            found.append(cache.name)
    return found


def circuit_breakers(graph: ServiceGraph) -> StaticVerdict:
    """Pass if a breaker covers every visible call and route; unknown otherwise, since breakers may live in code."""
    return _covered(
        graph,
        lambda d: bool(graph.covering(d, PolicyKind.CIRCUIT_BREAKER)),
        (PolicyKind.CIRCUIT_BREAKER,),
        "circuit breaker",
        "Configure them in the mesh or gateway, declare those in code (archcheck.io/circuit-breaker), or verify the "
        "running system.",
    )


def failure_handling(graph: ServiceGraph) -> StaticVerdict:
    """Pass if every visible call and route has a timeout, and a retry, fallback or breaker; unknown otherwise."""
    answers = (PolicyKind.RETRY, PolicyKind.FALLBACK, PolicyKind.CIRCUIT_BREAKER)
    return _covered(
        graph,
        lambda d: bool(_bounds_calls(graph, d) and graph.covering(d, *answers)),
        (PolicyKind.TIMEOUT, *answers),
        "timeout with a retry, fallback or breaker",
        "Configure them in the mesh or gateway, declare those in code (archcheck.io/timeout, archcheck.io/retry, "
        "archcheck.io/fallback), or verify the running system.",
    )


def _bounds_calls(graph: ServiceGraph, dependency: Dependency) -> bool:
    """Return whether a timeout bounds a whole call; one for connecting alone lets an accepted call hang."""
    timeouts = graph.covering(dependency, PolicyKind.TIMEOUT)
    return any(set(applied.policy.params) != {"connect_timeout_s"} for applied in timeouts)


def _covered(
    graph: ServiceGraph, covers: Callable[[Dependency], bool], kinds: Sequence[PolicyKind], what: str, settle: str
) -> StaticVerdict:
    calls = graph.calls()
    evidence = [
        Evidence(p.policy.span, f"{p.policy.layer} {p.policy.kind.value}")
        for p in graph.policies
        if p.policy.kind in kinds
    ]
    evidence = list(dict.fromkeys(evidence))
    if not any(c.workloads for c in graph.components.values()):
        return not_applicable("The files describe no workload.")
    if not calls:
        return unknown(f"No call between services is visible, so none can be shown to have a {what}.", settle, evidence)
    bare = [d for d in calls if not covers(d)]
    if not bare:
        return passed(f"Every visible call and route ({len(calls)}) has a {what}.", evidence)
    if len(bare) == len(calls):
        return unknown(f"No {what} is in the files for any of the {len(calls)} visible calls and routes.", settle)
    return unknown(f"No {what} is in the files for {edges(bare)}.", settle, evidence)
