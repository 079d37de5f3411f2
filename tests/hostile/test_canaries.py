"""A secret of its own in every kind of place: none may appear in any format, whatever stands beside it.

Every line of every file is framed in turn, so that a secret next to a finding is found too.
"""

import base64
import itertools
import re
from pathlib import Path

import pytest

from archcheck.app.check import CheckRequest, build_graphs
from archcheck.app.deployments import read_deployments
from archcheck.app.excerpts import Excerpts
from archcheck.assembly.deployment import AssemblyOptions
from archcheck.model.finding import Finding, Level
from archcheck.model.span import Span
from archcheck.reporters.graph_view import GraphView
from archcheck.reporters.registry import GRAPH_FORMATS, graph_reporter
from archcheck.sources.tree import SourceTree

from .judging import STARTED, check_folder, render_all
from .systems import files_of

PLANTS = files_of(Path(__file__).parent / "systems" / "canaries")
ENCODED = "Q2FuYXJ5"  # how every encoded canary begins


def canary(number: int) -> str:
    return f"Canary{number:03}xQ"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("canaries")
    numbers = itertools.count()
    for name, data in PLANTS.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        planted = re.sub("CANARY", lambda _: canary(next(numbers)), data.decode())
        planted = planted.replace("BASE64", base64.b64encode(canary(next(numbers)).encode()).decode())
        file.write_text(planted)
    return root


def leaks(text: str) -> list[str]:
    """Return the lines of a text with a canary in them."""
    return [line.strip() for line in text.splitlines() if "Canary" in line or ENCODED in line]


def test_no_report_shows_a_secret(folder: Path) -> None:
    checked = check_folder(folder)
    assert checked.failures == ()
    assert {d.kind for d in checked.run.deployments} == {"compose", "helm", "kubernetes", "kustomize"}
    for form, text in render_all(checked.run).items():
        assert leaks(text) == [], form


def test_no_graph_shows_a_secret(folder: Path) -> None:
    for graph in build_graphs(CheckRequest((str(folder),), STARTED, folder)):
        view = GraphView(graph.id, tuple(graph.components.values()), graph.dependencies)
        for form in GRAPH_FORMATS:
            assert leaks(graph_reporter(form)(view)) == [], form


@pytest.mark.parametrize("name", sorted(set(PLANTS) - {"token.txt"}))  # nothing in that one says what it is
def test_no_line_shows_a_secret_whatever_finding_points_at_it(folder: Path, name: str) -> None:
    tree = SourceTree(folder)
    excerpts = Excerpts(tree)
    found = read_deployments(tree, ["."], AssemblyOptions())
    excerpts.learn_secrets(w for assembled in found.assembled for w in assembled.facts.workloads)
    shown: list[str] = []
    for line in range(1, len((folder / name).read_text().splitlines()) + 1):
        framed = excerpts.framed(Finding("ARC000", "x", None, Level.ERROR, (), "x", Span(name, line)))
        assert framed.excerpt is not None
        shown += framed.excerpt.lines
    assert leaks("\n".join(dict.fromkeys(shown))) == []
