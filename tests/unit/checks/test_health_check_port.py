from archcheck.checks.check import Hit
from archcheck.checks.health_check_port import health_check_port_unknown
from archcheck.model.facts import Build, ContainerRole, HealthKind, Word
from archcheck.model.finding import Level

from .system_graphs import at, container, execute, hits, http, pods, port, reported, setting, system


def test_a_port_name_that_nothing_declares_is_reported() -> None:
    check = http(HealthKind.READINESS, port="web")
    graph = system(pods("orders", container(ports=(port(8080, "http"),), health_checks=(check,))))
    assert hits(health_check_port_unknown, graph) == [
        Hit(
            ("orders",),
            "The readiness probe of orders asks port web, and no port of container app has that name.",
            at(5),
            key="orders/app/readiness",
        )
    ]


def test_a_port_name_of_another_container_does_not_help() -> None:
    app = container(health_checks=(http(HealthKind.LIVENESS, port="http"),))
    graph = system(pods("orders", app, container(name="proxy", ports=(port(80, "http"),))))
    assert reported(health_check_port_unknown, graph) == [("orders", 5)]


def test_a_number_that_appears_nowhere_is_a_warning() -> None:
    check = http(HealthKind.LIVENESS, port="8090")
    graph = system(pods("orders", container(ports=(port(8080), port(None, "any")), health_checks=(check,))))
    assert hits(health_check_port_unknown, graph) == [
        Hit(
            ("orders",),
            "The liveness probe of orders asks port 8090, but container app declares 8080.",
            at(5),
            level=Level.WARNING,
            key="orders/app/liveness",
        )
    ]


def test_numbers_that_are_declared_or_mentioned_anywhere_are_fine() -> None:
    check = http(HealthKind.LIVENESS, port=8090)
    declared = (port(8080),)
    sidecar = container(name="proxy", role=ContainerRole.SIDECAR, ports=(port(8090),))
    graph = system(
        pods("undeclared", container(health_checks=(check,))),
        pods("declared", container(ports=(port(8090),), health_checks=(check,))),
        pods("sidecar", container(ports=declared, health_checks=(check,)), sidecar),
        pods(
            "variable",
            container(ports=declared, health_checks=(check,), settings=(setting("ADMIN", ":8090"), setting("X", None))),
        ),
        pods("option", container(ports=declared, health_checks=(check,), command=(Word("--health=:8090", at(1)),))),
        pods(
            "image",
            container(ports=declared, health_checks=(check,), build=Build(".", None, at(1), ports=(port(8090),))),
        ),
        pods(
            "annotation", container(ports=declared, health_checks=(check,)), annotations={"prometheus.io/port": "8090"}
        ),
    )
    assert hits(health_check_port_unknown, graph) == []


def test_checks_that_ask_elsewhere_or_no_port_are_left_alone() -> None:
    elsewhere = http(HealthKind.LIVENESS, port="web", host="example.org")
    command = execute("check", kind=HealthKind.READINESS)
    graph = system(pods("orders", container(ports=(port(8080),), health_checks=(elsewhere, command))))
    assert hits(health_check_port_unknown, graph) == []
