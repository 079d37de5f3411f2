"""Questions to a finished graph."""

import pytest

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import AppliedPolicy, ComponentKind, Dependency, DependencyType, Evidence
from archcheck.model.facts import Policy, PolicyKind

from .systems import at, compose, graph, host_port, pods, service

SYNC, DATA, ROUTE = DependencyType.SYNC, DependencyType.DATA, DependencyType.ROUTE


@pytest.fixture
def shop() -> ServiceGraph:
    return graph(
        compose("edge", "traefik:3", env={"A_URL": "http://web"}),
        compose("web", "acme/frontend", env={"A_URL": "http://orders", "PAY_URL": "https://pay.com"}, ports=[80]),
        compose("orders", env={"DB_URL": "postgres://db/x"}),
        compose("db", "postgres:17"),
        pods("worker"),
        pods("api"),
        service("api", 80),
        host_port("edge", 80, 80),
    )


def ends(dependencies: list[Dependency]) -> list[str]:
    return [f"{d.source} -> {d.target}" for d in dependencies]


def test_components_by_what_they_are(shop: ServiceGraph) -> None:
    assert list(shop.components) == sorted(shop.components)
    assert [c.name for c in shop.of_kind(ComponentKind.DATABASE, ComponentKind.EXTERNAL)] == ["db", "pay.com"]
    assert [c.name for c in shop.gateways] == ["edge"]
    assert [c.name for c in shop.business] == ["api", "orders", "web", "worker"]
    assert [c.name for c in shop.published] == ["edge"]


def test_dependencies_of_a_component(shop: ServiceGraph) -> None:
    assert ends(shop.out("web")) == ["web -> orders", "web -> pay.com"]
    assert ends(shop.out("orders", DATA)) == ["orders -> db"]
    assert ends(shop.out("orders", SYNC)) == []
    assert ends(shop.into("web")) == ["edge -> web"]
    assert ends(shop.into("web", SYNC, ROUTE)) == ["edge -> web"]
    assert (shop.out("none"), shop.into("none")) == ([], [])


def test_calls_stay_inside_the_system(shop: ServiceGraph) -> None:
    assert ends(shop.calls()) == ["edge -> web", "web -> orders"]


def test_workloads_and_their_components(shop: ServiceGraph) -> None:
    assert [(c.name, w.name) for c, w in shop.compose_services()] == [(n, n) for n in ("db", "edge", "orders", "web")]
    assert [(c.name, w.name) for c, w in shop.kubernetes_workloads()] == [("api", "api"), ("worker", "worker")]
    assert shop.component_of(pods("api")) is shop.components["api"]
    assert shop.component_of(compose("api")) is None


def test_what_serves_traffic(shop: ServiceGraph) -> None:
    assert [n for n, c in shop.components.items() if shop.serves_traffic(c)] == ["api", "web"]


def test_what_a_service_selects(shop: ServiceGraph) -> None:
    assert [w.name for w in shop.selected(service("api"))] == ["api"]
    assert list(shop.selected(service("none"))) == []


@pytest.mark.parametrize(
    ("source", "target", "covers"),
    [
        ("web", "orders", True),
        (None, "orders", True),
        ("web", None, True),
        (None, None, False),
        ("edge", "orders", False),
        ("web", "db", False),
    ],
)
def test_policies_that_cover_a_dependency(source: str | None, target: str | None, covers: bool) -> None:
    policy = AppliedPolicy(Policy(PolicyKind.RETRY, "test", at()), source, target)
    call = Dependency("web", "orders", SYNC, evidence=(Evidence(at(), "x"),))
    of = ServiceGraph(
        id="x", kind="mixed", anchor=at(), facts=graph().facts, components=[], dependencies=[call], policies=[policy]
    )
    assert of.covering(call, PolicyKind.RETRY, PolicyKind.TIMEOUT) == ([policy] if covers else [])
    assert of.covering(call, PolicyKind.TIMEOUT) == []
