"""Which formats exist, and the module that writes each; a module is imported when its format is asked for."""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from archcheck.model.errors import UsageError
from archcheck.model.run import Run
from archcheck.reporters.options import RenderOptions

if TYPE_CHECKING:
    from archcheck.reporters.graph_view import GraphView

__all__ = ["FORMATS", "GRAPH_FORMATS", "GraphReporter", "Reporter", "graph_reporter", "reporter"]

Reporter = Callable[[Run, RenderOptions], str]
GraphReporter = Callable[["GraphView"], str]

FORMATS: Mapping[str, str] = {
    "terminal": "archcheck.reporters.terminal.report",
    "json": "archcheck.reporters.json_report",
    "sarif": "archcheck.reporters.sarif.report",
    "github": "archcheck.reporters.github",
}
GRAPH_FORMATS: Mapping[str, str] = {
    "tree": "archcheck.reporters.graph_tree",
    "mermaid": "archcheck.reporters.graph_mermaid",
    "dot": "archcheck.reporters.graph_dot",
    "json": "archcheck.reporters.graph_json",
}


def reporter(name: str) -> Reporter:
    """Return the function that renders a run in a format.

    Args:
        name: One of :data:`FORMATS`.

    Raises:
        UsageError: No such format exists; the message lists those that do.
    """
    render: Reporter = import_module(_module(name, FORMATS)).render
    return render


def graph_reporter(name: str) -> GraphReporter:
    """Return the function that renders a view of the service graph in a format.

    Args:
        name: One of :data:`GRAPH_FORMATS`.

    Raises:
        UsageError: No such format exists; the message lists those that do.
    """
    render: GraphReporter = import_module(_module(name, GRAPH_FORMATS)).render_graph
    return render


def _module(name: str, formats: Mapping[str, str]) -> str:
    try:
        return formats[name]
    except KeyError:
        raise UsageError(f"There is no format {name!r}; the formats are {', '.join(formats)}.") from None
