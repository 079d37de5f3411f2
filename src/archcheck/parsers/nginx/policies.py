"""What nginx sets for the requests it forwards: limits, timeouts, retries, authentication, TLS, caching, logs."""

from collections.abc import Iterator, Mapping, Sequence

from archcheck.model.facts import Policy, PolicyKind
from archcheck.model.span import Span
from archcheck.parsers.nginx.syntax import Directive
from archcheck.parsers.nginx.upstreams import Upstream
from archcheck.parsers.time_span import seconds

__all__ = ["block_policies", "upstream_policies", "zone_rates"]

_LAYER = "nginx"
_READ_TIMEOUTS = (
    "proxy_read_timeout",
    "grpc_read_timeout",
    "fastcgi_read_timeout",
    "uwsgi_read_timeout",
    "proxy_timeout",
)
_CONNECT_TIMEOUTS = (
    "proxy_connect_timeout",
    "grpc_connect_timeout",
    "fastcgi_connect_timeout",
    "uwsgi_connect_timeout",
)
_NEXT = ("proxy_next_upstream", "grpc_next_upstream", "fastcgi_next_upstream", "uwsgi_next_upstream")
_AUTHENTICATION = {"auth_request": "request", "auth_basic": "basic", "auth_jwt": "jwt", "ssl_verify_client": "mtls"}
_CACHES = ("proxy_cache", "fastcgi_cache", "uwsgi_cache", "grpc_cache")
_STALE = ("proxy_cache_use_stale", "fastcgi_cache_use_stale", "uwsgi_cache_use_stale")

Params = dict[str, str | float | bool]


def block_policies(
    block: Sequence[Directive], path: str, file: str, route_path: str | None, rates: Mapping[str, float]
) -> list[Policy]:
    """Return the policies that a block sets itself.

    Args:
        block: Directives of the block.
        path: Path of the file, for places.
        file: What the facts call the file.
        route_path: Path of the location that the block belongs to, or None.
        rates: Requests per second of each zone, by :func:`zone_rates` of this block and those around it.
    """
    found: list[tuple[PolicyKind, Directive, Params]] = [*_timeouts(block), *_retries(block)]
    for directive in block:
        found += _single(directive, rates)
    found.sort(key=lambda item: (item[1].line, item[1].column))
    return [
        Policy(kind, _LAYER, Span(path, at.line, at.column), params, file=file, route_path=route_path)
        for kind, at, params in found
    ]


def upstream_policies(upstream: Upstream, path: str, file: str) -> Iterator[Policy]:
    """Yield what an upstream block sets: load balancing over several servers, passive health checks, connection limits.

    ``max_fails`` counts as a circuit breaker only where it is written: its default (1) protects nothing on purpose.
    """
    if len(upstream.servers) > 1:
        token = upstream.servers[0].token
        params: Params = {"upstream": upstream.name, "algorithm": upstream.method, "servers": len(upstream.servers)}
        yield Policy(PolicyKind.LOAD_BALANCING, _LAYER, Span(path, token.line, token.column), params, file=file)
    for server in upstream.servers:
        span = Span(path, server.token.line, server.token.column)
        fails = _number(server.options.get("max_fails"))
        if fails:
            params = {"consecutive_errors": fails}
            interval = seconds(server.options.get("fail_timeout", ""))
            if interval is not None:
                params["ejection_s"] = interval
            yield Policy(PolicyKind.CIRCUIT_BREAKER, _LAYER, span, params, callee=server.target, file=file)
        connections = _number(server.options.get("max_conns"))
        if connections:
            params = {"max_connections": connections}
            yield Policy(PolicyKind.BULKHEAD, _LAYER, span, params, callee=server.target, file=file)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def zone_rates(block: Sequence[Directive]) -> Mapping[str, float]:
    """Return the requests per second of each ``limit_req_zone`` in the block (they stand beside the servers)."""
    rates = {}
    for directive in block:
        if directive.name == "limit_req_zone":
            options = dict(arg.partition("=")[::2] for arg in directive.args)
            count, _, unit = options.get("rate", "").partition("r/")
            number = _number(count)
            if number is not None and unit in {"s", "m"}:
                rates[options.get("zone", "").partition(":")[0]] = number / (60 if unit == "m" else 1)
    return rates


def _first(block: Sequence[Directive], names: Sequence[str]) -> Directive | None:
    return next((d for d in block if d.name in names and d.words), None)


def _timeouts(block: Sequence[Directive]) -> Iterator[tuple[PolicyKind, Directive, Params]]:
    read, connect = _first(block, _READ_TIMEOUTS), _first(block, _CONNECT_TIMEOUTS)
    params: Params = {}
    for name, directive in (("timeout_s", read), ("connect_timeout_s", connect)):
        value = None if directive is None else seconds(directive.args[0])
        if value is not None:
            params[name] = value
    at = read or connect
    if at is not None and params:
        yield PolicyKind.TIMEOUT, at, params


def _retries(block: Sequence[Directive]) -> Iterator[tuple[PolicyKind, Directive, Params]]:
    directive = _first(block, _NEXT)
    tries = _first(block, [f"{name}_tries" for name in _NEXT])
    count = None if tries is None else _number(tries.args[0])
    at = directive or tries
    if at is None or (directive is not None and directive.args[0] == "off") or count == 1:
        return
    params: Params = {"retry_on": " ".join(directive.args)} if directive else {}
    if count:
        params["attempts"] = count - 1
    yield PolicyKind.RETRY, at, params


def _single(directive: Directive, rates: Mapping[str, float]) -> Iterator[tuple[PolicyKind, Directive, Params]]:
    """Yield the policy that one directive sets by itself."""
    args = directive.args
    name, first = directive.name, args[0] if args else ""
    if name in {"limit_req", "limit_conn"} and first:
        yield PolicyKind.RATE_LIMIT, directive, _limit(directive, rates)
    elif name in _AUTHENTICATION and first not in {"", "off", "optional_no_ca"}:
        yield PolicyKind.AUTHENTICATION, directive, {"method": _AUTHENTICATION[name]}
    elif name in _CACHES and first not in {"", "off"}:
        yield PolicyKind.CACHE, directive, {"zone": first}
    elif name in _STALE and first not in {"", "off"}:
        yield PolicyKind.FALLBACK, directive, {"stale_on": " ".join(args)}
    elif name == "error_page" and len(args) > 1 and args[-1].startswith("@") and any(a[:1] == "5" for a in args[:-1]):
        yield PolicyKind.FALLBACK, directive, {"handler": args[-1]}
    elif (name == "listen" and "ssl" in args[1:]) or (name == "ssl" and first == "on"):
        yield PolicyKind.TLS, directive, {"listen": first} if name == "listen" else {}
    elif name == "access_log" and first:
        yield PolicyKind.ACCESS_LOG, directive, {"enabled": first != "off"}


def _limit(directive: Directive, rates: Mapping[str, float]) -> Params:
    options = dict(arg.partition("=")[::2] for arg in directive.args)
    if directive.name == "limit_conn":
        number = _number(directive.args[-1])
        return {"zone": directive.args[0]} | ({} if number is None else {"max_connections": number})
    zone = options.get("zone", "")
    params: Params = {"zone": zone}
    if zone in rates:
        params["requests_per_s"] = rates[zone]
    burst = _number(options.get("burst"))
    if burst is not None:
        params["burst"] = burst
    return params
