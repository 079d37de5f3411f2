"""Policies that annotations of Ingresses and Routes set, by controller."""

from collections.abc import Callable, Iterator

from archcheck.model.facts import PolicyKind
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.cluster import Cluster, GatewayKey
from archcheck.parsers.kubernetes.kong import kong_parts
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.policies import Parameters, Part, Scope, add_policies, number
from archcheck.parsers.kubernetes.quantities import seconds
from archcheck.parsers.kubernetes.traefik_middlewares import ingress_parts

__all__ = ["read_gateway_annotations"]

_Value = str | float | None
_Row = tuple[str, PolicyKind, str, Callable[[str], _Value]]


def _positive(text: str) -> _Value:
    return number(text) or None


def _per_minute(text: str) -> _Value:
    count = number(text)
    return round(count / 60, 6) if count else None


def _tries(text: str) -> _Value:
    count = number(text)
    return count - 1 if count and count > 1 else None


def _duration(text: str) -> _Value:
    return seconds(text) or None


def _text(text: str) -> _Value:
    return None if text.strip().lower() in {"", "off", "false", "none"} else text.strip()


def _flag(text: str) -> _Value:
    return "on" if text.strip().lower() in {"true", "on"} else None


def _rate(text: str) -> _Value:
    """Return a rate of NGINX such as ``10r/s`` or ``30r/m`` per second."""
    count = number(text.lower().partition("r/")[0])
    return round(count / 60, 6) if count and text.lower().endswith("r/m") else count


def _login(text: str) -> _Value:
    """Return a mark in place of a value that says how clients log in."""
    return "set" if text.strip() else None


_LIMIT, _TIME, _AGAIN = PolicyKind.RATE_LIMIT, PolicyKind.TIMEOUT, PolicyKind.RETRY
_AUTH, _SPREAD = PolicyKind.AUTHENTICATION, PolicyKind.LOAD_BALANCING
_COMMUNITY: dict[str, tuple[PolicyKind, str, Callable[[str], _Value]]] = {
    "limit-rps": (_LIMIT, "requests_per_s", _positive),
    "limit-rpm": (_LIMIT, "requests_per_s", _per_minute),
    "global-rate-limit": (_LIMIT, "requests", _positive),
    "limit-connections": (PolicyKind.BULKHEAD, "max_connections", _positive),
    "proxy-read-timeout": (_TIME, "timeout_s", _duration),
    "proxy-send-timeout": (_TIME, "send_timeout_s", _duration),
    "proxy-connect-timeout": (_TIME, "connect_timeout_s", _duration),
    "proxy-next-upstream": (_AGAIN, "retry_on", _text),
    "proxy-next-upstream-tries": (_AGAIN, "attempts", _tries),
    "proxy-next-upstream-timeout": (_AGAIN, "total_timeout_s", _duration),
    "auth-url": (_AUTH, "url", _login),
    "auth-type": (_AUTH, "type", _text),
    "auth-tls-secret": (_AUTH, "client_certificates", _login),
    "enable-global-auth": (_AUTH, "global", _flag),
    "enable-access-log": (PolicyKind.ACCESS_LOG, "state", _flag),
    "load-balance": (_SPREAD, "algorithm", _text),
    "upstream-hash-by": (_SPREAD, "hash_by", _text),
    "custom-http-errors": (PolicyKind.FALLBACK, "status_codes", _text),
    "default-backend": (PolicyKind.FALLBACK, "service", _text),
}
_OTHERS: dict[str, _Row] = {
    "nginx.org/limit-req-rate": ("nginx-ingress", _LIMIT, "requests_per_s", _rate),
    "nginx.org/proxy-read-timeout": ("nginx-ingress", _TIME, "timeout_s", _duration),
    "nginx.org/proxy-connect-timeout": ("nginx-ingress", _TIME, "connect_timeout_s", _duration),
    "nginx.org/proxy-next-upstream": ("nginx-ingress", _AGAIN, "retry_on", _text),
    "nginx.org/proxy-next-upstream-tries": ("nginx-ingress", _AGAIN, "attempts", _tries),
    "nginx.org/max-conns": ("nginx-ingress", PolicyKind.BULKHEAD, "max_connections", _positive),
    "nginx.org/basic-auth-secret": ("nginx-ingress", _AUTH, "type", _login),
    "nginx.com/jwt-key": ("nginx-ingress", _AUTH, "type", _login),
    "nginx.org/lb-method": ("nginx-ingress", _SPREAD, "algorithm", _text),
    "haproxy.org/rate-limit-requests": ("haproxy-ingress", _LIMIT, "requests", _positive),
    "haproxy.org/timeout-server": ("haproxy-ingress", _TIME, "timeout_s", _duration),
    "haproxy.org/timeout-connect": ("haproxy-ingress", _TIME, "connect_timeout_s", _duration),
    "haproxy.org/auth-type": ("haproxy-ingress", _AUTH, "type", _text),
    "haproxy.org/load-balance": ("haproxy-ingress", _SPREAD, "algorithm", _text),
    "haproxy-ingress.github.io/limit-rps": ("haproxy-ingress", _LIMIT, "requests_per_s", _positive),
    "haproxy-ingress.github.io/limit-connections": (
        "haproxy-ingress",
        PolicyKind.BULKHEAD,
        "max_connections",
        _positive,
    ),
    "haproxy-ingress.github.io/timeout-server": ("haproxy-ingress", _TIME, "timeout_s", _duration),
    "haproxy-ingress.github.io/auth-secret": ("haproxy-ingress", _AUTH, "type", _login),
    "haproxy.router.openshift.io/timeout": ("openshift-router", _TIME, "timeout_s", _duration),
    "haproxy.router.openshift.io/balance": ("openshift-router", _SPREAD, "algorithm", _text),
    "haproxy.router.openshift.io/rate-limit-connections": ("openshift-router", _LIMIT, "state", _flag),
    "alb.ingress.kubernetes.io/auth-type": ("aws-alb", _AUTH, "type", _text),
    "ingress.kubernetes.io/rate-limit": ("traefik", _LIMIT, "rate", _login),
    "ingress.kubernetes.io/auth-type": ("traefik", _AUTH, "type", _text),
    "appgw.ingress.kubernetes.io/request-timeout": ("azure-application-gateway", _TIME, "timeout_s", _duration),
}
_TABLE: dict[str, _Row] = _OTHERS | {
    f"nginx.ingress.kubernetes.io/{name}": ("ingress-nginx", *row) for name, row in _COMMUNITY.items()
}
_SNIPPETS = ("nginx.ingress.kubernetes.io/configuration-snippet", "nginx.ingress.kubernetes.io/server-snippet")
_DIRECTIVES = {
    "limit_req ": PolicyKind.RATE_LIMIT,
    "limit_conn ": PolicyKind.BULKHEAD,
    "proxy_cache ": PolicyKind.CACHE,
    "auth_request ": PolicyKind.AUTHENTICATION,
    "error_page ": PolicyKind.FALLBACK,
}


def read_gateway_annotations(item: KubernetesObject, key: GatewayKey, cluster: Cluster) -> None:
    """Add the policies that annotations set for all traffic through a gateway object."""
    if item.metadata.child("annotations") is None:
        return
    for layer, part in _parts(item):
        add_policies(cluster, [part], [Scope(layer, item.namespace, gateway=key)])
    add_policies(cluster, kong_parts(item, cluster), [Scope("kong", item.namespace, gateway=key)])
    add_policies(cluster, ingress_parts(item, cluster), [Scope("traefik", item.namespace, gateway=key)])


def _parts(item: KubernetesObject) -> Iterator[tuple[str, Part]]:
    """Yield layer and part; annotations about one matter make one part."""
    found: dict[tuple[str, PolicyKind], tuple[Span, Parameters]] = {}
    for name, node in item.metadata.mapping("annotations").entries():
        row = _TABLE.get(name)
        text = node.as_text() if row or name in _SNIPPETS else None
        if text is None:
            continue
        if row is not None:
            layer, kind, parameter, convert = row
            value = convert(text)
            if value is not None:
                found.setdefault((layer, kind), (node.span, {}))[1].setdefault(parameter, value)
        else:
            for directive, kind in _DIRECTIVES.items():
                if directive in text:
                    found.setdefault(("ingress-nginx", kind), (node.span, {}))
    for (layer, kind), (span, params) in found.items():
        if kind is not PolicyKind.RETRY or params.get("retry_on") or params.get("attempts"):
            yield layer, Part(kind, span, params)
