"""Services that one failure or one drained machine takes away (ARC806, ARC808)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.wording import counted, listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.facts import Autoscaler, Workload, WorkloadKind

__all__ = ["no_disruption_budget", "single_replica"]

_IN_THE_PATH = frozenset({ComponentKind.SERVICE, ComponentKind.UI, ComponentKind.GATEWAY, ComponentKind.PROXY})
_SCALED = frozenset(
    {WorkloadKind.COMPOSE, WorkloadKind.DEPLOYMENT, WorkloadKind.STATEFUL_SET, WorkloadKind.REPLICA_SET}
)
_BUDGETED = frozenset({WorkloadKind.DEPLOYMENT, WorkloadKind.STATEFUL_SET, WorkloadKind.REPLICA_SET})

_Object = tuple[str, str | None, str]


def single_replica(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield services with one replica that others call, and first those that hold parts of the system together."""
    autoscalers = _autoscalers(graph)
    callers: dict[str, list[str]] = {}
    for call in graph.calls():
        callers.setdefault(call.target, []).append(call.source)
    alone = [graph.components[name] for name in sorted(callers) if _is_alone(graph.components[name], autoscalers)]
    if not alone:
        return
    cuts = _articulation_points(graph)
    for component in sorted(alone, key=lambda c: (c.name not in cuts, c.name)):
        names = listed(dict.fromkeys(callers[component.name]))
        message = f"{component.name} runs as one replica, and {names} cannot do without it."
        if component.name in cuts:
            message += " Without it, parts of the system cannot reach each other."
        yield Hit((component.name,), message, component.workloads[0].span)


def no_disruption_budget(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield workloads of several replicas that no PodDisruptionBudget protects when machines are drained."""
    autoscalers = _autoscalers(graph)
    for component, workload in graph.kubernetes_workloads():
        copies = _copies(workload, autoscalers)
        if workload.kind not in _BUDGETED or copies < 2:
            continue
        covered = any(
            budget.selector is not None
            and _same_namespace(budget.namespace, workload.namespace)
            and budget.selector.matches(workload.labels)
            for budget in graph.facts.budgets
        )
        if not covered:
            yield Hit(
                subjects=(component.name,),
                message=f"{component.name} has {counted(copies, 'replica')} and no PodDisruptionBudget: "
                "draining machines may stop all of them at once.",
                span=workload.span,
                key=workload.name,
            )


def _autoscalers(graph: ServiceGraph) -> dict[_Object, Autoscaler]:
    return {(a.target_kind, a.namespace, a.target_name): a for a in graph.facts.autoscalers}


def _copies(workload: Workload, autoscalers: Mapping[_Object, Autoscaler]) -> int:
    """Return how many copies run at least: an autoscaler's minimum, else the number asked for, else one."""
    autoscaler = autoscalers.get((workload.kind.value, workload.namespace, workload.name))
    if autoscaler is not None:
        return autoscaler.min_replicas if autoscaler.min_replicas is not None else 1
    return 1 if workload.replicas is None else workload.replicas


def _is_alone(component: Component, autoscalers: Mapping[_Object, Autoscaler]) -> bool:
    if component.kind not in _IN_THE_PATH or not component.workloads:
        return False
    if any(workload.kind not in _SCALED for workload in component.workloads):
        return False
    return sum(_copies(workload, autoscalers) for workload in component.workloads) == 1


def _same_namespace(one: str | None, other: str | None) -> bool:
    return (one or "default") == (other or "default")


def _articulation_points(graph: ServiceGraph) -> frozenset[str]:
    from archcheck.graph.algorithms import articulation_points  # noqa: PLC0415  only advice needs it

    return frozenset(articulation_points(graph.calls()))
