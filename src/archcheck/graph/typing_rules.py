"""The type of a dependency: by what the callee is, by what the caller is, by what the variable says."""

from archcheck.catalogue.technologies import Catalogue
from archcheck.graph.draft import DraftComponent, Link, LinkKind
from archcheck.graph.resolution import CLOUD_METADATA
from archcheck.graph.variables import words_of
from archcheck.model.architecture import ComponentKind, DependencyType

__all__ = ["dependency_type", "protocol_of"]

_BY_KIND = {
    ComponentKind.DATABASE: DependencyType.DATA,
    ComponentKind.CACHE: DependencyType.DATA,
    ComponentKind.BROKER: DependencyType.MESSAGING,
    ComponentKind.DISCOVERY: DependencyType.DISCOVERY,
    ComponentKind.CONFIG: DependencyType.CONFIG,
    ComponentKind.OBSERVABILITY: DependencyType.OBSERVABILITY,
}
_LOGIN_WORDS = frozenset("issuer jwk jwks jwt oidc oauth oauth2 introspection userinfo".split())
_PUBLISH_WORDS = {"producer", "publisher", "publish", "outgoing", "output", "sink"}
_SUBSCRIBE_WORDS = {"consumer", "subscriber", "subscribe", "incoming", "input", "listener", "source"}


def dependency_type(link: Link, source: DraftComponent, target: DraftComponent, catalogue: Catalogue) -> DependencyType:
    """Return the type of the dependency that a link shows.

    What observes is observability whatever it watches, but for what it uses itself (registry, configuration, broker);
    else the callee's kind decides, then the scheme or variable for
    callees outside, and what is left is a synchronous call, or a route where a gateway makes it.
    """
    if link.kind == LinkKind.START_ORDER:
        return DependencyType.DEPENDS_ON
    if link.kind == LinkKind.OBSERVED:
        return DependencyType.OBSERVABILITY
    kind = target.kind
    if kind is ComponentKind.EXTERNAL:
        kind = _kind_outside(link, catalogue) or (ComponentKind.CONFIG if source.kind is ComponentKind.CONFIG else kind)
    found = _BY_KIND.get(kind)
    if source.kind is ComponentKind.OBSERVABILITY and found in {None, DependencyType.DATA}:
        return DependencyType.OBSERVABILITY
    if found is DependencyType.MESSAGING:
        return _direction(link)
    if found is not None:
        return found
    if source.kind is ComponentKind.GATEWAY and link.kind in {LinkKind.ROUTE, LinkKind.ADDRESS, LinkKind.LINK}:
        return DependencyType.SYNC if _LOGIN_WORDS.intersection(words_of(link.hint)) else DependencyType.ROUTE
    return DependencyType.SYNC


def _kind_outside(link: Link, catalogue: Catalogue) -> ComponentKind | None:
    """Return what an external callee is, going by scheme, then by the variable that names it, then by its port."""
    if link.use is not None and link.use.host in CLOUD_METADATA:
        return ComponentKind.CONFIG
    if link.use is not None and link.use.scheme:
        protocol = catalogue.scheme(link.use.scheme)
        if protocol is not None and protocol.kind is not None:
            return protocol.kind
    managed = catalogue.host(link.use.host) if link.use is not None else None
    variable = catalogue.client_variable(link.hint) if link.hint else None
    for match in (managed, variable):
        if match is not None and match.kind in _BY_KIND:
            return match.kind
    if link.use is not None and link.use.port is not None:
        kinds = {catalogue.technology(identifier).kind for identifier in catalogue.port(link.use.port)[:1]}
        if kinds and kinds <= _BY_KIND.keys():
            return next(iter(kinds))
    return None


def _direction(link: Link) -> DependencyType:
    words = set(words_of(link.hint))
    if words & _PUBLISH_WORDS and not words & _SUBSCRIBE_WORDS:
        return DependencyType.PUBLISH
    if words & _SUBSCRIBE_WORDS and not words & _PUBLISH_WORDS:
        return DependencyType.SUBSCRIBE
    return DependencyType.MESSAGING


_HTTP_TYPES = {DependencyType.SYNC, DependencyType.ROUTE}


def protocol_of(links: list[Link], kind: DependencyType, target: DraftComponent, catalogue: Catalogue) -> str | None:
    """Return the application protocol that the links show: by scheme, else the callee's own."""
    for link in links:
        if link.use is not None and link.use.scheme:
            known = catalogue.scheme(link.use.scheme)
            if known is not None:
                return known.name
    return _WIRE.get(target.technology or "") if kind not in _HTTP_TYPES else None


_WIRE = {
    "postgresql": "postgresql", "mysql": "mysql", "mariadb": "mysql", "mongodb": "mongodb", "redis": "redis", "valkey": "redis",
    "rabbitmq": "amqp", "kafka": "kafka", "nats": "nats", "mqtt-mosquitto": "mqtt", "memcached": "memcached",
}  # fmt: skip
