"""What helm says when a chart cannot be rendered, in the user's words."""

import posixpath
import re

from archcheck.assembly.helm.reading import CHART_FILE, ReachedChart
from archcheck.model.node import Problem
from archcheck.model.span import Span

__all__ = ["complaint"]

_PLACE = re.compile(r"([^\s()<>:\"]+/templates/[^\s()<>:\"]+):(\d{1,6})(?::(\d{1,6}))?")
_TEMPLATE = re.compile(r"([^\s()<>:\"]+/templates/[^\s()<>:\"]+)")
_LONGEST = 400


def complaint(chart: ReachedChart, said: str, copy: str) -> Problem:
    """Return the problem that a failed rendering is, at the line of the template that helm names.

    Args:
        chart: The chart.
        said: What helm printed as errors.
        copy: Prefix of the copied files, as helm writes it; it is cut off.
    """
    lines = [line.strip() for line in said.replace(f"{copy}/", "").splitlines()]
    text = " ".join(line for line in lines if line and not line.startswith(("level=", "Use --debug", "coalesce.go")))
    text = text.removeprefix("Error: ").rstrip(".")
    reason = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return Problem(_span(chart, text), f"helm cannot render the chart {chart.name}: {reason}.")


def _span(chart: ReachedChart, text: str) -> Span:
    """Return the innermost place in a template that helm names, else the template, else the chart's sheet."""
    if places := _PLACE.findall(text):
        template, line, column = places[-1]
        return Span(chart.source(template), int(line), int(column or 0) + 1)
    if templates := _TEMPLATE.findall(text):
        return Span(chart.source(templates[-1]))
    return Span(posixpath.join(chart.folder, CHART_FILE))
