"""``archcheck graph``."""

import json
from pathlib import Path

import pytest

from .commands import Archcheck


def test_the_tree_is_printed(archcheck: Archcheck) -> None:
    ended = archcheck("graph", "shared")
    assert (ended.code, ended.err) == (0, "")
    assert "orders (service)" in ended.out
    assert "shop-db (database postgresql) [data postgresql]" in ended.out


@pytest.mark.parametrize(("form", "start"), [("tree", "billing"), ("mermaid", ""), ("dot", "digraph"), ("json", "{")])
def test_each_format_is_printed_or_written(archcheck: Archcheck, form: str, start: str) -> None:
    printed = archcheck("graph", "shared", "--format", form)
    written = archcheck("graph", "shared", "--format", form, "--output", "graph.txt")
    assert printed.out.startswith(start)
    assert (written.code, written.out) == (0, "")
    assert Path("graph.txt").read_text() == printed.out


def test_a_part_is_printed(archcheck: Archcheck) -> None:
    around = json.loads(archcheck("graph", "shared", "--around", "orders", "--format", "json").out)
    assert [c["name"] for c in around["components"]] == ["orders", "shop-db"]
    wider = json.loads(archcheck("graph", "shared", "--around", "orders", "--hops", "2", "--format", "json").out)
    assert [c["name"] for c in wider["components"]] == ["billing", "orders", "shop-db"]
    path = json.loads(archcheck("graph", "shared", "--path", "billing", "shop-db", "--format", "json").out)
    assert [c["name"] for c in path["components"]] == ["billing", "shop-db"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("shared", "--around", "order"), "There is no component 'order' in shared/compose.yaml; near it are orders."),
        (
            ("shared", "--path", "orders", "shop"),
            "There is no component 'shop' in shared/compose.yaml; near it are shop-db.",
        ),
        (
            ("shared", "--path", "shop-db", "orders"),
            "No dependencies lead from shop-db to orders; a way leads in the other direction.",
        ),
        (("shared", "--deployment", "x"), "There is no deployment 'x'; there is shared/compose.yaml."),
    ],
)
def test_what_does_not_exist_is_told_with_what_is_near(
    archcheck: Archcheck, words: tuple[str, ...], message: str
) -> None:
    ended = archcheck("graph", *words)
    assert (ended.code, ended.out, ended.err) == (2, "", f"archcheck: {message}\n")


def test_a_component_of_one_deployment_is_found_among_several(archcheck: Archcheck) -> None:
    ended = archcheck("graph", ".", "--around", "shop-db")
    assert "shop-db" in ended.out
    assert ended.code == 2  # the broken file
    only = archcheck("graph", ".", "--deployment", "clean/compose.yaml", "--format", "json")
    assert [c["name"] for c in json.loads(only.out)["components"]] == ["orders"]


def test_what_could_not_be_read_is_told_beside_the_graph(archcheck: Archcheck) -> None:
    ended = archcheck("graph", "broken")
    assert ended.code == 2
    assert ended.err == (
        "archcheck: broken/compose.yaml:6:1: This is no valid YAML: did not find expected node content while parsing a "
        "flow node.\n"
    )


def test_the_format_can_be_a_variable(archcheck: Archcheck) -> None:
    assert archcheck(
        "graph", "shared", variables={"ARCHCHECK_GRAPH_FORMAT": "dot", "ARCHCHECK_FORMAT": "sarif"}
    ).out.startswith("digraph")
