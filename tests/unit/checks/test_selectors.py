from typing import Any

import pytest

from archcheck.checks.check import Hit
from archcheck.checks.selectors import dangling_selector
from archcheck.model.facts import (
    Address,
    AddressPort,
    ContainerRole,
    CustomResource,
    Facts,
    Selector,
    Workload,
)
from archcheck.model.finding import Level

from .graphs import at, component, container, deployment, graph

OTHER = component("other", workloads=(deployment("other"),))


def service(target: int | str = 8080, **rest: Any) -> Address:
    rest.setdefault("selector", Selector({"app": "orders"}))
    return Address("orders", at(3), ports=(AddressPort(80, target, None, None, "tcp", at(7)),), **rest)


def found(address: Address, *workloads: Workload, resources: tuple[str, ...] = (), own: bool = True) -> list[Hit]:
    custom = [CustomResource("Cluster", "x/v1", name, None, at(1)) for name in resources]
    owner = component("orders-app", addresses=(address,), workloads=workloads, own=own)
    facts = Facts(addresses=[address], custom_resources=custom)
    selected = {(address.namespace, address.name): workloads}
    return list(dangling_selector(graph(OTHER, *([owner] if workloads else []), facts=facts, selected=selected), {}))


def test_a_service_that_selects_nothing_is_reported_at_its_name() -> None:
    assert found(service()) == [
        Hit(("orders",), "Service orders selects no workload (app=orders).", at(3), key="orders"),
    ]


def test_a_selector_of_expressions_has_no_text_of_its_own() -> None:
    (hit,) = found(service(selector=Selector({}, (("app", "In", ("orders",)),))))
    assert hit.message == "Service orders selects no workload (by expressions)."


@pytest.mark.parametrize(
    "address",
    [service(selector=None), service(type="ExternalName"), service(type="Endpoints"), service(type="ServiceEntry")],
)
def test_services_without_selector_are_silent(address: Address) -> None:
    assert found(address) == []


def test_pods_that_a_custom_resource_may_make_are_silent() -> None:
    assert found(service(), resources=("orders",)) == []
    assert len(found(service(), resources=("users",))) == 1


def test_a_deployment_without_workloads_is_silent() -> None:
    assert list(dangling_selector(graph(facts=Facts(addresses=[service()])), {})) == []


def test_a_named_port_that_no_container_declares_is_an_error() -> None:
    assert found(service("http"), deployment("orders", container(ports=["web", 8080]))) == [
        Hit(
            subjects=("orders-app",),
            message="Port 80 of Service orders leads to port http, which no container of orders declares.",
            span=at(7),
            level=Level.ERROR,
            key="orders:80",
        )
    ]


def test_a_number_is_doubtful_where_every_container_declares_other_ports() -> None:
    blue, green = (deployment(name, container(ports=[9090])) for name in ("blue", "green"))
    assert [(hit.message, hit.level) for hit in found(service(), green, blue)] == [
        ("Port 80 of Service orders leads to port 8080, which no container of blue or green declares.", Level.WARNING)
    ]


@pytest.mark.parametrize(
    ("address", "containers"),
    [
        (service("http"), [container(ports=["http"])]),
        (service(8080), [container(ports=[8080])]),
        (service(8080), [container(ports=[9090]), container()]),
        (service("http2"), [container(image="auto")]),
    ],
)
def test_ports_that_are_or_may_be_open_are_silent(address: Address, containers: list[Any]) -> None:
    assert found(address, deployment("orders", *containers)) == []


def test_a_product_may_listen_on_ports_that_it_does_not_declare() -> None:
    assert found(service(), deployment("orders", container(ports=[9090])), own=False) == []


def test_an_init_container_listens_on_nothing() -> None:
    init = container("wait", ports=["http"], role=ContainerRole.INIT)
    assert len(found(service("http"), deployment("orders", container(ports=[8080]), init))) == 1
