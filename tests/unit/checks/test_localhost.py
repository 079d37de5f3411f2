from dataclasses import replace

import pytest

from archcheck.checks.check import Hit
from archcheck.checks.localhost import localhost_dependency
from archcheck.model.architecture import Component, Confidence, Outcome, Reference
from archcheck.model.facts import Address, AddressPort, ContainerRole, Exposure, Mechanism

from .graphs import at, component, compose, container, graph, refers

LOOPBACK = Outcome.LOOPBACK
DATABASE = component("db", workloads=(compose("db", container(ports=[5432])),))
ORDERS = component(
    "orders",
    workloads=(compose("orders", container(ports=[8080])),),
    exposures=(Exposure("orders", Mechanism.HOST_PORT, at(1), host_port=80, container_port=8080),),
)


def found(reference: Reference, orders: Component = ORDERS, *others: Component) -> list[Hit]:
    return list(localhost_dependency(graph(orders, DATABASE, *others, references=[reference]), {}))


def test_a_port_that_another_component_offers_is_meant_for_it() -> None:
    assert found(refers("orders", "localhost", LOOPBACK, port=5432, line=4)) == [
        Hit(
            subjects=("orders", "db"),
            message="orders refers to another service as localhost:5432, which in a container is itself. Is db meant?",
            span=at(4),
            key="localhost:5432",
        )
    ]


def test_the_component_that_the_graph_found_behind_the_port_is_named() -> None:
    (hit,) = found(refers("orders", "localhost", LOOPBACK, "db", port=15432))
    assert hit.subjects == ("orders", "db")


def test_several_candidates_are_not_guessed() -> None:
    address = Address("cache", at(1), ports=(AddressPort(5432, 5432, None, None, "tcp", at(1)),))
    (hit,) = found(refers("orders", "localhost", LOOPBACK, port=5432), ORDERS, component("cache", addresses=(address,)))
    assert hit.subjects == ("orders",)


def test_the_developers_machine_is_always_meant_for_another() -> None:
    assert [hit.message for hit in found(refers("orders", "host.docker.internal", LOOPBACK))] == [
        "orders refers to another service as host.docker.internal, which in a container is the machine it runs on."
    ]


def test_the_protocol_of_a_store_is_meant_for_another() -> None:
    assert [hit.subjects for hit in found(refers("orders", "localhost", LOOPBACK, port=7777, scheme="redis"))] == [
        ("orders",)
    ]


def test_one_address_is_reported_once() -> None:
    reference = refers("orders", "localhost", LOOPBACK, port=5432)
    system = graph(ORDERS, DATABASE, references=[reference, reference])
    assert len(list(localhost_dependency(system, {}))) == 1


@pytest.mark.parametrize(
    "reference",
    [
        refers("orders", "localhost", LOOPBACK, port=8080),
        refers("orders", "localhost", LOOPBACK, port=80),
        refers("orders", "localhost", LOOPBACK, port=9999, scheme="http"),
        refers("orders", "localhost", LOOPBACK, port=5432, because="environment CORS_ORIGIN=http://localhost:5432"),
        refers("orders", "localhost", LOOPBACK, port=5432, confidence=Confidence.LOW),
        refers("orders", "db", Outcome.COMPONENT, "db", port=5432),
    ],
)
def test_its_own_ports_and_addresses_for_browsers_are_silent(reference: Reference) -> None:
    assert found(reference) == []


@pytest.mark.parametrize(
    "workload",
    [
        compose("orders", container("app"), container("proxy", role=ContainerRole.SIDECAR)),
        compose("orders", host_network=True),
        compose("orders", network_mode="service:db"),
    ],
)
def test_containers_that_share_a_network_are_silent(workload: object) -> None:
    reference = refers("orders", "localhost", LOOPBACK, port=5432)
    assert found(reference, replace(ORDERS, workloads=(workload,))) == []  # type: ignore[arg-type]
