import pytest

from archcheck.checks.check import Hit
from archcheck.checks.gateway_presence import gateway_bypass, no_api_gateway
from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.facts import Mechanism
from archcheck.model.finding import Level, Related

from .graphs import ANCHOR, GATEWAY, PROXY, SERVICE, UI, at, component, door, graph


def published(name: str, kind: ComponentKind = SERVICE, line: int = 1) -> Component:
    return component(name, kind, doors=(door(8000 + line, line=line),))


def test_several_published_services_without_a_gateway_are_one_finding() -> None:
    system = graph(published("web", UI, 3), published("orders", line=7), published("db", ComponentKind.DATABASE, 9))
    assert list(no_api_gateway(system, {})) == [
        Hit(
            subjects=("db", "orders", "web"),
            message="db, orders and web are published, and no gateway stands in front of them.",
            span=ANCHOR,
            related=(
                Related(at(9), "db is published on host port 8009"),
                Related(at(7), "orders is published on host port 8007"),
                Related(at(3), "web is published on host port 8003"),
            ),
        )
    ]
    assert list(gateway_bypass(system, {})) == []


@pytest.mark.parametrize(
    "others",
    [
        [],
        [component("internal")],
        [published("grafana", ComponentKind.OBSERVABILITY), published("db", ComponentKind.DATABASE)],
        [component("gateway", GATEWAY), published("orders")],
    ],
)
def test_one_published_service_or_a_gateway_is_no_missing_gateway(others: list[Component]) -> None:
    assert list(no_api_gateway(graph(published("web", UI), *others), {})) == []


def test_what_is_published_beside_a_gateway_is_a_finding_each() -> None:
    orders = component("orders", doors=(door(8081, line=4), door(9090, line=5)))
    tools = published("grafana", ComponentKind.OBSERVABILITY, 8)
    system = graph(published("kong", GATEWAY), published("nginx", PROXY), component("users"), orders, tools)
    assert list(gateway_bypass(system, {})) == [
        Hit(
            subjects=("grafana",),
            message="grafana is published on host port 8008, so clients can pass by kong.",
            span=at(8),
            level=Level.WARNING,
        ),
        Hit(
            subjects=("orders",),
            message="orders is published on host port 8081 and host port 9090, so clients can pass by kong.",
            span=at(4),
            related=(Related(at(5), "host port 9090"),),
        ),
    ]


def test_beside_a_single_published_service_everything_else_is_a_finding() -> None:
    system = graph(published("web", UI), published("db", ComponentKind.DATABASE, 5))
    assert [hit.message for hit in gateway_bypass(system, {})] == [
        "db is published on host port 8005 beside web, the way into the system."
    ]


def test_a_store_published_without_any_way_in_is_a_finding() -> None:
    system = graph(component("orders"), published("db", ComponentKind.DATABASE, 5))
    assert [(hit.message, hit.level) for hit in gateway_bypass(system, {})] == [
        ("db is published on host port 8005, and no gateway stands in front of it.", None)
    ]


@pytest.mark.parametrize(
    ("mechanism", "port", "words"),
    [
        (Mechanism.NODE_PORT, 30080, "node port 30080"),
        (Mechanism.NODE_PORT, None, "node port"),
        (Mechanism.LOAD_BALANCER, 80, "load balancer port 80"),
        (Mechanism.HOST_NETWORK, 9100, "the host's network"),
        (Mechanism.EXTERNAL_IP, 80, "external address, port 80"),
    ],
)
def test_every_kind_of_door_has_words(mechanism: Mechanism, port: int | None, words: str) -> None:
    orders = component("orders", doors=(door(port, mechanism=mechanism),))
    (hit,) = gateway_bypass(graph(component("kong", GATEWAY), orders), {})
    assert hit.message == f"orders is published on {words}, so clients can pass by kong."
