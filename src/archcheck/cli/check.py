"""``archcheck check``."""

import os
import sys
from pathlib import Path

import click

from archcheck.cli.input import input_options, request_of
from archcheck.cli.output import plan_outputs, write_outputs
from archcheck.model.finding import Level
from archcheck.model.run import Run

__all__ = ["command", "exit_code"]

_FORMATS = ("terminal", "json", "sarif", "github")
_LEVELS = ("error", "warning", "note", "never")


@click.command("check")
@input_options
@click.option(
    "--select",
    "-s",
    multiple=True,
    metavar="RULES",
    envvar="ARCHCHECK_SELECT",
    help="Run these rules only: ids, names, prefixes (ARC6), practices, ALL. Comma-separated or repeated.",
)
@click.option(
    "--ignore",
    "-i",
    multiple=True,
    metavar="RULES",
    envvar="ARCHCHECK_IGNORE",
    help="Do not run these rules.",
)
@click.option(
    "--level",
    "levels",
    multiple=True,
    metavar="RULE=LEVEL",
    envvar="ARCHCHECK_LEVEL",
    help="Give a rule another level: error, warning, note, off.",
)
@click.option(
    "--fail-on",
    type=click.Choice(_LEVELS),
    envvar="ARCHCHECK_FAIL_ON",
    default="error",
    show_default=True,
    help="Least level of a finding that makes the exit code 1.",
)
@click.option(
    "--exit-zero",
    is_flag=True,
    envvar="ARCHCHECK_EXIT_ZERO",
    help="Findings do not count for the exit code; what could not be judged still does.",
)
@click.option(
    "--format",
    "-f",
    "formats",
    multiple=True,
    type=click.Choice(_FORMATS),
    envvar="ARCHCHECK_FORMAT",
    help="Format of the report; repeatable, each with its --output.",
)
@click.option(
    "--output",
    "-o",
    "outputs",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="ARCHCHECK_OUTPUT",
    help="File for the format in the same position.",
)
@click.option("--statistics", is_flag=True, envvar="ARCHCHECK_STATISTICS", help="Count findings by rule.")
@click.option("--show-files", is_flag=True, envvar="ARCHCHECK_SHOW_FILES", help="List the files of each deployment.")
@click.option("--quiet", "-q", is_flag=True, envvar="ARCHCHECK_QUIET", help="One line a finding, and the summary.")
@click.option("--verbose", "-v", is_flag=True, envvar="ARCHCHECK_VERBOSE", help="All evidence, remarks and waivers.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    envvar="ARCHCHECK_COLOR",
    default="auto",
    show_default=True,
    help="Colour; NO_COLOR is respected.",
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    *,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    levels: tuple[str, ...],
    fail_on: str,
    exit_zero: bool,
    formats: tuple[str, ...],
    outputs: tuple[Path, ...],
    statistics: bool,
    show_files: bool,
    quiet: bool,
    verbose: bool,
    color: str,
    **given: object,
) -> int:
    """Check files and folders against the eight practices.

    One folder is searched and may hold several deployments; paths given together describe one system. ``-`` reads
    standard input.
    """
    from dataclasses import replace  # noqa: PLC0415  loaded by then

    from archcheck.app.check import check_paths  # noqa: PLC0415  the help needs none of it
    from archcheck.reporters.options import RenderOptions  # noqa: PLC0415

    plan = plan_outputs(formats or ("terminal",), outputs)
    request = replace(request_of(given), select=_split(select), ignore=_split(ignore), levels=_levels(levels))
    checked = check_paths(request)
    options = RenderOptions(
        color=_use_color(color),
        width=_width(),
        verbose=verbose,
        quiet=quiet,
        statistics=statistics,
        show_files=show_files,
    )
    write_outputs(checked.run, plan, options)
    for rule, why in checked.failures:
        click.echo(f"archcheck: rule {rule} failed ({why}); this is a bug in archcheck, please report it.", err=True)
    if plan[0][0] != "terminal" or quiet:
        for span, message in checked.run.unjudged:
            click.echo(f"archcheck: {span}: {message}" if span else f"archcheck: {message}", err=True)
    return 3 if checked.failures else exit_code(checked.run, fail_on, exit_zero=exit_zero)


def exit_code(run: Run, fail_on: str, *, exit_zero: bool) -> int:
    """Return the exit code of a run: 2 where something could not be judged, 1 for findings that count, else 0.

    Args:
        run: The run.
        fail_on: Least level that counts, or ``never``.
        exit_zero: Whether findings do not count.
    """
    if run.unjudged:
        return 2
    if exit_zero or fail_on == "never":
        return 0
    least = Level(fail_on).weight
    return int(any(f.level.weight >= least for f in run.all_findings))


def _split(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _levels(values: tuple[str, ...]) -> dict[str, Level]:
    levels = {}
    for value in _split(values):
        rule, _, level = value.partition("=")
        try:
            levels[rule.strip()] = Level(level.strip())
        except ValueError:
            raise click.UsageError(
                f"--level takes RULE=LEVEL with error, warning, note or off, not {value!r}."
            ) from None
    return levels


def _use_color(choice: str) -> bool:
    if choice == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return choice == "always"


def _width() -> int:
    import shutil  # noqa: PLC0415  only when a report is printed

    return max(min(shutil.get_terminal_size((100, 24)).columns, 120), 60)
