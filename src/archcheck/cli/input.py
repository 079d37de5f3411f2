"""The options that say what is read; every command that reads files shares them."""

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from archcheck.app.check import CheckRequest

__all__ = ["input_options", "request_of"]

_Function = TypeVar("_Function", bound=Callable[..., Any])


def input_options(function: _Function) -> _Function:
    """Add ``PATH...``, ``--root``, ``--env`` and ``--values``."""
    for decorate in (
        click.option(
            "--values",
            multiple=True,
            metavar="FILE",
            envvar="ARCHCHECK_VALUES",
            help="Values file for Helm charts; repeatable, the last wins.",
        ),
        click.option(
            "--env",
            "environment",
            multiple=True,
            metavar="NAME=VALUE",
            envvar="ARCHCHECK_ENV",
            help="Value for interpolation; repeatable.",
        ),
        click.option(
            "--root",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            envvar="ARCHCHECK_ROOT",
            help="Folder that no reference may leave; paths in reports are relative to it.",
        ),
        click.argument("paths", nargs=-1, metavar="[PATH]..."),
    ):
        function = decorate(function)
    return function


def request_of(given: Mapping[str, object]) -> "CheckRequest":
    """Return the request that the shared options make; without paths, the current folder.

    Raises:
        click.UsageError: A value is no ``NAME=VALUE``.
    """
    from archcheck.app.check import CheckRequest  # noqa: PLC0415  the help needs none of it

    paths, root = given["paths"], given["root"]
    chosen = tuple(map(str, paths)) if isinstance(paths, tuple) else ()
    return CheckRequest(
        paths=chosen or (".",),
        started=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        root=root if isinstance(root, Path) else None,
        environment=_environment(given["environment"]),
        values=tuple(map(str, given["values"])) if isinstance(given["values"], tuple) else (),
        standard_input=sys.stdin.buffer.read(10_000_001) if "-" in chosen else None,
    )


def _environment(values: object) -> dict[str, str]:
    environment = {}
    for value in values if isinstance(values, tuple) else ():
        name, separator, text = str(value).partition("=")
        if not separator or not name:
            raise click.UsageError(f"--env takes NAME=VALUE, not {value!r}.")
        environment[name] = text
    return environment
