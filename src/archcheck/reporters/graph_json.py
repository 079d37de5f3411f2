"""A view of the service graph as JSON: components and dependencies, in the shapes of the run's schema."""

from archcheck.reporters.graph_view import GraphView
from archcheck.reporters.json_text import json_text
from archcheck.reporters.json_values import component_value, dependency_value

__all__ = ["render_graph"]


def render_graph(view: GraphView) -> str:
    """Return the view as JSON text."""
    return json_text(
        {
            "deployment": view.deployment,
            "components": [component_value(component) for component in view.components],
            "dependencies": [dependency_value(dependency) for dependency in view.dependencies],
        }
    )
