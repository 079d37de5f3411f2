"""Policies in two halves: what is set (a part) and what it covers (a scope)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from archcheck.model.facts import HostTarget, Policy, PolicyKind
from archcheck.model.node import Node
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.cluster import Cluster, GatewayKey
from archcheck.parsers.kubernetes.quantities import duration_s, quotient

__all__ = ["Parameters", "Part", "Scope", "add_policies", "number", "parameters", "rate_per_s", "read_parameters"]

Parameters = dict[str, str | float | bool]
_UNITS_S = {"s": 1, "second": 1, "m": 60, "minute": 60, "h": 3600, "hour": 3600, "d": 86400, "day": 86400}


class Part(NamedTuple):
    """What a manifest sets: kind, place and parameters of a policy."""

    kind: PolicyKind
    span: Span
    params: Mapping[str, str | float | bool]


@dataclass(frozen=True, slots=True)
class Scope:
    """What policies of one place cover; the attributes are those of :class:`Policy`."""

    layer: str
    namespace: str | None
    callee: HostTarget | None = None
    gateway: GatewayKey | None = None
    provider: str | None = None
    route_path: str | None = None


def add_policies(cluster: Cluster, parts: Iterable[Part], scopes: Iterable[Scope]) -> None:
    """Add one policy for each part in each scope; equal scopes count once."""
    distinct = tuple(dict.fromkeys(scopes))
    cluster.facts.policies.extend(
        Policy(
            kind=part.kind,
            layer=scope.layer,
            span=part.span,
            params=part.params,
            callee=scope.callee,
            gateway=scope.gateway,
            provider=scope.provider,
            route_path=scope.route_path,
            namespace=scope.namespace,
        )
        for part in parts
        for scope in distinct
    )


def parameters(**values: str | float | bool | None) -> Parameters:
    """Return the parameters that are known."""
    return {name: value for name, value in values.items() if value is not None}


def read_parameters(
    node: Node,
    *,
    numbers: Mapping[str, str] | None = None,
    durations: Mapping[str, str] | None = None,
    words: Mapping[str, str] | None = None,
) -> Parameters:
    """Return parameters from keys of a mapping.

    Args:
        node: The mapping.
        numbers: Parameter by key, for whole numbers.
        durations: Parameter by key, for Go durations, in seconds.
        words: Parameter by key, for text.
    """
    found: dict[str, str | float | bool | None] = {}
    for key, name in (numbers or {}).items():
        found.setdefault(name, None)
        found[name] = found[name] if found[name] is not None else node.integer(key)
    for key, name in (durations or {}).items():
        found[name] = duration_s(node, key)
    for key, name in (words or {}).items():
        found[name] = node.text(key)
    return parameters(**found)


def number(text: str) -> float | None:
    """Return a plain decimal number, or None."""
    text = text.strip()
    return float(text) if text.isascii() and text.replace(".", "", 1).isdigit() and len(text) < 20 else None


def rate_per_s(count: float | None, unit: str | None) -> float | None:
    """Return a rate such as 60 per ``minute`` in requests per second; per second if the unit is not known."""
    return quotient(count, _UNITS_S.get((unit or "second").lower(), 1))
