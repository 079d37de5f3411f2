import pytest

from archcheck.checks.check import Hit
from archcheck.checks.fixed_placement import fixed_placement
from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.facts import Exposure, Link, Mechanism, NetworkAttachment, Workload, WorkloadKind

from .graphs import at, component, compose, graph


def found(*components: Component) -> list[Hit]:
    return list(fixed_placement(graph(*components), {}))


def test_each_kind_of_setting_is_one_finding() -> None:
    workload = Workload(
        "orders",
        WorkloadKind.COMPOSE,
        at(1),
        networks=(NetworkAttachment("back", (), "172.28.0.10", at(2)),),
        links=(
            Link("db", None, False, at(4)),
            Link("users", "u", False, at(5)),
            Link("old_cache", None, True, at(6)),
        ),
        extra_hosts=(("bank", "10.0.0.9", at(8)), ("host.docker.internal", "host-gateway", at(9))),
        host_network=True,
    )
    exposure = Exposure("orders", Mechanism.HOST_NETWORK, at(10))
    orders = component("orders", workloads=(workload,), exposures=(exposure,))
    assert found(orders) == [
        Hit(("orders",), message, at(line), key=key)
        for message, line, key in [
            ("orders has the fixed address 172.28.0.10 on network back (ipv4_address).", 2, "ipv4_address"),
            ("orders finds bank at the fixed address 10.0.0.9 (extra_hosts).", 8, "extra_hosts"),
            ("orders is tied to the one container of db (links).", 4, "links"),
            ("orders is tied to the one container of old_cache (external_links).", 6, "external_links"),
            ("orders uses the host's network, once for each machine (host network).", 10, "host network"),
        ]
    ]


def test_the_hosts_network_without_an_exposure_points_at_the_workload() -> None:
    assert [hit.span for hit in found(component("orders", workloads=(compose("orders", host_network=True),)))] == [
        at(1)
    ]


@pytest.mark.parametrize(
    "agent",
    [
        component("agent", workloads=(Workload("agent", WorkloadKind.DAEMON_SET, at(1), host_network=True),)),
        component("exporter", ComponentKind.OBSERVABILITY, workloads=(compose("exporter", host_network=True),)),
        component("orders", workloads=(compose("orders"),)),
    ],
)
def test_agents_on_each_node_and_plain_services_are_silent(agent: Component) -> None:
    assert found(agent) == []
