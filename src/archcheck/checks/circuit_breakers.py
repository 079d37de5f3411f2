"""Rules about circuit breakers: calls without one, and breakers that cannot work."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.sync_calls import chain_text, hops, part_around, sync_calls
from archcheck.checks.wording import listed
from archcheck.graph.algorithms import ChainFinder
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import AppliedPolicy, Dependency
from archcheck.model.facts import PolicyKind
from archcheck.model.span import Span

__all__ = ["breaker_without_timeout", "ineffective_breaker", "sync_chain_without_breaker"]


def sync_chain_without_breaker(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield a chain of two or more hops for each component that makes calls on such chains which no breaker covers.

    The chain is the longest through one of these calls; calls that an earlier chain has shown are not told again, nor
    are those that another component makes by the same line (a shared ConfigMap, an anchor): it is named beside.
    """
    finder = ChainFinder(sync_calls(graph, routes=True))
    uncovered: dict[str, list[Dependency]] = {}
    for call in finder.dependencies:
        if finder.length_through(call) > 1 and not graph.covering(call, PolicyKind.CIRCUIT_BREAKER):
            uncovered.setdefault(call.source, []).append(call)
    makers: dict[tuple[Span, str], list[str]] = {}
    for calls in uncovered.values():
        for call in calls:
            makers.setdefault((call.span, call.target), []).append(call.source)
    shown: set[tuple[str, str]] = set()
    for caller in finder.order:
        left = [call for call in uncovered.get(caller, ()) if (caller, call.target) not in shown]
        if not left:
            continue
        first = max(left, key=finder.length_through)
        whole = finder.through(first)
        chain = part_around(whole, first)
        shown.update((hop.source, hop.target) for hop in chain)
        bare = [hop for hop in chain if hop in uncovered.get(hop.source, ())]
        told = [(maker, call.target) for call in (*bare, *left) for maker in makers[call.span, call.target]]
        also = [pair for pair in told if pair not in shown and pair[0] != caller]
        shown.update(also)
        yield Hit(
            subjects=(chain[0].source, *(hop.target for hop in chain)),
            message=_message(chain, bare, left, len(whole)) + _same_lines(also),
            span=first.span,
            related=hops(chain),
            is_path=True,
        )


def ineffective_breaker(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each breaker whose own settings keep it from ever opening."""
    seen = set()
    for applied in graph.policies:
        policy = applied.policy
        reason = _never_opens(policy.params) if policy.kind is PolicyKind.CIRCUIT_BREAKER else None
        if reason is None or policy.span in seen:
            continue
        seen.add(policy.span)
        yield Hit(
            subjects=_ends(applied),
            message=f"The circuit breaker for calls to {_callee(applied)} cannot open: {reason}.",
            span=policy.span,
        )


def breaker_without_timeout(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each mesh breaker over calls that no timeout bounds; it counts failures, and a call that hangs is none."""
    seen = set()
    for call in sync_calls(graph, routes=True):
        if graph.covering(call, PolicyKind.TIMEOUT):
            continue
        for applied in graph.covering(call, PolicyKind.CIRCUIT_BREAKER):
            if applied.policy.layer != "istio" or (applied.policy.span, call.target) in seen:
                continue
            seen.add((applied.policy.span, call.target))
            yield Hit(
                subjects=(call.target,),
                message=f"A circuit breaker covers calls to {call.target}, but no timeout does: "
                "a call that hangs never counts as a failure.",
                span=applied.policy.span,
            )


def _message(chain: tuple[Dependency, ...], uncovered: list[Dependency], calls: list[Dependency], length: int) -> str:
    if len(uncovered) == len(chain):
        missing = "any of them"
    else:
        missing = listed(f"{hop.source} -> {hop.target}" for hop in uncovered)
    others = [call.target for call in calls if call not in chain]
    also = f" The same holds for the calls of {calls[0].source} to {listed(others)}." if others else ""
    part = "a chain" if length == len(chain) else "part of a chain"
    path = f"{chain_text(chain)} is {part} of {length} synchronous calls"
    return f"{path}, and no circuit breaker covers {missing}.{also}"


def _same_lines(calls: list[tuple[str, str]]) -> str:
    """Return a sentence about the calls that others make by the same lines, or ""."""
    if not calls:
        return ""
    callers, callees = (sorted(set(names)) for names in zip(*calls, strict=True))
    call = "calls" if len(callers) == 1 else "call"
    return f" By the same lines, {listed(callers)} {call} {listed(callees)}."


def _never_opens(params: Mapping[str, str | float | bool]) -> str | None:
    if params.get("max_ejection_percent") == 0:
        return "at most 0 % of the instances may be taken out"
    if params.get("consecutive_errors") == 0 and not params.get("consecutive_gateway_errors"):
        return "0 consecutive errors switch the detection off"
    return None


def _callee(applied: AppliedPolicy) -> str:
    named = applied.policy.callee
    return applied.target or (named.host if named else "its callees")


def _ends(applied: AppliedPolicy) -> tuple[str, ...]:
    return tuple(name for name in (applied.target, applied.source) if name) or (_callee(applied),)
