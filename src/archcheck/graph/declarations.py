"""What a team declares about code that no file shows: labels and annotations ``archcheck.io/<policy>``."""

from collections.abc import Iterator

from archcheck.model.facts import Facts, HostTarget, Policy, PolicyKind, Workload

__all__ = ["declared_policies"]

_PREFIX = "archcheck.io/"


def declared_policies(facts: Facts) -> list[Policy]:
    """Return a policy for each ``archcheck.io/<kind>: "callee[, callee]: how"`` on a workload.

    The kind is one of :class:`PolicyKind` (``circuit-breaker``, ``timeout``, ``retry``, ``fallback`` ...), the callees are
    component names, and the text behind the colon says how it is done.
    """
    return [policy for workload in facts.workloads for policy in _of(workload)]


def _of(workload: Workload) -> Iterator[Policy]:
    for key, value in sorted({**workload.labels, **workload.annotations}.items()):
        kind = _KINDS.get(key.removeprefix(_PREFIX)) if key.startswith(_PREFIX) else None
        if kind is None:
            continue
        callees, _, how = value.partition(":")
        for callee in filter(None, (c.strip() for c in callees.split(","))):
            yield Policy(
                kind, "declared", workload.span, {"how": how.strip()},
                callee=HostTarget(callee), workload=workload.name, namespace=workload.namespace,
            )  # fmt: skip


_KINDS = {kind.value: kind for kind in PolicyKind}
