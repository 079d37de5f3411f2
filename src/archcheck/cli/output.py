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
    """Render every report, then write them: all of the files or none, then standard output.

    Raises:
        UsageError: A file cannot be written.
    """
    from dataclasses import replace  # noqa: PLC0415  loaded by then

    from archcheck.reporters.registry import reporter  # noqa: PLC0415  a report is being made

    plain = replace(options, color=False)
    texts = [(reporter(name)(run, options if path is None else plain), path) for name, path in plan]
    _write_files([(path, text) for text, path in texts if path is not None])
    for text, path in texts:
        if path is None:
            write_text(text, None, color=options.color)


def write_text(text: str, path: Path | None, *, color: bool = False) -> None:
    """Print a text, or write it to a file.

    Raises:
        UsageError: The file cannot be written.
    """
    if path is None:
        click.echo(text, nl=not text.endswith("\n"), color=color)
    else:
        _write_files([(path, text)])


def _write_files(files: Sequence[tuple[Path, str]]) -> None:
    """Write files whole: each beside its place first, and only when all of them are there they are renamed."""
    staged: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, text in files:
            if path.exists() and not path.is_file():  # a pipe or a device
                path.write_text(text, encoding="utf-8", newline="\n")
            else:
                staged.append((_staged(path.resolve(), text), path.resolve()))
        for temporary, path in staged:
            temporary.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)


def _staged(path: Path, text: str) -> Path:
    """Return a file beside the place of another, with its text."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:100]}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        temporary.chmod(0o644)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
