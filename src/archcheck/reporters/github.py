"""Workflow commands: each finding becomes an annotation on its line in a GitHub pull request."""

from collections.abc import Sequence

from archcheck.model.finding import Finding, Level
from archcheck.model.run import Run
from archcheck.model.span import Span
from archcheck.reporters.options import RenderOptions
from archcheck.reporters.order import unjudged_apart
from archcheck.reporters.printable import printable

__all__ = ["render"]

_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice", Level.OFF: "notice"}


def render(run: Run, options: RenderOptions) -> str:
    """Return one workflow command a finding, in report order; nothing for a clean run."""
    lines = [_annotation(finding) for finding in run.all_findings]
    lines += [_command("error", span, "archcheck could not judge", [message]) for span, message in unjudged_apart(run)]
    return "".join(f"{line}\n" for line in lines)


def _annotation(finding: Finding) -> str:
    message = [finding.message]
    if finding.is_path:
        message += [f"{number}. {hop.note} ({hop.span})" for number, hop in enumerate(finding.related, 1)]
    title = f"{finding.rule} {finding.name}"
    return _command(_COMMANDS[finding.level], finding.span, title, message)


def _command(command: str, span: Span | None, title: str, message: Sequence[str]) -> str:
    properties = {} if span is None else {"file": printable(span.path), "line": str(span.line), "col": str(span.column)}
    properties["title"] = printable(title)
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    text = "\n".join(printable(line) for line in message)
    return f"::{command} {listed}::{_data(text)}"


def _data(text: str) -> str:
    # Carriage returns are visible escapes by now; line breaks are those between the lines of a message.
    return text.replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
