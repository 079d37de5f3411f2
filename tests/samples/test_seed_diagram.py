"""The sample system with one database for three services, in each of the two ways it is deployed."""

from pathlib import Path

import pytest

from archcheck.app.check import CheckRequest, check_paths
from archcheck.model.finding import Finding, Level
from archcheck.model.run import DeploymentReport, Run

ROOT = Path(__file__).parent.parent.parent
SYSTEM = "fixtures/seed-diagram"
COMPOSE, KUBERNETES = f"{SYSTEM}/compose.yaml", f"{SYSTEM}/kubernetes"

SERVICES = ("auth", "email", "inventory", "order", "payment", "user")
OBSERVERS = ("fluent-bit", "grafana", "jaeger", "loki", "prometheus")
KINDS = {
    **dict.fromkeys(SERVICES, "service"),
    **dict.fromkeys(OBSERVERS, "observability"),
    "mongo": "database",
    "postgres": "database",
    "redis": "cache",
    "rabbitmq": "broker",
    "rabbitmq-setup": "job",
}
DRAWN = {
    *(("auth", "postgres", "data"), ("order", "postgres", "data"), ("payment", "postgres", "data")),
    *(("user", "mongo", "data"), ("user", "redis", "data")),
    *(("order", "rabbitmq", "publish"), ("email", "rabbitmq", "subscribe"), ("inventory", "rabbitmq", "subscribe")),
    ("rabbitmq-setup", "rabbitmq", "messaging"),
    *((service, "jaeger", "observability") for service in SERVICES),
    *(("prometheus", scraped, "observability") for scraped in (*SERVICES, "rabbitmq", "loki")),
    *(("grafana", source, "observability") for source in ("jaeger", "loki", "prometheus")),
    ("fluent-bit", "loki", "observability"),
}
"""What both deployments have in common: caller, callee and type of each dependency."""

VERDICTS = {
    "api-gateway": "pass",
    "service-discovery": "pass",
    "async-messaging": "pass",
    "circuit-breakers": "pass",
    "health-checks": "pass",
    "database-per-service": "fail",
    "rate-limiting": "pass",
    "failure-handling": "pass",
}


@pytest.fixture(scope="module")
def run() -> Run:
    checked = check_paths(CheckRequest((SYSTEM,), "2026-01-01T00:00:00Z", root=ROOT))
    assert checked.failures == ()
    return checked.run


def report(run: Run, deployment: str) -> DeploymentReport:
    (found,) = (d for d in run.deployments if d.id == deployment)
    return found


def kinds(report: DeploymentReport) -> dict[str, str]:
    return {c.name: c.kind.value for c in report.components}


def dependencies(report: DeploymentReport) -> list[tuple[str, str, str]]:
    return sorted((d.source, d.target, d.type.value) for d in report.dependencies)


def routes(gateway: str) -> set[tuple[str, str, str]]:
    return {(gateway, service, "route") for service in ("auth", "order", "payment", "user")}


def places(finding: Finding) -> list[str]:
    """The text on each line that a finding points at, the finding's own first."""
    spans = [finding.span, *(related.span for related in finding.related)]
    lines = [(ROOT / s.path).read_text(encoding="utf-8").splitlines()[s.line - 1] for s in spans]
    return [line.strip() for line in lines]


def test_one_folder_holds_two_deployments(run: Run) -> None:
    assert [(d.id, d.kind) for d in run.deployments] == [(COMPOSE, "compose"), (KUBERNETES, "kubernetes")]


def test_every_file_is_read(run: Run) -> None:
    assert (run.coverage.parsed, run.coverage.skipped, run.coverage.remarks) == (run.coverage.files, (), ())
    assert run.unjudged == ()


@pytest.mark.parametrize("deployment", [COMPOSE, KUBERNETES])
def test_the_shared_database_is_the_only_finding(run: Run, deployment: str) -> None:
    found = [(f.rule, f.level, f.subjects, f.message) for f in report(run, deployment).findings]
    assert found == [
        (
            "ARC601",
            Level.ERROR,
            ("auth", "order", "payment", "postgres"),
            "auth, order and payment use the same database, shop, on postgres.",
        )
    ]
    assert run.findings == ()


def test_the_finding_in_compose_points_at_the_three_connection_strings(run: Run) -> None:
    (finding,) = report(run, COMPOSE).findings
    assert places(finding) == [
        "SPRING_DATASOURCE_URL: jdbc:postgresql://postgres:5432/shop",
        "DATABASE_URL: postgresql://auth:${AUTH_DB_PASSWORD}@postgres:5432/shop",
        "ConnectionStrings__Payments: Host=postgres;Port=5432;Database=shop;Username=payment;Password=${PAYMENT_DB_PASSWORD}",
    ]


def test_the_finding_in_kubernetes_points_at_what_names_the_host(run: Run) -> None:
    (finding,) = report(run, KUBERNETES).findings
    assert places(finding) == [
        'SPRING_DATASOURCE_URL: "jdbc:postgresql://postgres.shop-data.svc.cluster.local:5432/shop"',
        "value: postgres.shop-data.svc.cluster.local",
        (
            "value: Host=postgres.shop-data.svc.cluster.local;Port=5432;Database=shop;"
            "Username=payment;Password=$(DATABASE_PASSWORD)"
        ),
    ]


@pytest.mark.parametrize("deployment", [COMPOSE, KUBERNETES])
def test_all_practices_but_the_database_are_kept(run: Run, deployment: str) -> None:
    assert {p.practice.value: p.verdict.value for p in report(run, deployment).practices} == VERDICTS


def test_components_in_compose(run: Run) -> None:
    assert kinds(report(run, COMPOSE)) == {**KINDS, "kong": "gateway"}


def test_components_in_kubernetes(run: Run) -> None:
    assert kinds(report(run, KUBERNETES)) == {**KINDS, "api": "gateway"}


def test_dependencies_in_compose(run: Run) -> None:
    logged = (*SERVICES, "kong", "mongo", "postgres", "rabbitmq", "redis")
    assert dependencies(report(run, COMPOSE)) == sorted(
        DRAWN
        | routes("kong")
        | {(name, "fluent-bit", "observability") for name in logged}
        | {("prometheus", name, "observability") for name in ("fluent-bit", "jaeger", "kong")}
        | {("kong", "jaeger", "observability")}
        | {(name, "rabbitmq-setup", "depends_on") for name in ("email", "inventory", "order")}
    )


def test_dependencies_in_kubernetes(run: Run) -> None:
    assert dependencies(report(run, KUBERNETES)) == sorted(DRAWN | routes("api"))
