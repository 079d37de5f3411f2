import json

import pytest

from archcheck.model.architecture import ComponentKind, DependencyType, Door
from archcheck.model.facts import Mechanism
from archcheck.reporters.graph_tree import render_graph as tree
from archcheck.reporters.graph_view import GraphView
from archcheck.reporters.registry import GRAPH_FORMATS, graph_reporter

from .fake_run import at, component, dependency, nasty_run, shop_view, view
from .snapshots import assert_snapshot


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_the_whole_graph(name: str) -> None:
    assert_snapshot(f"graph.{name}", graph_reporter(name)(shop_view()))


@pytest.mark.parametrize("name", ["mermaid", "dot", "tree"])
def test_the_whole_graph_of_hostile_names(name: str) -> None:
    (deployment,) = nasty_run().deployments
    drawn = GraphView(deployment.id, deployment.components, deployment.dependencies)
    assert_snapshot(f"graph-nasty.{name}", graph_reporter(name)(drawn))


@pytest.mark.parametrize("name", ["mermaid", "dot"])
def test_every_kind_and_type_can_be_drawn(name: str) -> None:
    components = tuple(component(kind.value, kind) for kind in ComponentKind)
    dependencies = [dependency("service", "other", use) for use in DependencyType]
    assert_snapshot(f"graph-kinds.{name}", graph_reporter(name)(view(*dependencies, components=components)))


def test_json_has_the_shapes_of_the_run() -> None:
    drawn = json.loads(graph_reporter("json")(shop_view()))
    assert list(drawn) == ["deployment", "components", "dependencies"]
    assert [c["name"] for c in drawn["components"]] == [c.name for c in shop_view().components]


def test_a_tree_marks_cycles_and_what_stands_above() -> None:
    drawn = view(
        dependency("a", "b"),
        dependency("b", "c"),
        dependency("c", "b"),
        dependency("a", "d"),
        dependency("d", "c"),
        dependency("d", "leaf"),
        dependency("b", "leaf"),
    )
    assert tree(drawn).splitlines() == [
        "a (service)",
        "├─ b (service) [sync]",
        "│  ├─ c (service) [sync]",
        "│  │  └─ b (service) [sync] (cycle)",
        "│  └─ leaf (service) [sync]",
        "└─ d (service) [sync]",
        "   ├─ c (service) [sync] (see above)",
        "   └─ leaf (service) [sync]",
    ]


def test_a_tree_begins_at_gateways_then_doors_then_roots_and_ends_with_watchers_and_cycles() -> None:
    door = (Door(Mechanism.NODE_PORT, at(1), "port"),)
    drawn = view(
        dependency("prometheus", "y", DependencyType.OBSERVABILITY),
        dependency("x", "y"),
        dependency("y", "x"),
        components=(
            component("batch", ComponentKind.JOB),
            component("kong", ComponentKind.GATEWAY),
            component("prometheus", ComponentKind.OBSERVABILITY, doors=door),
            component("web", doors=door),
        ),
    )
    assert tree(drawn).splitlines() == [
        "kong (gateway)",
        "web (service)",
        "batch (job)",
        "prometheus (observability)",
        "└─ y (service) [observability]",
        "   └─ x (service) [sync]",
        "      └─ y (service) [sync] (cycle)",
    ]


def test_a_cycle_without_a_root_is_drawn() -> None:
    assert tree(view(dependency("x", "y"), dependency("y", "x"))).splitlines() == [
        "x (service)",
        "└─ y (service) [sync]",
        "   └─ x (service) [sync] (cycle)",
    ]


def test_several_dependencies_of_a_pair_are_one_branch() -> None:
    drawn = view(
        dependency("a", "q", DependencyType.PUBLISH, 1, "amqp"), dependency("a", "q", DependencyType.SUBSCRIBE)
    )
    assert tree(drawn) == "a (service)\n└─ q (service) [publish amqp, subscribe]\n"


def test_a_long_chain_does_not_exhaust_the_stack() -> None:
    drawn = view(*(dependency(f"s{n:04}", f"s{n + 1:04}") for n in range(1500)))
    assert len(tree(drawn).splitlines()) == 1501
