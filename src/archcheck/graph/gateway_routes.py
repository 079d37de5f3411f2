"""Routes of gateways that are configured by properties: Spring Cloud Gateway and Zuul."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archcheck.graph.addresses import urls_in
from archcheck.model.facts import PolicyKind
from archcheck.model.span import Span

__all__ = ["FoundPolicy", "FoundRoute", "GatewayRoutes"]

FoundPolicy = tuple[PolicyKind, Span]
"""What a filter of a gateway sets, and where."""

_CLOUD_GATEWAY = re.compile(r"spring\.cloud\.gateway(?:\.server\.(?:webflux|webmvc)|\.mvc)?\.routes\[(\d+)\]\.(.+)")
_DEFAULTS = re.compile(
    r"spring\.cloud\.gateway(?:\.server\.(?:webflux|webmvc)|\.mvc)?\.(?:default-?filters(\[\d+\].*)|httpclient\.(response-?timeout))",
    re.IGNORECASE,
)
_FILTERS = {
    "circuitbreaker": (PolicyKind.CIRCUIT_BREAKER, PolicyKind.TIMEOUT),  # with a time limiter of one second by default
    "hystrix": (PolicyKind.CIRCUIT_BREAKER, PolicyKind.TIMEOUT),
    "requestratelimiter": (PolicyKind.RATE_LIMIT,),
    "bucket4jratelimiter": (PolicyKind.RATE_LIMIT,),
    "retry": (PolicyKind.RETRY,),
}
_ZUUL = re.compile(r"zuul\.routes\.([^.\[]+)(?:\.(path|url|service-?id))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundRoute:
    """A route: its name, where it leads, as written too, place, port, path, and what its filters set."""

    name: str
    target: str
    shown: str
    span: Span
    port: int | None = None
    path: str | None = None
    policies: tuple[FoundPolicy, ...] = ()


@dataclass(slots=True)
class _Parts:
    target: tuple[str, str, int | None, Span] | None = None
    path: str | None = None
    name: str = ""
    fallback: tuple[str, Span] | None = None
    policies: list[FoundPolicy] = field(default_factory=list)


@dataclass(slots=True)
class GatewayRoutes:
    """Collects the properties of routes, and gives the routes."""

    defaults: list[FoundPolicy] = field(default_factory=list)
    """What filters set for all routes."""
    _routes: dict[str, _Parts] = field(default_factory=dict)

    def take(self, name: str, value: str, span: Span) -> bool:
        """Take a property if it belongs to a route, and return whether it did."""
        if match := _CLOUD_GATEWAY.fullmatch(name):
            self._take_cloud_gateway(match[1], match[2], value, span)
            return True
        if match := _DEFAULTS.fullmatch(name):
            self.defaults.extend(_policies(match[1] or "metadata.response-timeout", value, span))
            return True
        if name.lower().replace("-", "") == "zuul.ratelimit.enabled":
            self.defaults.extend([(PolicyKind.RATE_LIMIT, span)] if value.lower() == "true" else [])
            return True
        if match := _ZUUL.fullmatch(name):
            self._take_zuul(match[1], (match[2] or "path").lower().replace("-", ""), value, span)
            return True
        return False

    def found(self) -> Iterator[FoundRoute]:
        """Yield every route whose target is known, in source order."""
        for key, parts in self._routes.items():
            if parts.target is not None:
                host, shown, port, span = parts.target
                yield FoundRoute(parts.name or key, host, shown, span, port, parts.path, tuple(parts.policies))
            elif parts.fallback is not None:
                name, span = parts.fallback
                yield FoundRoute(parts.name or key, name, name, span, None, parts.path)

    def _take_cloud_gateway(self, index: str, key: str, value: str, span: Span) -> None:
        parts = self._routes.setdefault(f"gateway {index}", _Parts())
        if key == "uri":
            parts.target = _target(value, span)
        elif key == "id":
            parts.name = value
        elif key.startswith("predicates") and value.startswith("Path="):
            parts.path = value.removeprefix("Path=").split(",")[0].strip()
        else:
            parts.policies.extend(_policies(key.removeprefix("filters"), value, span))

    def _take_zuul(self, name: str, key: str, value: str, span: Span) -> None:
        parts = self._routes.setdefault(f"zuul {name}", _Parts(name=name))
        if key == "url":
            parts.target = _target(value, span)
        elif key == "serviceid":
            parts.target = (value, value, None, span)
        else:
            parts.path = value
            parts.fallback = (name, span)


def _policies(key: str, value: str, span: Span) -> list[FoundPolicy]:
    """Return what a property of a filter sets: ``[0]`` holds ``Retry=3``, ``[0].name`` its name alone."""
    if key.lower().replace("-", "") == "metadata.responsetimeout":
        return [(PolicyKind.TIMEOUT, span)]
    if key.lower().endswith(("args.fallbackuri", "args[fallbackuri]")):
        return [(PolicyKind.FALLBACK, span)]
    if not re.fullmatch(r"\[\d+\](?:\.name)?", key):
        return []
    return [(kind, span) for kind in _FILTERS.get(value.partition("=")[0].strip().lower(), ())]


def _target(value: str, span: Span) -> tuple[str, str, int | None, Span] | None:
    address = next(urls_in(value), None)
    return (address.host, value, address.port, span) if address is not None else None
