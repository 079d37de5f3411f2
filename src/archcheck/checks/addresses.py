"""Rules about what services call each other: IP literals, names nothing answers to, the machine itself."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from archcheck.checks.check import Hit
from archcheck.checks.wording import listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, Confidence, Outcome, Reference
from archcheck.model.facts import Workload
from archcheck.model.finding import Related
from archcheck.practices.addresses import depends_on_address

__all__ = ["compose_names", "hard_coded_address", "on_external_network", "unresolved_host"]

_MOST_HINTS = 50  # each is a search through all names


def hard_coded_address(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each IP literal that a component depends on, once for each component."""
    found: dict[tuple[str, str], list[Reference]] = {}
    for reference in graph.references:
        if depends_on_address(reference):
            found.setdefault((reference.source, reference.use.host), []).append(reference)
    for (source, host), references in found.items():
        target = next((r.target for r in references if r.target and graph.components[r.target].workloads), None)
        meant = f", the address of {target}," if target else ""
        yield Hit(
            subjects=(source, target) if target else (source,),
            message=f"{source} depends on the IP address {host}{meant} instead of a name.",
            span=references[0].use.span,
            related=_places(references[1:]),
            key=host,
        )


def unresolved_host(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each name of this system that nothing answers to, once for each component that refers to it.

    A place that several components read (a shared ConfigMap) is one finding. Names that something in the deployment
    answers to on another network are unreachable, not unresolved; the controller of a custom resource may make a
    Service of its name; on a network that exists outside the deployment others may answer; routes are told by their own
    rule.
    """
    elsewhere = {*compose_names(graph), *(resource.name for resource in graph.facts.custom_resources)}
    told = {use.route.span for use in graph.routes if use.missing}
    found: dict[tuple[object, str], list[Reference]] = {}
    for reference in graph.references:
        use = reference.use
        if reference.outcome is not Outcome.UNRESOLVED or reference.confidence is Confidence.LOW:
            continue
        if use.host.partition(".")[0] in elsewhere or use.span in told:
            continue
        caller = graph.components.get(reference.source)
        if caller is not None and on_external_network(caller.workloads):
            continue
        reader = use.span if reference.via_shared_source else reference.source
        found.setdefault((reader, use.host), []).append(reference)
    names = _names(graph) if found else {}
    for number, ((_, host), references) in enumerate(found.items()):
        hint = _hint(names, host) if number < _MOST_HINTS else ""
        sources = sorted({reference.source for reference in references})
        yield Hit(
            subjects=tuple(sources),
            message=f"{listed(sources)} {'refers' if len(sources) == 1 else 'refer'} to {host}, "
            f"and nothing in the deployment answers to that name.{hint}",
            span=references[0].use.span,
            related=_places(references[1:]),
            key=host,
        )


def compose_names(graph: ServiceGraph) -> dict[str, str]:
    """Return every name that a Compose service answers to on some network, with its component."""
    return {name: c.name for c, _ in graph.compose_services() for name in (*c.aliases, c.name)}


def on_external_network(workloads: Sequence[Workload]) -> bool:
    """Return whether a workload is on a Compose network that others than this deployment may be on."""
    return any(network.external for workload in workloads for network in workload.networks)


def _names(graph: ServiceGraph) -> dict[str, Component]:
    return {n: c for c in graph.components.values() if c.workloads or c.addresses for n in (*c.aliases, c.name)}


def _hint(names: Mapping[str, Component], host: str) -> str:
    """Return a sentence about the component that may be meant, or ""."""
    first = host.partition(".")[0]
    near = get_close_matches(first, names, n=1, cutoff=0.85)
    if not near:
        return ""
    meant = names[near[0]]
    return f" Is {meant.name} meant?" if near[0] != first else f" {meant.name} is in namespace {meant.namespace}."


def _places(references: list[Reference]) -> tuple[Related, ...]:
    distinct = {r.use.span: Related(r.use.span, r.because) for r in references}
    return tuple(distinct.values())
