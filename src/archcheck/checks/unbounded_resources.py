"""Containers that may take all of a machine's memory or processors (ARC704)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.wording import listed
from archcheck.checks.workload_health import running_containers, unattended
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component
from archcheck.model.facts import Container, WorkloadKind
from archcheck.model.finding import Level, Related

__all__ = ["unbounded_resources"]

_RUN_TO_COMPLETION = frozenset({WorkloadKind.JOB, WorkloadKind.CRON_JOB})
_MEMORY, _CPU = "memory", "CPU"


def unbounded_resources(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield components with containers that no limit holds back.

    Where only the CPU limit is absent, and for Compose, it is advice: CPU is shared out by weight, and many leave
    its limit out on purpose. Namespaces with a LimitRange have defaults that these files do not show.
    """
    defaulted = {resource.namespace for resource in graph.facts.custom_resources if resource.kind == "LimitRange"}
    passing = unattended(graph)
    for component in graph.components.values():
        if component.name in passing:
            continue
        found = list(_unbounded(component, defaulted))
        if not found:
            continue
        missing = [word for word in (_CPU, _MEMORY) if any(word in absent for _, absent, _ in found)]
        advice = _MEMORY not in missing or all(compose for _, _, compose in found)
        first, *others = (container for container, _, _ in found)
        yield Hit(
            subjects=(component.name,),
            message=f"{component.name} has no limit for {listed(missing)}.",
            span=first.span,
            related=tuple(Related(c.span, f"container {c.name}, likewise") for c in others),
            level=Level.NOTE if advice else None,
        )


def _unbounded(component: Component, defaulted: set[str | None]) -> Iterator[tuple[Container, list[str], bool]]:
    """Yield the containers that lack a limit, which, and whether they are of Compose."""
    for workload in component.workloads:
        compose = workload.kind is WorkloadKind.COMPOSE
        if workload.kind in _RUN_TO_COMPLETION or (not compose and workload.namespace in defaulted):
            continue
        for container in running_containers(workload):
            limits = container.resources
            absent = []
            if limits is None or limits.cpu_limit is None:
                absent.append(_CPU)
            if limits is None or limits.memory_limit_bytes is None:
                absent.append(_MEMORY)
            if absent:
                yield container, absent, compose
