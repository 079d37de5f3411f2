"""Routes of gateways that are configured by properties."""

import pytest

from archcheck.graph.gateway_routes import FoundPolicy, FoundRoute, GatewayRoutes
from archcheck.model.facts import PolicyKind

from .systems import at

PREFIX = "spring.cloud.gateway.routes"


def taken(*entries: tuple[str, str]) -> GatewayRoutes:
    routes = GatewayRoutes()
    for line, (name, value) in enumerate(entries, 1):
        assert routes.take(name, value, at(line))
    return routes


@pytest.mark.parametrize(
    "prefix", [PREFIX, "spring.cloud.gateway.server.webflux.routes", "spring.cloud.gateway.mvc.routes"]
)
def test_a_route_of_spring_cloud_gateway(prefix: str) -> None:
    routes = taken(
        (f"{prefix}[0].id", "orders"),
        (f"{prefix}[0].uri", "lb://ORDERS-SERVICE"),
        (f"{prefix}[0].predicates[0]", "Path=/orders/**, /o/**"),
        (f"{prefix}[0].predicates[1]", "Method=GET"),
        (f"{prefix}[1].uri", "http://stock:8080"),
        (f"{prefix}[2].id", "nowhere"),
        (f"{prefix}[3].uri", "forward:/x"),
    )
    assert list(routes.found()) == [
        FoundRoute("orders", "orders-service", "lb://ORDERS-SERVICE", at(2), None, "/orders/**"),
        FoundRoute("gateway 1", "stock", "http://stock:8080", at(5), 8080),
    ]


@pytest.mark.parametrize(
    ("key", "value", "kinds"),
    [
        ("filters[0]", "CircuitBreaker=name", [PolicyKind.CIRCUIT_BREAKER, PolicyKind.TIMEOUT]),
        ("filters[0].name", "CircuitBreaker", [PolicyKind.CIRCUIT_BREAKER, PolicyKind.TIMEOUT]),
        ("filters[0].name", "RequestRateLimiter", [PolicyKind.RATE_LIMIT]),
        ("filters[1]", "Retry=3", [PolicyKind.RETRY]),
        ("filters[0].args.fallbackUri", "forward:/x", [PolicyKind.FALLBACK]),
        ("filters[0].args.name", "Retry", []),
        ("filters[0]", "StripPrefix=1", []),
        ("metadata.response-timeout", "200", [PolicyKind.TIMEOUT]),
        ("metadata.other", "200", []),
    ],
)
def test_what_the_filters_of_a_route_set(key: str, value: str, kinds: list[PolicyKind]) -> None:
    routes = taken((f"{PREFIX}[0].uri", "http://a"), (f"{PREFIX}[0].{key}", value))
    assert [r.policies for r in routes.found()] == [tuple((kind, at(2)) for kind in kinds)]


@pytest.mark.parametrize(
    ("name", "value", "defaults"),
    [
        ("spring.cloud.gateway.default-filters[0]", "Retry=3", [(PolicyKind.RETRY, at(1))]),
        ("spring.cloud.gateway.defaultFilters[0].name", "Retry", [(PolicyKind.RETRY, at(1))]),
        ("spring.cloud.gateway.httpclient.response-timeout", "2s", [(PolicyKind.TIMEOUT, at(1))]),
        ("zuul.ratelimit.enabled", "true", [(PolicyKind.RATE_LIMIT, at(1))]),
        ("zuul.rate-limit.enabled", "false", []),
    ],
)
def test_what_is_set_for_all_routes(name: str, value: str, defaults: list[FoundPolicy]) -> None:
    assert taken((name, value)).defaults == defaults


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (
            [("zuul.routes.orders.path", "/o/**"), ("zuul.routes.orders.serviceId", "orders-api")],
            FoundRoute("orders", "orders-api", "orders-api", at(2), None, "/o/**"),
        ),
        (
            [("zuul.routes.orders.url", "http://o:81/x"), ("zuul.routes.orders.path", "/o/**")],
            FoundRoute("orders", "o", "http://o:81/x", at(1), 81, "/o/**"),
        ),
        ([("zuul.routes.orders", "/o/**")], FoundRoute("orders", "orders", "orders", at(1), None, "/o/**")),
        ([("zuul.routes.orders.path", "/o/**")], FoundRoute("orders", "orders", "orders", at(1), None, "/o/**")),
    ],
)
def test_a_route_of_zuul(entries: list[tuple[str, str]], found: FoundRoute) -> None:
    assert list(taken(*entries).found()) == [found]


@pytest.mark.parametrize(
    "name", ["zuul.host.socket", "spring.cloud.gateway.enabled", "zuul.routes", "zuul.routes.a.b.c"]
)
def test_other_properties_are_left(name: str) -> None:
    routes = GatewayRoutes()
    assert (routes.take(name, "x", at()), list(routes.found()), routes.defaults) == (False, [], [])
