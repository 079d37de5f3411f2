import pytest

from archcheck.checks.check import Hit
from archcheck.checks.gateway_routes import route_to_nowhere
from archcheck.model.architecture import Component, RouteUse
from archcheck.model.facts import Address, AddressPort, HostTarget, ObjectTarget, Route

from .graphs import GATEWAY, at, component, graph


def route(target: HostTarget | ObjectTarget, line: int = 5) -> Route:
    return Route(
        target, at(line), "Ingress public path /users", gateway=("Ingress", "shop", "public"), namespace="shop"
    )


def users(*ports: AddressPort, **rest: object) -> Component:
    return component("users", addresses=(Address("users", at(1), "shop", ports=ports, **rest),))  # type: ignore[arg-type]


HTTP = AddressPort(80, 8080, None, "http", "tcp", at(2))
GATE = component("public", GATEWAY)


def test_a_route_to_a_backend_that_is_missing_is_reported_once() -> None:
    use = RouteUse(route(ObjectTarget("Service", "user", port=80)), "public", None, "there is no Service user")
    assert list(route_to_nowhere(graph(GATE, routes=[use, use]), {})) == [
        Hit(
            subjects=("public", "user"),
            message="public routes to user:80 (Ingress public path /users): there is no Service user.",
            span=at(5),
            key="Ingress public path /users",
        )
    ]


def test_a_route_that_nothing_reads_is_about_its_backend() -> None:
    use = RouteUse(route(HostTarget("user")), None, None, "nothing answers to user")
    assert [(hit.subjects, hit.message) for hit in route_to_nowhere(graph(routes=[use]), {})] == [
        (("user",), "A route routes to user (Ingress public path /users): nothing answers to user.")
    ]


@pytest.mark.parametrize(
    ("target", "ports"),
    [
        (ObjectTarget("Service", "users", port=80), (HTTP,)),
        (ObjectTarget("Service", "users", port="http"), (HTTP,)),
        (ObjectTarget("Service", "users"), (HTTP,)),
        (ObjectTarget("Service", "users", port=8080), ()),
        (HostTarget("users.shop.svc.cluster.local", 80), (HTTP,)),
    ],
)
def test_a_route_to_an_offered_port_is_silent(
    target: HostTarget | ObjectTarget, ports: tuple[AddressPort, ...]
) -> None:
    use = RouteUse(route(target), "public", "users")
    assert list(route_to_nowhere(graph(GATE, users(*ports), routes=[use]), {})) == []


@pytest.mark.parametrize("target", [ObjectTarget("Service", "users", "shop", 8080), HostTarget("users", 8080)])
def test_a_route_to_a_port_that_the_backend_does_not_offer_is_reported(target: HostTarget | ObjectTarget) -> None:
    use = RouteUse(route(target), "public", "users")
    (hit,) = route_to_nowhere(graph(GATE, users(HTTP), routes=[use]), {})
    assert hit.subjects == ("public", "users")
    assert hit.message == (
        "public routes to users:8080 (Ingress public path /users): "
        "port 8080 is none of the ports that users offers (80)."
    )


def test_the_ports_of_a_headless_service_are_not_known() -> None:
    use = RouteUse(route(ObjectTarget("Service", "users", port=8080)), "public", "users")
    assert list(route_to_nowhere(graph(GATE, users(HTTP, headless=True), routes=[use]), {})) == []
