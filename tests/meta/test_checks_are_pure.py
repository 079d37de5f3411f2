"""A check reads the graph and changes nothing in it."""

import pickle
from pathlib import Path

import pytest

from archcheck.app.check import CheckRequest, build_graphs
from archcheck.checks.engine import run_rules
from archcheck.checks.rules import load_rules
from archcheck.graph.service_graph import ServiceGraph
from archcheck.practices.static_verdicts import static_verdicts

ROOT = Path(__file__).parent.parent.parent
SYSTEMS = [ROOT / "fixtures" / "seed-diagram", ROOT / "tests" / "hostile" / "systems" / "many-formats"]
GRAPHS = [
    graph for folder in SYSTEMS for graph in build_graphs(CheckRequest((str(folder),), "2026-01-01T00:00:00Z", folder))
]


def state(graph: ServiceGraph) -> str:
    """Return everything a graph knows, as text."""
    names = [name for name in sorted(dir(graph)) if not name.startswith("_") and not callable(getattr(graph, name))]
    return repr([getattr(graph, name) for name in names])


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: graph.id)
def test_the_rules_leave_the_graph_as_it_was(graph: ServiceGraph) -> None:
    before = state(graph)
    first = run_rules(graph, load_rules(), notes=[rule.id for rule in load_rules()])
    verdicts = static_verdicts(graph, first.findings)
    assert first.failures == []
    assert state(graph) == before
    assert run_rules(graph, load_rules(), notes=[rule.id for rule in load_rules()]) == first
    assert static_verdicts(graph, first.findings) == verdicts


@pytest.mark.parametrize("graph", GRAPHS, ids=lambda graph: graph.id)
def test_the_order_of_the_rules_changes_no_finding(graph: ServiceGraph) -> None:
    forward, backward = run_rules(graph, load_rules()), run_rules(graph, load_rules()[::-1])
    assert forward.findings == backward.findings


def test_findings_are_plain_values() -> None:
    findings = run_rules(GRAPHS[0], load_rules()).findings
    assert pickle.loads(pickle.dumps(findings)) == findings
