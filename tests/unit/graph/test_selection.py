"""Which workloads a selector matches."""

import pytest

from archcheck.graph.selection import PodIndex, same_namespace, select_workloads
from archcheck.model.facts import Selector, WorkloadKind

from .systems import compose, facts, pods, service


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("a", "a", True), ("a", "b", False), (None, "a", True), ("a", None, True), (None, None, True)],
)
def test_an_open_namespace_may_be_any(one: str | None, other: str | None, same: bool) -> None:
    assert same_namespace(one, other) is same


def names(index: PodIndex, selector: Selector, namespace: str | None = None) -> list[str]:
    return [w.name for w in index.select(selector, namespace)]


def test_pods_are_selected_by_all_labels_in_source_order() -> None:
    index = PodIndex(
        [
            pods("b", labels={"app": "shop", "tier": "web"}),
            pods("a", labels={"app": "shop", "tier": "api"}),
            compose("c", labels={"app": "shop"}),
        ]
    )
    assert names(index, Selector({"app": "shop"})) == ["b", "a"]
    assert names(index, Selector({"app": "shop", "tier": "api"})) == ["a"]
    assert names(index, Selector(expressions=(("tier", "In", ("web",)),))) == ["b"]
    assert names(index, Selector({"app": "shop"}, (("tier", "NotIn", ("web",)),))) == ["a"]
    assert names(index, Selector({"app": "none"})) == []


def test_an_empty_selector_names_no_pods_in_particular() -> None:
    assert names(PodIndex([pods("a")]), Selector()) == []


def test_pods_of_other_namespaces_are_not_selected() -> None:
    index = PodIndex([pods("a", namespace="x", labels={"l": "1"}), pods("b", labels={"l": "1"})])
    assert [names(index, Selector({"l": "1"}), n) for n in ("x", "y", None)] == [["a", "b"], ["b"], ["a", "b"]]


# -- labels that a controller writes onto running pods -----------------------------------------------------------------


def test_one_pod_of_a_stateful_set_is_selected_by_its_name() -> None:
    index = PodIndex([pods("db", kind=WorkloadKind.STATEFUL_SET), pods("db-0"), pods("web")])
    by_name = {"statefulset.kubernetes.io/pod-name": "db-0"}
    assert names(index, Selector(by_name)) == ["db"]
    assert names(index, Selector({**by_name, "app": "db"})) == ["db"]
    assert names(index, Selector({"statefulset.kubernetes.io/pod-name": "other-0"})) == []


def test_the_leader_of_a_replicated_store_is_one_of_its_pods() -> None:
    index = PodIndex([pods("db", kind=WorkloadKind.STATEFUL_SET), pods("web", labels={"app": "db"})])
    assert names(index, Selector({"app": "db", "acme.io/role": "primary"})) == ["db"]
    assert names(index, Selector({"role": "primary"})) == []
    assert names(index, Selector({"app": "db", "role": "primary"}, (("app", "Exists", ()),))) == []


def test_a_role_that_the_manifest_states_is_a_label_like_others() -> None:
    index = PodIndex([pods("db", kind=WorkloadKind.STATEFUL_SET, labels={"app": "db", "role": "replica"})])
    assert names(index, Selector({"app": "db", "role": "primary"})) == []


def test_services_are_joined_with_what_they_select() -> None:
    shop, web = pods("shop", namespace="n"), pods("web", namespace="n")
    stated = facts(
        shop,
        web,
        service("shop", namespace="n"),
        service("none", namespace="n"),
        service("all", selector=Selector(), namespace="n"),
        service("outside", selector=None, namespace="n"),
    )
    assert select_workloads(stated, PodIndex(stated.workloads)) == {("n", "shop"): (shop,), ("n", "none"): ()}
