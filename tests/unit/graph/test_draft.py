"""The graph while it is being built."""

from archcheck.graph.draft import Draft, DraftComponent, LinkKind, workload_key
from archcheck.model.architecture import ComponentKind
from archcheck.model.facts import Facts

from .systems import at, compose, facts, pods


def test_workloads_are_told_apart_by_object_namespace_and_name() -> None:
    assert workload_key(pods("a", namespace="n")) == ("Deployment", "n", "a")
    assert workload_key(compose("a")) == ("compose", None, "a")


def test_a_component_that_names_itself_depends_on_nothing() -> None:
    draft = Draft(Facts())
    draft.link("a", "a", LinkKind.ADDRESS, at(), "x")
    draft.link("a", "b", LinkKind.ADDRESS, at(), "x")
    assert [(link.source, link.target) for link in draft.links] == [("a", "b")]


def test_taken_names_get_an_ending_then_a_number() -> None:
    draft = Draft(Facts())
    found = []
    for _ in range(4):
        found.append(draft.free_name("db", "external"))
        draft.components[found[-1]] = DraftComponent(found[-1], ComponentKind.EXTERNAL, at())
    assert found == ["db", "db-external", "db-external-2", "db-external-3"]


def test_compose_services_are_listed_alone() -> None:
    assert [w.name for w in Draft(facts(compose("a"), pods("b"))).compose_workloads] == ["a"]
