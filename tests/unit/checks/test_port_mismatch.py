from typing import Any

import pytest

from archcheck.checks.check import Hit
from archcheck.checks.port_mismatch import port_mismatch
from archcheck.model.architecture import Component, Confidence, Outcome, Reference
from archcheck.model.facts import Address, AddressPort, Build, Exposure, Mechanism, Port
from archcheck.model.finding import Level

from .graphs import at, component, compose, container, deployment, graph, refers


def kubernetes(*names: str, **rest: Any) -> Component:
    ports = (AddressPort(80, 8080, 30080, "http", "tcp", at(1)), AddressPort(9090, "metrics", None, None, "tcp", at(1)))
    addresses = tuple(Address(name, at(1), ports=ports, **rest) for name in names or ("payments",))
    return component("payments", addresses=addresses, workloads=(deployment("payments"),))


def refer(host: str = "payments", port: int | None = None, **rest: Any) -> Reference:
    return refers("orders", host, Outcome.COMPONENT, "payments", 5, port=port, **rest)


def found(callee: Component, *references: Reference) -> list[Hit]:
    return list(port_mismatch(graph(callee, references=references), {}))


def test_a_port_that_the_service_does_not_offer_is_reported_once() -> None:
    assert found(kubernetes(), refer(port=7000), refer(port=7000)) == [
        Hit(
            subjects=("orders", "payments"),
            message="orders calls payments on port 7000, but its Service offers 80 and 9090.",
            span=at(5),
            key="7000",
        )
    ]


@pytest.mark.parametrize("port", [8080, 30080])
def test_the_ports_of_pod_and_node_are_told_apart(port: int) -> None:
    assert [hit.message for hit in found(kubernetes(), refer(port=port))] == [
        f"orders calls payments on port {port}, but that is not a port of its Service, which offers 80 and 9090."
    ]


def test_a_url_without_port_means_the_default_of_its_scheme() -> None:
    secure = refer(scheme="https", because="environment URL=https://payments/api")
    assert [hit.key for hit in found(kubernetes(), secure)] == ["443"]
    assert found(kubernetes(), refer(scheme="http")) == []
    assert found(kubernetes(), refer(scheme="https", because="environment HOST=payments")) == []


def test_the_ports_are_those_of_the_service_that_is_named() -> None:
    one = Address("payments", at(1), "shop", ports=(AddressPort(80, 80, None, None, "tcp", at(1)),))
    two = Address("payments", at(1), "test", ports=(AddressPort(81, 81, None, None, "tcp", at(1)),))
    callee = component("payments", addresses=(one, two))
    assert [h.message for h in found(callee, refer("payments.test.svc.cluster.local", 80))] == [
        "orders calls payments on port 80, but its Service offers 81."
    ]


@pytest.mark.parametrize(
    ("callee", "reference"),
    [
        (kubernetes(), refer(port=80)),
        (kubernetes(headless=True), refer(port=7000)),
        (kubernetes(type="ExternalName"), refer(port=7000)),
        (kubernetes(), refer("pay", port=7000)),
        (kubernetes(), refer(port=7000, confidence=Confidence.LOW)),
        (kubernetes(), refers("orders", "payments", Outcome.UNRESOLVED, port=7000)),
        (component("payments", workloads=(deployment("payments"),)), refer(port=7000)),
        (component("payments"), refer(port=None)),
    ],
)
def test_what_is_offered_or_not_known_is_silent(callee: Component, reference: Reference) -> None:
    assert found(callee, reference) == []


def in_compose(
    ports: tuple[int, ...] = (8080,), exposed: tuple[int, ...] = (), host: int | None = None, own: bool = True
) -> Component:
    build = (
        Build("payments", None, at(1), ports=tuple(Port(p, None, "tcp", at(1)) for p in exposed)) if exposed else None
    )
    opened = (
        (Exposure("payments", Mechanism.HOST_PORT, at(1), host_port=host, container_port=ports[0]),) if host else ()
    )
    workload = compose("payments", container(ports=ports, build=build))
    return component("payments", workloads=(workload,), exposures=opened, own=own)


def test_the_port_on_the_host_is_not_the_port_inside() -> None:
    (hit,) = found(in_compose(host=9000), refer(port=9000))
    assert hit.message == (
        "orders calls payments on port 9000, but that is its port on the host; inside the network it listens on 8080."
    )
    assert hit.level is None


def test_a_port_that_the_dockerfile_does_not_expose_is_a_warning() -> None:
    (hit,) = found(in_compose(exposed=(8080, 8081)), refer(port=7000))
    assert (hit.message, hit.level) == (
        "orders calls payments on port 7000, but it declares 8080 and 8081.",
        Level.WARNING,
    )


@pytest.mark.parametrize(
    ("callee", "port"),
    [
        (in_compose(host=9000), 8080),
        (in_compose(host=8080), 8080),
        (in_compose(), 7000),
        (in_compose(exposed=(8081,), own=False), 7000),
        (in_compose(exposed=(8081,)), 8081),
        (in_compose(), None),
    ],
)
def test_a_compose_service_may_listen_on_more_than_it_declares(callee: Component, port: int | None) -> None:
    assert found(callee, refer(port=port)) == []
