"""What a workload is."""

import pytest

from archcheck.catalogue.technologies import load_catalogue
from archcheck.graph.kinds import Identity, identify, main_container
from archcheck.model.architecture import ComponentKind
from archcheck.model.facts import Build, ContainerRole, Setting, SettingOrigin, Workload, WorkloadKind

from .systems import at, compose, container, pods

KIND = ComponentKind
CATALOGUE = load_catalogue()


def identity(workload: Workload) -> tuple[str, str | None, bool]:
    found = identify(workload.name, [workload], CATALOGUE)
    return found.kind.value, found.technology, found.own


def built(*bases: str) -> Build:
    return Build("app", "app/Dockerfile", at(), base_images=bases)


@pytest.mark.parametrize(
    ("workload", "expected"),
    [
        # a known image
        (compose("x", "postgres:17"), ("database", "postgresql", False)),
        (compose("x", "redis:7"), ("cache", "redis", False)),
        (compose("x", "rabbitmq:4"), ("broker", "rabbitmq", False)),
        (compose("x", "prom/prometheus"), ("observability", "prometheus", False)),
        (compose("x", "nginx:1"), ("proxy", "nginx", False)),
        (compose("api-gateway", "nginx:1"), ("gateway", "nginx", False)),
        # nothing known
        (compose("orders", "acme/orders:1"), ("service", None, True)),
        (compose("orders"), ("service", None, True)),
        # its name
        (compose("frontend", "acme/x"), ("ui", None, True)),
        (compose("postgres", "acme/x"), ("database", "postgresql", False)),
        (compose("loadgenerator", "acme/x"), ("load-generator", "load-test-tool", True)),
        # one-shot
        (pods("report", "acme/x", kind=WorkloadKind.CRON_JOB), ("job", None, True)),
        (pods("dump", "postgres:17", kind=WorkloadKind.JOB), ("job", "postgresql", False)),
        (compose("db-migrate", "acme/x"), ("job", None, True)),
        (compose("init", "postgres:17", command=["psql -h db -f x.sql"]), ("job", "postgresql", False)),
        # what it is built on
        (compose("x", build=built("postgres:17")), ("database", "postgresql", False)),
        (compose("x", build=built("python:3.13")), ("service", "python", True)),
        (compose("x", build=built("nginx:1")), ("ui", "nginx", True)),
        (compose("x", build=built("traefik:3")), ("gateway", "traefik", False)),
        (compose("redis-worker", build=built("python:3.13")), ("service", "python", True)),
        # an image that is built here says nothing by its name
        (compose("x", "postgres:17", build=built("python:3.13")), ("service", "python", True)),
        # variables that only a server reads
        (compose("x", "acme/x", env={"KAFKA_NODE_ID": "1"}), ("broker", "kafka", False)),
        (compose("orders-ui", "acme/x", env={"KAFKA_NODE_ID": "1"}), ("ui", None, True)),
    ],
)
def test_the_order_of_evidence(workload: Workload, expected: tuple[str, str | None, bool]) -> None:
    assert identity(workload) == expected


def test_variables_that_came_with_a_whole_source_tell_nothing() -> None:
    bulk = [Setting("KAFKA_NODE_ID", "1", at(), SettingOrigin.ENV_FILE, ".env", bulk=True)]
    assert identity(compose("x", "acme/x", env=bulk)) == ("service", None, True)


def test_a_home_made_agent_on_every_node_is_observability() -> None:
    scraped = {"prometheus.io/scrape": "True"}
    agent = pods("agent", "acme/agent", kind=WorkloadKind.DAEMON_SET, annotations=scraped)
    assert identity(agent) == ("observability", None, False)
    assert identity(pods("agent", "acme/agent", annotations=scraped)) == ("service", None, True)


def test_a_workload_without_containers_is_told_by_its_name() -> None:
    empty = Workload("orders", WorkloadKind.DEPLOYMENT, at())
    assert (main_container(empty, CATALOGUE), identity(empty)) == (None, ("service", None, True))


def test_the_container_that_a_workload_exists_for() -> None:
    exporter = container("prom/node-exporter", name="exporter")
    app = container("acme/app", name="app")
    init = container("acme/init", name="init", role=ContainerRole.INIT)
    sidecar = container("acme/side", name="side", role=ContainerRole.SIDECAR)
    found = [
        main_container(pods("x", containers=c), CATALOGUE)
        for c in [(init, exporter, app), (exporter, exporter), (sidecar, app), (init,), (init, sidecar)]
    ]
    assert [c.name if c else None for c in found] == ["app", "exporter", "app", "init", "init"]


def test_an_identity_is_a_value() -> None:
    assert identify("x", [compose("x", "mongo:8")], CATALOGUE) == Identity(KIND.DATABASE, "mongodb", own=False)
