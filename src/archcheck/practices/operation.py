"""How services run: health checks and database per service."""

from collections.abc import Sequence

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind, Dependency, DependencyType, Evidence
from archcheck.model.facts import Container, HealthCheck, HealthKind, HealthMethod, WorkloadKind
from archcheck.model.finding import Finding
from archcheck.model.run import StaticVerdict
from archcheck.practices.reasons import failed, listed, not_applicable, passed, unknown

__all__ = ["database_per_service", "health_checks"]

_ABSENT = {"missing-readiness-probe", "missing-healthcheck"}
_WRONG = {"vacuous-health-check", "health-check-port-unknown"}
_EXEMPT = {ComponentKind.JOB, ComponentKind.LOAD_GENERATOR, ComponentKind.OBSERVABILITY, ComponentKind.OTHER}
_NO_OWNERS = _EXEMPT | {ComponentKind.PROXY}


def health_checks(graph: ServiceGraph, findings: Sequence[Finding]) -> StaticVerdict:
    """Pass if everything that serves has health checks; fail where one is missing or cannot fail."""
    concerned = [c for c in graph.components.values() if c.workloads and c.kind not in _EXEMPT and _serves(graph, c)]
    if not concerned:
        return not_applicable("The files describe no workload that serves traffic.")
    names = {c.name for c in concerned}
    missing = [f for f in findings if f.name in _ABSENT and f.subjects[0] in names]
    wrong = [f for f in findings if f.name in _WRONG and f.subjects[0] in names]
    if missing or wrong:
        parts = []
        if missing:
            parts.append(f"{listed(sorted({f.subjects[0] for f in missing}))} without")
        if wrong:
            parts.append(f"{listed(sorted({f.subjects[0] for f in wrong}))} with one that proves nothing")
        return failed(
            f"{'; '.join(parts)} ({len(concerned)} {'serves' if len(concerned) == 1 else 'serve'} traffic).",
            [Evidence(f.span, f.name) for f in (*missing, *wrong)],
        )
    bare = [c.name for c in concerned if not _has_check(c)]
    if bare:
        return unknown(f"No health check is visible for {listed(bare)}.", "Declare them, or verify the running system.")
    shown = [Evidence(h.span, f"{h.kind.value} check of {c.name}") for c in concerned for h in _checks(c)]
    all_have = (
        "The one component that serves traffic has"
        if len(concerned) == 1
        else f"All {len(concerned)} components that serve traffic have"
    )
    return passed(f"{all_have} health checks.", shown)


def _serves(graph: ServiceGraph, component: Component) -> bool:
    return graph.serves_traffic(component) or any(w.kind is WorkloadKind.COMPOSE for w in component.workloads)


def _has_check(component: Component) -> bool:
    return bool(_checks(component))


def _checks(component: Component) -> list[HealthCheck]:
    return [h for w in component.workloads for c in w.containers for h in _of(c)]


def _of(container: Container) -> list[HealthCheck]:
    """Return the checks in effect; a startup probe says nothing about a running container."""
    declared = [
        h for h in container.health_checks if h.method is not HealthMethod.DISABLED and h.kind is not HealthKind.STARTUP
    ]
    built = container.build.health_check if container.build else None
    return declared or ([built] if built is not None else [])


def database_per_service(graph: ServiceGraph, findings: Sequence[Finding]) -> StaticVerdict:
    """Pass if every store has one service, or a database for each; fail where one database has two services."""
    shared = [f for f in findings if f.name == "shared-database"]
    if shared:
        words = "; ".join(f.message.rstrip(".") for f in shared[:3])
        return failed(f"{words}.", [Evidence(f.span, f.message) for f in shared])
    uses = _uses(graph)
    if not uses:
        stores = graph.of_kind(ComponentKind.DATABASE)
        if stores:
            return unknown(
                f"No service is visibly attached to {listed([s.name for s in stores])}.",
                "Show the database's address in the variables or configuration of the services that use it.",
            )
        return not_applicable("The files show no database.")
    unclear = [store for store, deps in uses.items() if len({d.source for d in deps}) > 1 and not _all_known(deps)]
    evidence = [d.evidence[0] for deps in uses.values() for d in deps]
    if unclear:
        return unknown(
            f"Several services use {listed(unclear)}, and the files do not show which database each opens.",
            "Name the database in each service's address (…/orders), or verify the running system.",
            evidence,
        )
    return passed(f"No two services use the same database ({listed(sorted(uses))}).", evidence)


def _uses(graph: ServiceGraph) -> dict[str, list[Dependency]]:
    """Return who depends on which store, start order included."""
    found: dict[str, list[Dependency]] = {}
    for dependency in graph.dependencies:
        target, source = graph.components[dependency.target], graph.components[dependency.source]
        is_data = dependency.type is DependencyType.DATA
        if (
            is_data or (dependency.type is DependencyType.DEPENDS_ON and target.kind.is_store)
        ) and source.kind not in _NO_OWNERS:
            found.setdefault(dependency.target, []).append(dependency)
    return found


def _all_known(dependencies: Sequence[Dependency]) -> bool:
    return all(d.uses and all(u.database for u in d.uses) for d in dependencies)
