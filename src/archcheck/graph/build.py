"""Facts to service graph: the order of the steps."""

from collections import defaultdict
from dataclasses import replace

from archcheck.catalogue.technologies import Catalogue
from archcheck.graph.components import add_components, doors_of, exposures_by_component
from archcheck.graph.contracts import tie_contracts
from archcheck.graph.declarations import declared_policies
from archcheck.graph.draft import Draft, DraftComponent, Link, LinkKind
from archcheck.graph.linking import (
    add_allowed,
    add_config_references,
    add_mentions,
    add_start_order,
    callers_of,
)
from archcheck.graph.observation import add_logging, add_scrapes
from archcheck.graph.policies import apply_policies
from archcheck.graph.resolution import Resolver
from archcheck.graph.routing import add_routes, promote_front_proxies, promote_proxies
from archcheck.graph.service_graph import ServiceGraph
from archcheck.graph.typing_rules import dependency_type, protocol_of
from archcheck.graph.variables import words_of
from archcheck.graph.virtual_hosts import add_virtual_hosts
from archcheck.model.architecture import (
    Component,
    ComponentKind,
    Dependency,
    DependencyType,
    Evidence,
    Outcome,
    Reference,
)
from archcheck.model.facts import ContainerRole, Exposure, Facts
from archcheck.model.span import Span

__all__ = ["build_graph"]


def build_graph(deployment: str, kind: str, anchor: Span, facts: Facts, catalogue: Catalogue) -> ServiceGraph:
    """Return the service graph of a deployment.

    Args:
        deployment: Its id.
        kind: ``compose``, ``kubernetes``, ``kustomize``, ``helm`` or ``mixed``.
        anchor: Line 1 of its first file.
        facts: Everything its documents state.
        catalogue: What is known of technologies.
    """
    draft = Draft(facts)
    add_components(draft, catalogue)
    add_routes(draft)
    exposures = exposures_by_component(draft)
    resolver = _resolver(draft, exposures, catalogue)
    if facts.application_configs:
        from archcheck.graph.application_config import add_application_configs  # noqa: PLC0415  only where there are any

        add_application_configs(draft, resolver)
    promote_proxies(draft, {n for n, c in draft.components.items() if doors_of(c, exposures.get(n, []))})
    add_mentions(draft, callers_of(draft), resolver)
    add_config_references(draft, resolver)
    add_start_order(draft)
    add_virtual_hosts(draft)
    promote_front_proxies(draft)
    _settle_webs(draft)
    add_logging(draft, resolver.published)
    add_scrapes(draft)
    add_allowed(draft)
    _add_externals(draft)
    tie_contracts(draft)
    facts.policies.extend(declared_policies(facts))
    policies = apply_policies(draft)
    dependencies = _dependencies(draft, catalogue)
    named = {d.source for d in dependencies} | {d.target for d in dependencies}
    components = [
        _finished(c, exposures.get(n, [])) for n, c in draft.components.items() if not c.optional or n in named
    ]
    return ServiceGraph(
        id=deployment, kind=kind, anchor=anchor, facts=facts, components=components, dependencies=dependencies,
        references=draft.references, routes=draft.routes, policies=policies, selected=draft.selected,
    )  # fmt: skip


def _settle_webs(draft: Draft) -> None:
    """Take what is merely called ``web`` for a service where it keeps data in a database: no page in a browser does."""
    for link in draft.links:
        source = draft.components[link.source]
        plain = source.kind is ComponentKind.UI and words_of(source.name)[-1:] in _PLAIN_WEB
        if plain and draft.components[link.target].kind is ComponentKind.DATABASE:
            source.kind = ComponentKind.SERVICE


_PLAIN_WEB = {("web",), ("webapp",), ("website",)}


def _resolver(draft: Draft, exposures: dict[str, list[Exposure]], catalogue: Catalogue) -> Resolver:
    ports: dict[str, set[int]] = defaultdict(set)
    multi: set[str] = set()
    for name, component in draft.components.items():
        for workload in component.workloads:
            shared = (workload.network_mode or "").startswith(("service:", "container:"))
            if shared or sum(c.role is not ContainerRole.INIT for c in workload.containers) > 1:
                multi.add(name)
            ports[name].update(p.number for c in workload.containers for p in c.ports if p.number)
    published = {
        e.host_port: name for name, opened in sorted(exposures.items()) for e in opened if e.host_port is not None
    }
    technologies = {n: c.technology for n, c in draft.components.items()}
    return Resolver(draft.names, ports, published, multi, technologies, _sidecars(draft, catalogue), catalogue)


def _sidecars(draft: Draft, catalogue: Catalogue) -> dict[str, str]:
    """Return for each component with a database proxy in its pods the external component behind that proxy.

    Pods whose proxies run with the same arguments reach the same instance.
    """
    behind: dict[str, str] = {}
    instances: dict[tuple[str, ...], str] = {}
    for name, component in list(draft.components.items()):
        for container in (c for w in component.workloads for c in w.containers if len(w.containers) > 1):
            match = catalogue.image(container.image) if container.image else None
            if (
                match is None
                or match.kind is not ComponentKind.PROXY
                or not (match.technology and match.technology.tool_of)
            ):
                continue
            arguments = tuple(word.text for word in container.command)
            if arguments not in instances:
                instances[arguments] = draft.free_name(container.name, "external")
                draft.components[instances[arguments]] = DraftComponent(
                    instances[arguments], ComponentKind.EXTERNAL, container.span, match.technology.tool_of,
                    own=False, optional=True,
                )  # fmt: skip
            behind[name] = instances[arguments]
    return behind


def _add_externals(draft: Draft) -> None:
    """Keep every host that nothing in the deployment answers to as an external component."""
    outside = {Outcome.EXTERNAL, Outcome.UNRESOLVED, Outcome.IP_LITERAL}
    draft.references = [
        _with_external(draft, reference) if reference.target is None and reference.outcome in outside else reference
        for reference in draft.references
    ]


def _with_external(draft: Draft, reference: Reference) -> Reference:
    name = reference.use.host
    known = draft.components.get(name)
    if known is not None and known.kind is not ComponentKind.EXTERNAL:
        name = draft.free_name(name, "external")
    if name not in draft.components:
        draft.components[name] = DraftComponent(
            name, ComponentKind.EXTERNAL, reference.use.span, own=False, optional=True
        )
    draft.link(
        reference.source, name, LinkKind.ADDRESS, reference.use.span, reference.because,
        confidence=reference.confidence, use=reference.use, hint=_variable_in(reference.because),
    )  # fmt: skip
    return replace(reference, target=name)


def _variable_in(because: str) -> str:
    """Return the variable that a ``because`` text names: ``environment X=y`` -> ``X``."""
    head = because.partition("=")[0]
    return head.rpartition(" ")[2]


def _dependencies(draft: Draft, catalogue: Catalogue) -> list[Dependency]:
    by_pair: dict[tuple[str, str], dict[DependencyType, list[Link]]] = defaultdict(lambda: defaultdict(list))
    for link in draft.links:
        source, target = draft.components[link.source], draft.components[link.target]
        by_pair[(link.source, link.target)][dependency_type(link, source, target, catalogue)].append(link)
    found = []
    for (source_name, target_name), by_type in by_pair.items():
        _fold(by_type)
        for kind, links in by_type.items():
            found.append(_dependency(source_name, target_name, kind, links, draft, catalogue))
    return found


def _fold(by_type: dict[DependencyType, list[Link]]) -> None:
    """Merge types of which one only repeats the other.

    Start order and what a policy merely allows say nothing new where the pair has a real dependency; general messaging
    says nothing new where a direction is known.
    """
    for kind in [t for t, links in by_type.items() if all(link.kind == LinkKind.ALLOWED for link in links)]:
        others = [t for t in by_type if t not in {kind, DependencyType.DEPENDS_ON}]
        if others:
            by_type[others[0]].extend(by_type.pop(kind))
    real = [t for t in by_type if t is not DependencyType.DEPENDS_ON]
    if real and DependencyType.DEPENDS_ON in by_type:
        by_type[real[0]].extend(by_type.pop(DependencyType.DEPENDS_ON))
    if DependencyType.ROUTE in by_type and DependencyType.SYNC in by_type:
        by_type[DependencyType.ROUTE].extend(by_type.pop(DependencyType.SYNC))
    directed = [t for t in (DependencyType.PUBLISH, DependencyType.SUBSCRIBE) if t in by_type]
    if directed and DependencyType.MESSAGING in by_type:
        by_type[directed[0]].extend(by_type.pop(DependencyType.MESSAGING))


def _dependency(
    source: str, target: str, kind: DependencyType, links: list[Link], draft: Draft, catalogue: Catalogue
) -> Dependency:
    evidence = dict.fromkeys(link.evidence for link in links)
    uses = dict.fromkeys(link.use for link in links if link.use is not None)
    return Dependency(
        source,
        target,
        kind,
        protocol_of(links, kind, draft.components[target], catalogue),
        tuple(sorted(evidence, key=_evidence_order)),
        tuple(sorted(uses, key=lambda u: (u.span, u.host, u.port or 0, u.database or ""))),
    )


def _evidence_order(evidence: Evidence) -> tuple[bool, Span, str]:
    """Order by place, but start order behind what shows the dependency itself."""
    return evidence.because.startswith("depends_on"), evidence.span, evidence.because


def _finished(draft: DraftComponent, exposures: list[Exposure]) -> Component:
    return Component(
        draft.name,
        draft.kind,
        draft.span,
        draft.technology,
        draft.namespace,
        tuple(sorted(draft.aliases)),
        draft.workloads,
        draft.addresses,
        draft.gateway,
        doors_of(draft, exposures),
        tuple(exposures),
        tuple(draft.contracts),
        draft.own,
    )
