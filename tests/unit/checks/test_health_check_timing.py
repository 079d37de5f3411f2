from archcheck.checks.check import Hit
from archcheck.checks.health_check_timing import health_check_timing
from archcheck.model.facts import HealthKind
from archcheck.model.finding import Level, Related

from .system_graphs import at, compose, container, disabled, execute, hits, http, pods, system


def test_a_timeout_that_reaches_the_period_is_reported() -> None:
    check = http(HealthKind.READINESS, interval_s=5, timeout_s=5)
    assert hits(health_check_timing, system(pods("orders", container(health_checks=(check,))))) == [
        Hit(
            ("orders",),
            "The readiness probe of orders times out after 5 seconds, but repeats every 5.",
            at(5),
            key="orders/app/readiness",
        )
    ]


def test_platform_defaults_fill_what_is_not_written() -> None:
    graph = system(
        pods("default", container(health_checks=(http(HealthKind.LIVENESS),))),
        pods("every-second", container(health_checks=(http(HealthKind.LIVENESS, interval_s=1),))),
        pods("long", container(health_checks=(http(HealthKind.STARTUP, timeout_s=10),))),
    )
    assert [hit.message for hit in hits(health_check_timing, graph)] == [
        "The startup probe of long times out after 10 seconds, but repeats every 10."
    ]


def test_liveness_that_acts_before_readiness_is_reported() -> None:
    checks = (http(HealthKind.READINESS, line=5, threshold=6), http(HealthKind.LIVENESS, line=9, threshold=2))
    assert hits(health_check_timing, system(pods("orders", container(health_checks=checks)))) == [
        Hit(
            ("orders",),
            "Liveness restarts orders after 20 seconds of failure, before readiness takes it out of service after 60.",
            at(9),
            (Related(at(5), "the readiness probe"),),
            key="orders/app/order",
        )
    ]


def test_liveness_that_kills_before_readiness_is_first_asked_is_reported() -> None:
    readiness, liveness = http(HealthKind.READINESS, line=5, initial_delay_s=60), http(HealthKind.LIVENESS, line=9)
    graph = system(
        pods("orders", container(health_checks=(readiness, liveness))),
        pods("protected", container(health_checks=(readiness, liveness, http(HealthKind.STARTUP)))),
        pods("later", container(health_checks=(readiness, http(HealthKind.LIVENESS, initial_delay_s=60)))),
    )
    assert [hit.message for hit in hits(health_check_timing, graph)] == [
        "Liveness may restart orders 30 seconds after its start, and readiness is first asked after 60."
    ]


def test_a_compose_timeout_is_compared_where_it_is_written() -> None:
    graph = system(
        compose("late", health_checks=(execute("CMD", "check", interval_s=10, timeout_s=60),)),
        compose("late-default", health_checks=(execute("CMD", "check", timeout_s=45),)),
        compose("equal", health_checks=(execute("CMD", "check", interval_s=10, timeout_s=10),)),
        compose("unwritten", health_checks=(execute("CMD", "check", interval_s=10),)),
        compose("off", health_checks=(disabled(),)),
        compose("none"),
    )
    message = "The health check of {} may take {} seconds, longer than its interval of {}: "
    message += "a service that hangs is noticed late."
    assert [(hit.message, hit.level) for hit in hits(health_check_timing, graph)] == [
        (message.format("late", 60, 10), Level.NOTE),
        (message.format("late-default", 45, 30), Level.NOTE),
    ]
