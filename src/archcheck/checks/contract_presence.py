"""Services without an API document, and documents that are wrong (ARC904, ARC905)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.wording import listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import ComponentKind, DependencyType

__all__ = ["invalid_contract", "service_without_contract"]

_HTTP = frozenset({"http", "https"})


def service_without_contract(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield the services that others call over HTTP and that no OpenAPI document describes."""
    for component in graph.of_kind(ComponentKind.SERVICE):
        if component.contracts or not component.own:
            continue
        calls = [
            call
            for call in graph.into(component.name, DependencyType.SYNC, DependencyType.ROUTE)
            if call.protocol in _HTTP
        ]
        if calls:
            callers = listed(dict.fromkeys(call.source for call in calls))
            yield Hit(
                subjects=(component.name,),
                message=f"{callers} call {component.name} over HTTP, and no OpenAPI document describes it."
                if len(calls) > 1
                else f"{callers} calls {component.name} over HTTP, and no OpenAPI document describes it.",
                span=component.span,
            )


def invalid_contract(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield what is wrong with the deployment's API documents, a finding for each fault."""
    owners = {contract.path: name for name, c in graph.components.items() for contract in c.contracts}
    for contract in sorted(graph.facts.contracts, key=lambda c: c.path):
        subject = owners.get(contract.path, contract.path)
        for span, message in contract.invalid:
            yield Hit((subject,), f"{contract.path} is not a valid API document: {message}", span, key=message)
