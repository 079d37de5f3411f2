from archcheck.checks.check import Hit
from archcheck.checks.replicas import no_disruption_budget, single_replica
from archcheck.model.architecture import Component, ComponentKind, DependencyType
from archcheck.model.facts import Autoscaler, DisruptionBudget, Facts, Selector, WorkloadKind

from .system_graphs import CLUSTER, at, compose, container, edge, hits, pods, system

SYNC = DependencyType.SYNC


def scaled(name: str, minimum: int | None, namespace: str | None = None) -> Autoscaler:
    return Autoscaler("Deployment", name, namespace, minimum, 9, at(1))


def test_a_called_service_with_one_replica_is_reported_and_cut_points_come_first() -> None:
    graph = system(
        pods("web", container()),
        pods("a-leaf", container(), line=4),
        pods("orders", container(), line=8, replicas=1),
        dependencies=[
            edge("web", "orders", kind=SYNC),
            edge("orders", "a-leaf", kind=SYNC),
            edge("web", "orders", kind=DependencyType.ROUTE),
        ],
    )
    assert hits(single_replica, graph) == [
        Hit(
            ("orders",),
            "orders runs as one replica, and web cannot do without it. "
            "Without it, parts of the system cannot reach each other.",
            at(8, CLUSTER),
        ),
        Hit(("a-leaf",), "a-leaf runs as one replica, and orders cannot do without it.", at(4, CLUSTER)),
    ]


def test_replicas_autoscalers_and_other_kinds_are_not_alone() -> None:
    versions = [pods("v1", container()).workloads[0], pods("v2", container()).workloads[0]]
    components = [
        pods("replicas", container(), replicas=2),
        pods("autoscaled", container()),
        pods("versions", workloads=versions),
        pods("everywhere", container(), object_kind=WorkloadKind.DAEMON_SET),
        compose("db", kind=ComponentKind.DATABASE),
        Component("elsewhere", ComponentKind.SERVICE, at(1)),
        Component("example.org", ComponentKind.EXTERNAL, at(1)),
    ]
    graph = system(
        pods("web", container()),
        *components,
        dependencies=[edge("web", component.name, kind=SYNC) for component in components],
        facts=Facts(autoscalers=[scaled("autoscaled", 2)]),
    )
    assert hits(single_replica, graph) == []


def test_an_autoscaler_may_go_down_to_one() -> None:
    graph = system(
        pods("web", container()),
        pods("orders", container(), replicas=3),
        dependencies=[edge("web", "orders", kind=SYNC)],
        facts=Facts(autoscalers=[scaled("orders", None)]),
    )
    assert [hit.subjects for hit in hits(single_replica, graph)] == [("orders",)]


def test_replicas_without_a_budget_are_reported() -> None:
    budgets = [
        DisruptionBudget("covered", None, Selector({"app": "covered"}), at(1)),
        DisruptionBudget("elsewhere", "other", Selector(), at(1)),
        DisruptionBudget("nothing", None, None, at(1)),
    ]
    graph = system(
        pods("orders", container(), replicas=3, line=5, labels={"app": "orders"}),
        pods("covered", container(), replicas=2, labels={"app": "covered"}, namespace="default"),
        pods("alone", container(), replicas=1),
        pods("everywhere", container(), replicas=2, object_kind=WorkloadKind.DAEMON_SET),
        facts=Facts(budgets=budgets),
    )
    assert hits(no_disruption_budget, graph) == [
        Hit(
            ("orders",),
            "orders has 3 replicas and no PodDisruptionBudget: draining machines may stop all of them at once.",
            at(5, CLUSTER),
            key="orders",
        )
    ]
