"""What Kong's plugins set, and which addresses they name."""

from archcheck.model.facts import PolicyKind
from archcheck.model.node import Node

__all__ = ["ENDPOINTS", "PLUGIN_KINDS", "Params", "plugin_params"]

Params = dict[str, str | float | bool]

_AUTHENTICATION = {
    "jwt": "jwt",
    "jwt-signer": "jwt",
    "key-auth": "api-key",
    "key-auth-enc": "api-key",
    "oauth2": "oauth2",
    "oauth2-introspection": "oauth2",
    "openid-connect": "oidc",
    "basic-auth": "basic",
    "hmac-auth": "hmac",
    "ldap-auth": "ldap",
    "ldap-auth-advanced": "ldap",
    "mtls-auth": "mtls",
    "vault-auth": "api-key",
    "saml": "saml",
}
_OTHER_KINDS = {
    "rate-limiting": PolicyKind.RATE_LIMIT,
    "rate-limiting-advanced": PolicyKind.RATE_LIMIT,
    "response-ratelimiting": PolicyKind.RATE_LIMIT,
    "service-protection": PolicyKind.RATE_LIMIT,
    "proxy-cache": PolicyKind.CACHE,
    "proxy-cache-advanced": PolicyKind.CACHE,
    "graphql-proxy-cache-advanced": PolicyKind.CACHE,
    "request-termination": PolicyKind.FAULT,
    "file-log": PolicyKind.ACCESS_LOG,
    "http-log": PolicyKind.ACCESS_LOG,
    "tcp-log": PolicyKind.ACCESS_LOG,
    "udp-log": PolicyKind.ACCESS_LOG,
    "syslog": PolicyKind.ACCESS_LOG,
    "loggly": PolicyKind.ACCESS_LOG,
    "kafka-log": PolicyKind.ACCESS_LOG,
}
PLUGIN_KINDS = dict.fromkeys(_AUTHENTICATION, PolicyKind.AUTHENTICATION) | _OTHER_KINDS
_PERIODS_S = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
ENDPOINTS = (  # (plugin, key of its config, type of the dependency)
    ("http-log", "http_endpoint", "observability"),
    ("zipkin", "http_endpoint", "observability"),
    ("opentelemetry", "endpoint", "observability"),
    ("opentelemetry", "traces_endpoint", "observability"),
    ("opentelemetry", "logs_endpoint", "observability"),
    ("tcp-log", "host", "observability"),
    ("udp-log", "host", "observability"),
    ("loggly", "host", "observability"),
    ("statsd", "host", "observability"),
    ("datadog", "host", "observability"),
    ("rate-limiting", "redis_host", "data"),
    ("response-ratelimiting", "redis_host", "data"),
    ("openid-connect", "issuer", None),
    ("oauth2-introspection", "introspection_url", None),
    ("ldap-auth", "ldap_host", None),
    ("forward-proxy", "http_proxy_host", None),
)


def plugin_params(name: str, kind: PolicyKind, config: Node) -> Params:
    """Return the parameters of the policy that a plugin sets.

    Args:
        name: Name of the plugin.
        kind: What it sets, by :data:`PLUGIN_KINDS`.
        config: Its configuration.
    """
    if kind is PolicyKind.AUTHENTICATION:
        params: Params = {"method": _AUTHENTICATION[name]}
        if config.child("anonymous"):
            params["anonymous"] = True
        return params
    if kind is not PolicyKind.RATE_LIMIT:
        return {}
    params = {}
    rates = [count / length for period, length in _PERIODS_S.items() if (count := _count(config.child(period)))]
    if rates:
        params["requests_per_s"] = min(rates)
    if policy := config.text("policy"):
        params["policy"] = policy
    return params


def _count(node: Node | None) -> int | None:
    return None if node is None else node.as_integer()
