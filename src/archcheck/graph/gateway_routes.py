"""Routes of gateways that are configured by properties: Spring Cloud Gateway and Zuul."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archcheck.graph.addresses import urls_in
from archcheck.model.span import Span

__all__ = ["FoundRoute", "GatewayRoutes"]

_CLOUD_GATEWAY = re.compile(r"spring\.cloud\.gateway(?:\.server\.(?:webflux|webmvc)|\.mvc)?\.routes\[(\d+)\]\.(.+)")
_ZUUL = re.compile(r"zuul\.routes\.([^.\[]+)(?:\.(path|url|service-?id))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundRoute:
    """A route: its name, the application or host it leads to, as written, port and path, and where the target stands."""

    name: str
    target: str
    shown: str
    span: Span
    port: int | None = None
    path: str | None = None


@dataclass(slots=True)
class _Parts:
    target: tuple[str, str, int | None, Span] | None = None
    path: str | None = None
    name: str = ""
    fallback: tuple[str, Span] | None = None


@dataclass(slots=True)
class GatewayRoutes:
    """Collects the properties of routes, and gives the routes."""

    _routes: dict[str, _Parts] = field(default_factory=dict)

    def take(self, name: str, value: str, span: Span) -> bool:
        """Take a property if it belongs to a route, and return whether it did."""
        if match := _CLOUD_GATEWAY.fullmatch(name):
            self._take_cloud_gateway(match[1], match[2], value, span)
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
                yield FoundRoute(parts.name or key, host, shown, span, port, parts.path)
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

    def _take_zuul(self, name: str, key: str, value: str, span: Span) -> None:
        parts = self._routes.setdefault(f"zuul {name}", _Parts(name=name))
        if key == "url":
            parts.target = _target(value, span)
        elif key == "serviceid":
            parts.target = (value, value, None, span)
        else:
            parts.path = value
            parts.fallback = (name, span)


def _target(value: str, span: Span) -> tuple[str, str, int | None, Span] | None:
    address = next(urls_in(value), None)
    return (address.host, value, address.port, span) if address is not None else None
