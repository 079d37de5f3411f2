from archcheck.checks.check import Hit
from archcheck.checks.vacuous_health_check import vacuous_health_check
from archcheck.model.architecture import ComponentKind
from archcheck.model.facts import HealthKind
from archcheck.model.finding import Level

from .system_graphs import at, compose, container, disabled, execute, hits, http, pods, system


def test_checks_that_test_nothing_are_reported() -> None:
    graph = system(
        compose("blind", health_checks=(execute("CMD", "curl", "http://localhost"),)),
        compose("constant", health_checks=(execute("CMD-SHELL", "exit 0"),)),
        compose("off", health_checks=(disabled(),)),
        compose("sound", health_checks=(execute("CMD", "pg_isready"),)),
        compose("timing-only", health_checks=(execute(),)),
        compose("none"),
    )
    assert [(hit.subjects, hit.message, hit.level) for hit in hits(vacuous_health_check, graph)] == [
        (
            ("blind",),
            "The health check of blind runs curl without --fail, which succeeds on an error such as 500 as well.",
            None,
        ),
        (
            ("constant",),
            "The health check of constant runs a command that always succeeds, whatever state the service is in.",
            None,
        ),
        (("off",), "The health check of off is switched off.", None),
    ]


def test_probes_are_judged_each_by_itself() -> None:
    checks = (
        http(HealthKind.READINESS),
        execute("true", kind=HealthKind.LIVENESS, line=8),
        execute("/startup", kind=HealthKind.STARTUP),
    )
    assert hits(vacuous_health_check, system(pods("orders", container(health_checks=checks)))) == [
        Hit(
            ("orders",),
            "The liveness probe of orders runs a command that always succeeds, whatever state the service is in.",
            at(8),
            key="orders/app/liveness",
        )
    ]


def test_jobs_are_exempt_and_a_tool_may_switch_its_check_off() -> None:
    graph = system(
        compose("seed", kind=ComponentKind.JOB, health_checks=(disabled(),)),
        compose("grafana", kind=ComponentKind.OBSERVABILITY, health_checks=(disabled(),)),
    )
    assert [(hit.subjects, hit.level) for hit in hits(vacuous_health_check, graph)] == [(("grafana",), Level.NOTE)]
