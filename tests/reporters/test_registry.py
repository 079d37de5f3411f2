import re
from dataclasses import replace

import pytest

from archcheck.model.errors import UsageError
from archcheck.model.run import Coverage
from archcheck.reporters.graph_view import GraphView
from archcheck.reporters.options import RenderOptions
from archcheck.reporters.registry import FORMATS, GRAPH_FORMATS, graph_reporter, reporter

from .fake_run import nasty_run, shop_run, shop_view

EVERYTHING = RenderOptions(verbose=True, statistics=True, show_files=True)
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff]")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_prints_the_same_run_as_the_same_bytes(name: str) -> None:
    render = reporter(name)
    assert render(shop_run(), EVERYTHING) == render(shop_run(), EVERYTHING)


@pytest.mark.parametrize("name", FORMATS)
def test_hostile_texts_reach_no_output_raw(name: str) -> None:
    for options in (RenderOptions(), EVERYTHING, replace(EVERYTHING, width=30), RenderOptions(quiet=True)):
        text = reporter(name)(nasty_run(), options)
        assert UNSAFE.findall(text) == []
        assert not re.search("^::error::x", text, re.MULTILINE)
        assert text.encode("utf-8")


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_hostile_names_reach_no_graph_raw(name: str) -> None:
    deployment = nasty_run().deployments[0]
    view = GraphView(deployment.id, deployment.components, deployment.dependencies, deployment.findings)
    text = graph_reporter(name)(view)
    assert UNSAFE.findall(text) == []
    assert text.encode("utf-8")


@pytest.mark.parametrize("name", GRAPH_FORMATS)
def test_every_graph_format_ends_with_one_line_break(name: str) -> None:
    for view in (shop_view(), GraphView("empty", (), ())):
        text = graph_reporter(name)(view)
        assert text.endswith("\n")
        assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", FORMATS)
def test_a_run_without_deployments_renders(name: str) -> None:
    run = replace(shop_run(), deployments=(), findings=(), coverage=Coverage(0, 0), unjudged=(), rules=())
    assert reporter(name)(run, EVERYTHING) == reporter(name)(run, EVERYTHING)


def test_an_unknown_format_is_a_usage_error_that_lists_the_formats() -> None:
    with pytest.raises(UsageError) as caught:
        reporter("html")
    assert str(caught.value) == "There is no format 'html'; the formats are terminal, json, sarif, github."
    with pytest.raises(UsageError) as caught:
        graph_reporter("svg")
    assert str(caught.value) == "There is no format 'svg'; the formats are tree, mermaid, dot, json."
