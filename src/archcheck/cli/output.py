"""Where reports go: files written whole or not at all, and standard output."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from archcheck.model.errors import UsageError
from archcheck.model.run import Run
from archcheck.reporters.options import RenderOptions

__all__ = ["plan_outputs", "write_outputs", "write_text"]

Plan = list[tuple[str, Path | None]]


def plan_outputs(formats: Sequence[str], outputs: Sequence[Path]) -> Plan:
    """Pair each format with its file; those left over print to standard output.

    Raises:
        UsageError: More files than formats, or two formats for standard output.
    """
    if len(outputs) > len(formats):
        raise UsageError("There are more --output files than --format options; give them in pairs.")
    pairs: Plan = [(name, outputs[i] if i < len(outputs) else None) for i, name in enumerate(formats)]
    pairs = [(name, None if path is not None and str(path) == "-" else path) for name, path in pairs]
    if sum(path is None for _, path in pairs) > 1:
        raise UsageError("Only one format can go to standard output; give the others an --output file each.")
    return pairs


def write_outputs(run: Run, plan: Plan, options: RenderOptions) -> None:
    """Render and write every report.

    Raises:
        UsageError: A file cannot be written.
    """
    from dataclasses import replace  # noqa: PLC0415  loaded by then

    from archcheck.reporters.registry import reporter  # noqa: PLC0415  a report is being made

    for name, path in plan:
        text = reporter(name)(run, options if path is None else replace(options, color=False))
        write_text(text, path, color=options.color)


def write_text(text: str, path: Path | None, *, color: bool = False) -> None:
    """Print a text, or write it to a file.

    Raises:
        UsageError: The file cannot be written.
    """
    if path is None:
        click.echo(text, nl=not text.endswith("\n"), color=color)
    else:
        _write(path, text)


def _write(path: Path, text: str) -> None:
    """Write a file whole: beside it first, then renamed."""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
