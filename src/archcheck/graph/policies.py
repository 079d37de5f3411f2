"""Which dependencies a policy covers."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from archcheck.graph.draft import Draft
from archcheck.graph.naming import Caller
from archcheck.graph.routing import file_owners, gateway_component, provider_components
from archcheck.model.architecture import AppliedPolicy
from archcheck.model.facts import Policy, PolicyKind

__all__ = ["apply_policies"]


def apply_policies(draft: Draft) -> list[AppliedPolicy]:
    """Return every policy with the pairs of caller and callee that it covers, each pair once.

    A policy of one route covers a pair only together with others of its kind that cover all routes between the two: a
    limit on one path of a service says nothing about the service's other paths.
    """
    applied = [
        AppliedPolicy(p, source, target)
        for p in draft.facts.policies
        for source, target in dict.fromkeys(_pairs(draft, p))
    ]
    routed = _routed_paths(draft)
    covered: dict[_Coverage, set[str | None]] = defaultdict(set)
    for a in applied:
        covered[a.policy.kind, a.source, a.target].add(_path(a.policy.route_path))
    return [a for a in applied if _covers_all(a, covered, routed)]


_Pair = tuple[str | None, str | None]
_Coverage = tuple[PolicyKind, str | None, str | None]
_EVERYWHERE = {None, "", "/", "/*", "/**", ".*", "/.*"}


def _path(path: str | None) -> str | None:
    """Return a path, or None for one that every request matches."""
    return None if path in _EVERYWHERE else path


def _routed_paths(draft: Draft) -> dict[_Pair, set[str | None]]:
    """Return the paths that lead from each gateway to each component behind it."""
    paths: dict[_Pair, set[str | None]] = defaultdict(set)
    for use in draft.routes:
        paths[use.source, use.target].add(_path(use.route.path))
    return paths


def _covers_all(
    applied: AppliedPolicy, covered: Mapping[_Coverage, set[str | None]], routed: Mapping[_Pair, set[str | None]]
) -> bool:
    if _path(applied.policy.route_path) is None:
        return True
    paths = routed.get((applied.source, applied.target))
    return paths is not None and paths <= covered[applied.policy.kind, applied.source, applied.target]


def _pairs(draft: Draft, policy: Policy) -> Iterator[tuple[str | None, str | None]]:
    owner = _workload(draft, policy)
    sources = _sources(draft, policy)
    if policy.callee is not None:
        target = draft.names.resolve(policy.callee.host, Caller("", policy.namespace))
        if target is None and policy.callee.host in draft.components:
            target = policy.callee.host
        if target is not None:
            callers: list[str | None] = [*sources] if sources else [owner]
            yield from ((source, target) for source in callers)
    elif owner is not None and sources:
        yield from ((source, owner) for source in sources)
    elif policy.route_path is not None:
        for source in sources:
            for use in draft.routes:
                if use.source == source and use.target and use.route.path == policy.route_path:
                    yield source, use.target
    elif sources:
        yield from ((source, None) for source in sources)
    elif owner is not None:
        yield None, owner


def _sources(draft: Draft, policy: Policy) -> list[str]:
    if policy.gateway is not None:
        found = gateway_component(draft, policy.gateway)
        return [found] if found else []
    if policy.provider is not None:
        objects = [
            n
            for n, c in draft.components.items()
            if c.gateway and (c.technology or "").split("-")[0] == policy.provider
        ]
        return provider_components(draft, policy.provider) or objects
    return file_owners(draft, policy.file) if policy.file else []


def _workload(draft: Draft, policy: Policy) -> str | None:
    if policy.workload is None:
        return None
    for (_, namespace, name), component in draft.by_workload.items():
        if name == policy.workload and policy.namespace in {None, namespace}:
            return component
    return None
