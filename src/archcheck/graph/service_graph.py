"""The service graph: components, dependencies, and what the files say about both."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from archcheck.model.architecture import (
    AppliedPolicy,
    Component,
    ComponentKind,
    Dependency,
    DependencyType,
    Reference,
    RouteUse,
)
from archcheck.model.facts import Address, Facts, PolicyKind, Workload, WorkloadKind
from archcheck.model.span import Span

__all__ = ["ServiceGraph"]

_CALLS = (DependencyType.SYNC, DependencyType.ROUTE)


class ServiceGraph:
    """One deployment as a typed graph. It is built once and never changed.

    Args:
        id: Id of the deployment.
        kind: ``compose``, ``kubernetes``, ``kustomize``, ``helm`` or ``mixed``.
        anchor: Line 1 of the deployment's first file: where findings about an absence point.
        facts: All facts.
        components: All components.
        dependencies: All dependencies, one for each (source, target, type).
        references: Every address that a component names, resolved or not, in source order.
        routes: Every route with the components it joins.
        policies: Every policy with what it covers.
        selected: For each Service, (namespace, name) -> the workloads its selector matches.
    """

    def __init__(
        self,
        *,
        id: str,  # noqa: A002  the deployment's own word
        kind: str,
        anchor: Span,
        facts: Facts,
        components: Iterable[Component],
        dependencies: Iterable[Dependency],
        references: Iterable[Reference] = (),
        routes: Iterable[RouteUse] = (),
        policies: Iterable[AppliedPolicy] = (),
        selected: Mapping[tuple[str | None, str], Sequence[Workload]] | None = None,
    ) -> None:
        self.id = id
        self.kind = kind
        self.anchor = anchor
        self.facts = facts
        self.components: Mapping[str, Component] = {c.name: c for c in sorted(components, key=lambda c: c.name)}
        self.dependencies: tuple[Dependency, ...] = tuple(
            sorted(dependencies, key=lambda d: (d.source, d.target, d.type.value))
        )
        self.references: tuple[Reference, ...] = tuple(references)
        self.routes: tuple[RouteUse, ...] = tuple(routes)
        self.policies: tuple[AppliedPolicy, ...] = tuple(policies)
        self._selected = dict(selected or {})

    # -- components ------------------------------------------------------------------------------------------------

    def of_kind(self, *kinds: ComponentKind) -> list[Component]:
        """Return the components of these kinds, by name."""
        return [c for c in self.components.values() if c.kind in kinds]

    @property
    def gateways(self) -> list[Component]:
        """Components that are gateways: gateway objects, gateway products, and proxies in front of several services."""
        return self.of_kind(ComponentKind.GATEWAY)

    @property
    def business(self) -> list[Component]:
        """Services and user interfaces: what the system itself does."""
        return [c for c in self.components.values() if c.kind.is_business]

    @property
    def published(self) -> list[Component]:
        """Components with a door to the outside of their own (``doors``), gateways included."""
        return [c for c in self.components.values() if c.doors]

    def component_of(self, workload: Workload) -> Component | None:
        """Return the component that a workload belongs to."""
        return self._by_workload.get((workload.kind.value, workload.namespace, workload.name))

    @cached_property
    def _by_workload(self) -> dict[tuple[str, str | None, str], Component]:
        return {(w.kind.value, w.namespace, w.name): c for c in self.components.values() for w in c.workloads}

    # -- dependencies ----------------------------------------------------------------------------------------------

    def out(self, name: str, *types: DependencyType) -> list[Dependency]:
        """Return what a component depends on, of these types (none given: of all)."""
        return [d for d in self._out.get(name, ()) if not types or d.type in types]

    def into(self, name: str, *types: DependencyType) -> list[Dependency]:
        """Return the dependencies on a component, of these types (none given: of all)."""
        return [d for d in self._into.get(name, ()) if not types or d.type in types]

    def calls(self) -> list[Dependency]:
        """Return the synchronous calls between components of the system, routes of gateways included."""
        return [
            d
            for d in self.dependencies
            if d.type in _CALLS and self.components[d.target].kind is not ComponentKind.EXTERNAL
        ]

    @cached_property
    def _out(self) -> dict[str, list[Dependency]]:
        edges: dict[str, list[Dependency]] = {}
        for dependency in self.dependencies:
            edges.setdefault(dependency.source, []).append(dependency)
        return edges

    @cached_property
    def _into(self) -> dict[str, list[Dependency]]:
        edges: dict[str, list[Dependency]] = {}
        for dependency in self.dependencies:
            edges.setdefault(dependency.target, []).append(dependency)
        return edges

    # -- policies --------------------------------------------------------------------------------------------------

    def covering(self, dependency: Dependency, *kinds: PolicyKind) -> list[AppliedPolicy]:
        """Return the policies of these kinds that cover a dependency."""
        return [
            p
            for p in self.policies
            if p.policy.kind in kinds
            and p.source in {None, dependency.source}
            and p.target in {None, dependency.target}
            and not (p.source is None and p.target is None)
        ]

    # -- platform --------------------------------------------------------------------------------------------------

    def selected(self, address: Address) -> Sequence[Workload]:
        """Return the workloads that a Kubernetes Service's selector matches in its namespace."""
        return self._selected.get((address.namespace, address.name), ())

    def serves_traffic(self, component: Component) -> bool:
        """Return whether something reaches it over the network: a Service selects it, or a container declares ports."""
        if component.addresses:
            return True
        return any(container.ports for workload in component.workloads for container in workload.containers)

    def kubernetes_workloads(self) -> Iterator[tuple[Component, Workload]]:
        """Yield every Kubernetes workload with its component, by component name."""
        for component in self.components.values():
            for workload in component.workloads:
                if workload.kind is not WorkloadKind.COMPOSE:
                    yield component, workload

    def compose_services(self) -> Iterator[tuple[Component, Workload]]:
        """Yield every Compose service with its component, by name."""
        for component in self.components.values():
            for workload in component.workloads:
                if workload.kind is WorkloadKind.COMPOSE:
                    yield component, workload
