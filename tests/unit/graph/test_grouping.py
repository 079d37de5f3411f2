"""Which workloads are one component, and what it is called."""

from archcheck.graph.grouping import group_workloads
from archcheck.graph.selection import PodIndex, select_workloads
from archcheck.model.facts import Selector

from .systems import compose, facts, pods, service


def groups(*stated: object) -> list[tuple[str, str | None, list[str], list[str]]]:
    """Name, namespace, workloads and Services of each component."""
    found = facts(*stated)
    made = group_workloads(found, select_workloads(found, PodIndex(found.workloads)))
    return [(g.name, g.namespace, [w.name for w in g.workloads], [a.name for a in g.addresses]) for g in made]


def test_each_compose_service_is_a_component() -> None:
    assert groups(compose("b"), compose("a")) == [("b", None, ["b"], []), ("a", None, ["a"], [])]


def test_a_workload_has_the_name_of_its_one_service() -> None:
    assert groups(pods("shop-deployment", labels={"app": "shop"}), service("shop")) == [
        ("shop", None, ["shop-deployment"], ["shop"])
    ]


def test_a_workload_without_service_or_with_several_has_its_own_name() -> None:
    assert groups(pods("worker"), pods("db"), service("db-read", app="db"), service("db-write", app="db")) == [
        ("worker", None, ["worker"], []),
        ("db", None, ["db"], ["db-read", "db-write"]),
    ]


def test_versions_behind_one_service_are_one_component() -> None:
    versions = [pods(f"reviews-{v}", labels={"app": "reviews", "version": v}) for v in ("v1", "v2", "v3")]
    assert groups(*versions, service("reviews")) == [
        ("reviews", None, ["reviews-v1", "reviews-v2", "reviews-v3"], ["reviews"])
    ]


def test_a_service_for_each_version_beside_the_one_for_all_names_nothing() -> None:
    versions = [pods(f"shop-{v}", labels={"app": "shop", "version": v}) for v in ("blue", "green")]
    each = [service(f"shop-{v}", selector=Selector({"app": "shop", "version": v})) for v in ("blue", "green")]
    assert groups(*versions, *each, service("shop")) == [
        ("shop", None, ["shop-blue", "shop-green"], ["shop-blue", "shop", "shop-green"])
    ]


def test_of_services_over_the_same_workloads_the_shortest_name_is_taken() -> None:
    versions = [pods(f"db-{n}", labels={"app": "db"}) for n in ("a", "b")]
    found = groups(*versions, service("db-headless", app="db"), service("db"), service("dc", app="db"))
    assert [name for name, *_ in found] == ["db"]


def test_a_service_over_different_components_joins_none() -> None:
    parts = [pods("orders", labels={"app": "orders", "team": "x"}), pods("stock", labels={"app": "stock", "team": "x"})]
    own = [service("orders"), service("stock")]
    assert groups(*parts, *own, service("team", selector=Selector({"team": "x"}))) == [
        ("orders", None, ["orders"], ["orders", "team"]),
        ("stock", None, ["stock"], ["stock", "team"]),
    ]


def test_a_group_is_in_the_namespace_of_a_workload_or_else_of_its_service() -> None:
    assert groups(pods("a"), service("a", namespace="shop"), pods("b", namespace="x")) == [
        ("a", "shop", ["a"], ["a"]),
        ("b", "x", ["b"], []),
    ]
