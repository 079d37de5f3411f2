"""Health checks and database per service."""

from typing import Any

import pytest

from archcheck.model.facts import Build, HealthCheck, HealthKind, HealthMethod, Workload, WorkloadKind
from archcheck.model.run import StaticVerdict
from archcheck.practices.operation import database_per_service, health_checks

from ..graph.systems import at, compose, graph, pods, service  # noqa: TID252  tests are no installed package
from .findings import finding


def said(verdict: StaticVerdict) -> tuple[str, str]:
    return verdict.verdict.value, verdict.why


def check(kind: HealthKind = HealthKind.CONTAINER, method: HealthMethod = HealthMethod.HTTP) -> HealthCheck:
    return HealthCheck(kind, method, at())


def healthy(name: str, *checks: HealthCheck, **parts: Any) -> Workload:
    return compose(name, health_checks=checks or (check(),), **parts)


# -- health checks -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "verdict", "why"),
    [
        ([], "not-applicable", "The files describe no workload that serves traffic."),
        ([pods("worker")], "not-applicable", "The files describe no workload that serves traffic."),
        (
            [compose("jaeger", "jaegertracing/all-in-one"), pods("job", kind=WorkloadKind.JOB, ports=[80])],
            "not-applicable",
            "The files describe no workload that serves traffic.",
        ),
        ([healthy("orders")], "pass", "The one component that serves traffic has health checks."),
        ([healthy("orders"), healthy("stock")], "pass", "All 2 components that serve traffic have health checks."),
        ([healthy("orders"), compose("stock")], "unknown", "No health check is visible for stock."),
        (
            [healthy("orders", check(method=HealthMethod.DISABLED))],
            "unknown",
            "No health check is visible for orders.",
        ),
        (
            [pods("api", ports=[80], health_checks=(check(HealthKind.STARTUP),))],
            "unknown",
            "No health check is visible for api.",
        ),
        (
            [pods("api", health_checks=(check(HealthKind.READINESS),)), service("api", 80), pods("worker")],
            "pass",
            "The one component that serves traffic has health checks.",
        ),
        (
            [compose("orders", build=Build("orders", None, at(), health_check=check()))],
            "pass",
            "The one component that serves traffic has health checks.",
        ),
    ],
)
def test_health_checks(system: list[Any], verdict: str, why: str) -> None:
    assert said(health_checks(graph(*system), [])) == (verdict, why)


def test_missing_and_vacuous_checks_fail() -> None:
    of = graph(healthy("orders"), compose("stock"), compose("pay"))
    found = [
        finding("missing-healthcheck", "stock", line=2),
        finding("vacuous-health-check", "orders", line=3),
        finding("missing-healthcheck", "elsewhere"),
        finding("other-rule", "orders"),
    ]
    verdict = health_checks(of, found)
    assert said(verdict) == ("fail", "stock without; orders with one that proves nothing (3 serve traffic).")
    assert [(e.span.line, e.because) for e in verdict.evidence] == [
        (2, "missing-healthcheck"),
        (3, "vacuous-health-check"),
    ]
    assert health_checks(of, found[1:2]).why == "orders with one that proves nothing (3 serve traffic)."
    one = graph(compose("stock"))
    assert health_checks(one, found[:1]).why == "stock without (1 serves traffic)."


def test_the_checks_are_the_evidence() -> None:
    verdict = health_checks(graph(healthy("orders")), [])
    assert [e.because for e in verdict.evidence] == ["container check of orders"]


# -- database per service ----------------------------------------------------------------------------------------------

DB = compose("db", "postgres:17")


def user(name: str, database: str = "", **parts: Any) -> Workload:
    return compose(name, env={"DB_URL": f"postgres://db/{database}"}, **parts)


@pytest.mark.parametrize(
    ("system", "verdict", "why"),
    [
        ([compose("orders")], "not-applicable", "The files show no database."),
        ([compose("orders"), DB], "unknown", "No service is visibly attached to db."),
        ([user("orders"), DB], "pass", "No two services use the same database (db)."),
        ([user("orders", "a"), user("stock", "b"), DB], "pass", "No two services use the same database (db)."),
        (
            [user("orders", "a"), user("stock"), DB],
            "unknown",
            "Several services use db, and the files do not show which database each opens.",
        ),
        (
            [user("orders", "a"), compose("stock", after=["db"]), DB],
            "unknown",
            "Several services use db, and the files do not show which database each opens.",
        ),
        ([user("orders"), user("db-migrate"), DB], "pass", "No two services use the same database (db)."),
        (
            [compose("orders", after=["cache"]), compose("cache", "redis:7")],
            "pass",
            "No two services use the same database (cache).",
        ),
        (
            [compose("orders", env={"DB_URL": "postgres://db.acme.com/x"})],
            "pass",
            "No two services use the same database (db.acme.com).",
        ),
    ],
)
def test_database_per_service(system: list[Any], verdict: str, why: str) -> None:
    assert said(database_per_service(graph(*system), [])) == (verdict, why)


def test_a_shared_database_fails_with_the_words_of_the_findings() -> None:
    found = [finding("shared-database", "a", "b", "db", message=f"Shared {n}.", line=n) for n in range(1, 5)]
    verdict = database_per_service(graph(DB), found)
    assert said(verdict) == ("fail", "Shared 1; Shared 2; Shared 3.")
    assert [e.span.line for e in verdict.evidence] == [1, 2, 3, 4]
