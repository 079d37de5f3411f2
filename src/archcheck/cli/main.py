"""The command line's root: subcommands, loaded when they are called, and the one place that turns errors into exit codes."""

import gc
import io
import os
import sys
from importlib import import_module

import click

from archcheck import __version__
from archcheck.model.errors import ArchcheckError

__all__ = ["main", "run"]

_COMMANDS = {
    "check": ("archcheck.cli.check", "Check files and folders against the eight practices."),
    "graph": ("archcheck.cli.graph", "Print the service graph."),
    "rules": ("archcheck.cli.rules", "List the rules."),
    "rule": ("archcheck.cli.rule", "Explain one rule."),
    "completion": ("archcheck.cli.completion", "Print the completion script of a shell."),
}
EXIT_BUG = 3
EXIT_INTERRUPTED = 130


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are called, so that each start-up pays for one of them."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return None
        command = import_module(_COMMANDS[name][0]).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in _COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415  only on a mistake

            near = get_close_matches(args[0], _COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else f" The commands are {', '.join(_COMMANDS)}."
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(
    cls=_LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 clean, 1 findings, 2 could not judge, 3 a bug in archcheck, 130 interrupted. Options can also be "
    "given as variables: ARCHCHECK_FAIL_ON, ARCHCHECK_SELECT, ARCHCHECK_FORMAT and so on.",
)
@click.version_option(__version__, "-V", "--version", message="archcheck %(version)s")
def _root() -> None:
    """Architecture conformance linter and test harness for microservices.

    Reads Compose files, Kubernetes manifests, kustomizations, Helm charts and OpenAPI documents into a service graph and
    checks it against eight practices.
    """


def main() -> None:
    """Run archcheck and leave with its exit code; every failure is one message on standard error."""
    sys.exit(_exit_code())


def run() -> None:
    """Run archcheck as the whole of a process: what it builds is neither scanned by the collector nor taken down.

    Both would cost a third of the time of a short run.
    """
    gc.disable()
    code = _exit_code()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):  # the reader is gone
            continue
    os._exit(code)


def _exit_code() -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # reports are UTF-8 wherever they go
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        colorless = bool(os.environ.get("NO_COLOR"))
        code = _root.main(standalone_mode=False, prog_name="archcheck", color=False if colorless else None)
        sys.stdout.flush()
    except (click.exceptions.Abort, KeyboardInterrupt):
        code = EXIT_INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except ArchcheckError as error:
        click.echo(f"archcheck: {error}", err=True)
        code = error.exit_code
    except (BrokenPipeError, SystemExit):  # click leaves so where the reader of its output is gone
        code = 0
    except Exception as error:
        code = _bug(error)
    return code if isinstance(code, int) else 0


def _bug(error: Exception) -> int:
    if os.environ.get("ARCHCHECK_TRACEBACK"):
        raise error
    click.echo(
        f"archcheck: this is a bug in archcheck ({type(error).__name__}: {error}). "
        "Please report it; ARCHCHECK_TRACEBACK=1 shows where it happened.",
        err=True,
    )
    return EXIT_BUG
