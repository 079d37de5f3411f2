"""Traefik's middlewares as policies."""

from collections.abc import Callable, Iterator

from archcheck.model.facts import PolicyKind
from archcheck.model.node import Node
from archcheck.parsers.time_span import node_seconds

__all__ = ["Params", "middleware_policies"]

Params = dict[str, str | float | bool]


def middleware_policies(definition: Node) -> Iterator[tuple[PolicyKind, Params, Node]]:
    """Yield what one middleware sets: the kind of policy, its parameters, and the node that says so.

    Args:
        definition: The middleware's definition, its keys in lower case.
    """
    for name, settings in definition.entries():
        if known := _MIDDLEWARES.get(name):
            kind, read = known
            yield kind, read(settings), settings
        elif name == "plugin":
            for plugin, options in settings.entries():
                yield from _plugin(plugin, options)
        elif name == "buffering" and settings.child("retryexpression"):
            yield PolicyKind.RETRY, {"retry_on": settings.text("retryexpression") or ""}, settings


def _rate(settings: Node) -> Params:
    params: Params = {}
    average, burst = settings.child("average"), settings.child("burst")
    count = None if average is None else average.as_integer()
    if count is not None:
        period = node_seconds(settings.child("period")) or 1.0
        params["requests_per_s"] = count / period
    number = None if burst is None else burst.as_integer()
    if number is not None:
        params["burst"] = number
    return params


def _retry(settings: Node) -> Params:
    attempts = settings.integer("attempts")
    return {} if attempts is None else {"attempts": max(attempts - 1, 0)}  # Traefik counts the first try


def _breaker(settings: Node) -> Params:
    expression = settings.text("expression")
    return {} if expression is None else {"expression": expression}


def _in_flight(settings: Node) -> Params:
    amount = settings.integer("amount")
    return {} if amount is None else {"max_connections": amount}


def _errors(settings: Node) -> Params:
    service = settings.text("service")
    return {} if service is None else {"handler": service}


def _method(method: str) -> Callable[[Node], Params]:
    return lambda _settings: {"method": method}


_MIDDLEWARES: dict[str, tuple[PolicyKind, Callable[[Node], Params]]] = {
    "ratelimit": (PolicyKind.RATE_LIMIT, _rate),
    "inflightreq": (PolicyKind.BULKHEAD, _in_flight),
    "inflightconn": (PolicyKind.BULKHEAD, _in_flight),
    "circuitbreaker": (PolicyKind.CIRCUIT_BREAKER, _breaker),
    "retry": (PolicyKind.RETRY, _retry),
    "errors": (PolicyKind.FALLBACK, _errors),
    "forwardauth": (PolicyKind.AUTHENTICATION, _method("forward")),
    "basicauth": (PolicyKind.AUTHENTICATION, _method("basic")),
    "digestauth": (PolicyKind.AUTHENTICATION, _method("digest")),
    "jwt": (PolicyKind.AUTHENTICATION, _method("jwt")),
    "oidc": (PolicyKind.AUTHENTICATION, _method("oidc")),
    "oauthintrospection": (PolicyKind.AUTHENTICATION, _method("oauth2")),
    "apikey": (PolicyKind.AUTHENTICATION, _method("api-key")),
    "ldap": (PolicyKind.AUTHENTICATION, _method("ldap")),
    "httpcache": (PolicyKind.CACHE, lambda _settings: {}),
}
_PLUGIN_WORDS = {
    "jwt": PolicyKind.AUTHENTICATION,
    "oidc": PolicyKind.AUTHENTICATION,
    "keycloak": PolicyKind.AUTHENTICATION,
    "auth": PolicyKind.AUTHENTICATION,
    "ratelimit": PolicyKind.RATE_LIMIT,
    "cache": PolicyKind.CACHE,
}


def _plugin(name: str, options: Node) -> Iterator[tuple[PolicyKind, Params, Node]]:
    for word, kind in _PLUGIN_WORDS.items():
        if word in name:
            yield kind, {"method": name}, options
            return
