"""Links from what workloads state: variables, commands, configuration files, start order, links, network policies."""

from collections.abc import Callable, Iterator

from archcheck.graph.addresses import parse_addresses, urls_in
from archcheck.graph.draft import Draft, LinkKind, workload_key
from archcheck.graph.mentions import Mention, command_mentions, setting_mentions, use_of
from archcheck.graph.naming import Caller, caller_of
from archcheck.graph.resolution import Resolver
from archcheck.graph.routing import file_owners
from archcheck.graph.selection import same_namespace
from archcheck.graph.variables import Meaning
from archcheck.model.architecture import ComponentKind, Confidence, Outcome, Reference
from archcheck.model.facts import ConfigReference, NetworkRule, Workload
from archcheck.model.span import Span

__all__ = ["add_allowed", "add_config_references", "add_mentions", "add_start_order", "callers_of"]

_STORES = {ComponentKind.DATABASE, ComponentKind.CACHE}


def callers_of(draft: Draft) -> list[tuple[Workload, Caller]]:
    """Return every workload with the caller it is, the aliases of its links included."""
    found = []
    for workload in draft.facts.workloads:
        name = draft.by_workload[workload_key(workload)]
        aliases = []
        for link in workload.links:
            target = draft.names.resolve(link.target, caller_of(workload, name))
            if target is not None and link.alias:
                aliases.append((link.alias.lower(), target))
                draft.names.add_alias(link.alias)
        found.append((workload, caller_of(workload, name, aliases)))
    return found


def add_mentions(draft: Draft, callers: list[tuple[Workload, Caller]], resolver: Resolver) -> None:
    """Resolve every address in variables and commands."""
    for workload, caller in callers:
        for mention in _mentions(workload, draft.names.may_answer):
            reference = resolver.reference(mention, caller)
            if reference is not None and not _inherited_by_store(draft, reference):
                add_reference(draft, reference, mention.name)


def _mentions(workload: Workload, is_known: Callable[[str], bool]) -> Iterator[Mention]:
    for container in workload.containers:
        yield from setting_mentions(container, is_known)
        yield from command_mentions(container, workload)


def _inherited_by_store(draft: Draft, reference: Reference) -> bool:
    """Whether a store merely receives an address with a whole ConfigMap that its clients read too."""
    return reference.via_shared_source and draft.components[reference.source].kind in _STORES


def add_reference(draft: Draft, reference: Reference, hint: str) -> None:
    """Keep a reference, and the dependency it makes if it leads to a component."""
    draft.references.append(reference)
    if reference.target is not None and reference.outcome is not Outcome.SELF:
        draft.link(
            reference.source,
            reference.target,
            LinkKind.ADDRESS,
            reference.use.span,
            reference.because,
            confidence=reference.confidence,
            use=reference.use,
            hint=hint,
        )


def add_config_references(draft: Draft, resolver: Resolver) -> None:
    """Resolve the addresses in configuration files, from the component that reads the file."""
    for reference in draft.facts.references:
        for owner in _readers(draft, reference):
            workloads = draft.components[owner].workloads
            caller = caller_of(workloads[0], owner) if workloads else Caller(owner)
            for address in parse_addresses(reference.text) or list(urls_in(reference.text)):
                mention = Mention(address, use_of(address, reference.span), "", Meaning.ADDRESS, reference.because)
                found = resolver.reference(mention, caller)
                if found is not None:
                    _add_config_reference(draft, reference, found)


def _readers(draft: Draft, reference: ConfigReference) -> list[str]:
    """Return who reads a configuration file; a file of a product that another component only hands on is the product's."""
    owners = file_owners(draft, reference.file)
    if reference.product is None or any(draft.components[o].technology == reference.product for o in owners):
        return owners
    running = [n for n, c in draft.components.items() if c.technology == reference.product and c.workloads]
    return running if len(running) == 1 else owners


def _add_config_reference(draft: Draft, reference: ConfigReference, found: Reference) -> None:
    if reference.reverse and found.target is not None:
        draft.link(
            found.target,
            found.source,
            LinkKind.ADDRESS,
            reference.span,
            reference.because,
            hint=reference.type_hint or "",
        )
        return
    kind = LinkKind.OBSERVED if reference.type_hint == "observability" else LinkKind.ADDRESS
    draft.references.append(found)
    if found.target is not None and found.outcome is not Outcome.SELF:
        draft.link(found.source, found.target, kind, reference.span, reference.because, use=found.use)


def add_start_order(draft: Draft) -> None:
    """Link by ``depends_on`` and ``links``."""
    for workload in draft.compose_workloads:
        source = draft.by_workload[workload_key(workload)]
        caller = caller_of(workload, source)
        for order in workload.start_after:
            if order.target in draft.components:
                draft.link(source, order.target, LinkKind.START_ORDER, order.span, f"depends_on {order.target}")
        for link in workload.links:
            target = draft.names.resolve(link.target, caller)
            if target is not None:
                words = "external_links" if link.external else "links"
                draft.link(
                    source, target, LinkKind.LINK, link.span, f"{words} {link.target}", confidence=Confidence.MEDIUM
                )


def add_allowed(draft: Draft) -> None:
    """Link what network and authorization policies allow by name; that something is allowed proves little."""
    for rule in draft.facts.network_rules:
        if rule.direction != "ingress" or not rule.peers:
            continue
        targets = draft.of_workloads(draft.pods.select(rule.pods, rule.namespace))
        callers = list(_admitted(draft, rule)) if targets else []
        for target in targets:
            for source, span in callers:
                draft.link(
                    source,
                    target,
                    LinkKind.ALLOWED,
                    span,
                    f"{rule.kind} {rule.name} allows it",
                    confidence=Confidence.LOW,
                )


def _admitted(draft: Draft, rule: NetworkRule) -> Iterator[tuple[str, Span]]:
    """Yield the callers that a rule names; a selector that picks a whole group of components names none of them."""
    for peer, span in rule.peers or ():
        if peer.pods is not None and peer.block is None:
            namespace = rule.namespace if peer.namespaces is None else None
            callers = draft.of_workloads(draft.pods.select(peer.pods, namespace))
            if len(callers) <= _MOST_NAMED:
                yield from ((name, span) for name in callers)
    for namespace, account in rule.principals:
        for workload in draft.facts.workloads:
            if workload.service_account == account and same_namespace(workload.namespace, namespace):
                yield draft.by_workload[workload_key(workload)], rule.span


_MOST_NAMED = 3
