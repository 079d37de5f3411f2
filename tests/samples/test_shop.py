"""The sample system that keeps all eight practices, in each of the two ways it is deployed."""

from pathlib import Path

import pytest

from archcheck.app.check import CheckRequest, check_paths
from archcheck.model.run import DeploymentReport, Practice, Run

ROOT = Path(__file__).parent.parent.parent
SYSTEM = "fixtures/shop"
GATEWAYS = {f"{SYSTEM}/compose.yaml": "gateway", f"{SYSTEM}/kubernetes": "shop"}
"""The name of the gateway in each deployment."""

SERVICES = ("auth", "email", "inventory", "order", "payment", "user")
KINDS = {**dict.fromkeys(SERVICES, "service"), "postgres": "database", "redis": "cache", "nats": "broker"}
DEPENDENCIES = {
    *((service, "postgres", "data") for service in SERVICES),
    ("user", "redis", "data"),
    ("order", "payment", "sync"),
    ("order", "nats", "publish"),
    ("inventory", "nats", "subscribe"),
    ("email", "nats", "subscribe"),
}
ROUTED = ("auth", "inventory", "order", "payment", "user")


@pytest.fixture(scope="module")
def run() -> Run:
    checked = check_paths(CheckRequest((SYSTEM,), "2026-01-01T00:00:00Z", root=ROOT))
    assert checked.failures == ()
    return checked.run


def report(run: Run, deployment: str) -> DeploymentReport:
    (found,) = (d for d in run.deployments if d.id == deployment)
    return found


def test_the_folder_holds_two_deployments_and_everything_in_it_is_read(run: Run) -> None:
    assert [d.id for d in run.deployments] == list(GATEWAYS)
    assert (run.coverage.files, run.coverage.skipped, run.unjudged) == (run.coverage.parsed, (), ())


@pytest.mark.parametrize("deployment", GATEWAYS)
def test_nothing_is_found(run: Run, deployment: str) -> None:
    assert report(run, deployment).findings == ()
    assert run.findings == ()


@pytest.mark.parametrize("deployment", GATEWAYS)
def test_every_practice_passes(run: Run, deployment: str) -> None:
    verdicts = {p.practice.value: p.static.verdict.value for p in report(run, deployment).practices}
    assert verdicts == {practice.value: "pass" for practice in Practice}


@pytest.mark.parametrize(("deployment", "gateway"), GATEWAYS.items())
def test_the_components_are_these(run: Run, deployment: str, gateway: str) -> None:
    kinds = {c.name: c.kind.value for c in report(run, deployment).components}
    assert kinds == {**KINDS, gateway: "gateway"}


@pytest.mark.parametrize(("deployment", "gateway"), GATEWAYS.items())
def test_the_dependencies_are_these(run: Run, deployment: str, gateway: str) -> None:
    found = [(d.source, d.target, d.type.value) for d in report(run, deployment).dependencies]
    assert sorted(found) == sorted({*DEPENDENCIES, *((gateway, service, "route") for service in ROUTED)})
