from archcheck.checks.check import Hit
from archcheck.checks.restarts import no_graceful_shutdown, no_restart_policy
from archcheck.model.architecture import ComponentKind, DependencyType
from archcheck.model.facts import WorkloadKind
from archcheck.model.finding import Level

from .system_graphs import CLUSTER, at, compose, container, edge, hits, pods, system


def test_a_service_without_restart_policy_is_reported() -> None:
    graph = system(
        compose("orders", line=3),
        compose("users", restart="always"),
        compose("worker", restart="no"),
        compose("seed", kind=ComponentKind.JOB),
        compose("grafana", kind=ComponentKind.OBSERVABILITY),
    )
    assert hits(no_restart_policy, graph) == [
        Hit(
            ("grafana",),
            "grafana has no restart policy: it stays down after its first crash.",
            at(1),
            level=Level.NOTE,
        ),
        Hit(("orders",), "orders has no restart policy: it stays down after its first crash.", at(3)),
    ]


def test_workloads_behind_a_gateway_need_a_hook() -> None:
    graph = system(
        pods("gateway", container(), kind=ComponentKind.GATEWAY, line=2),
        pods("orders", container(), line=3),
        pods("users", container(lifecycle_hook=True)),
        pods("inner", container()),
        pods("job", container(), object_kind=WorkloadKind.JOB),
        dependencies=[edge("gateway", name, kind=DependencyType.ROUTE) for name in ("orders", "users", "job")],
    )
    message = "{} has no preStop hook: requests still routed to it while it stops are lost."
    assert hits(no_graceful_shutdown, graph) == [
        Hit(("gateway",), message.format("gateway"), at(2, CLUSTER), key="gateway"),
        Hit(("orders",), message.format("orders"), at(3, CLUSTER), key="orders"),
    ]
