"""``archcheck rules``."""

import click

from archcheck.model.errors import UsageError

__all__ = ["command"]


@click.group("rules", invoke_without_command=True)
@click.option("--select", "-s", multiple=True, metavar="RULES", help="Only these: ids, names, prefixes, practices.")
@click.pass_context
def command(ctx: click.Context, select: tuple[str, ...]) -> None:
    """List the rules."""
    if ctx.invoked_subcommand is not None:
        return
    from archcheck.checks.rules import load_rules  # noqa: PLC0415  the help needs none of it
    from archcheck.checks.selection import select_rules  # noqa: PLC0415

    every = load_rules()
    wanted = [part.strip() for value in select for part in value.split(",") if part.strip()] or ["ALL"]
    chosen = select_rules(every, wanted, (), {})
    practice: str | None = ""
    for rule in chosen:
        if rule.practice != practice:
            practice = rule.practice
            click.echo(click.style(f"\n{practice or 'across the checklist'}", bold=True))
        default = "" if rule.default_on else "  (off by default)"
        click.echo(f"  {rule.id}  {rule.name:<32} {rule.level.value:<8} {rule.summary}{default}")


@command.command("docs")
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False),
    default="rules/README.md",
    show_default=True,
    help="File to write.",
)
def docs(output: str) -> None:
    """Write the page of all rules."""
    from pathlib import Path  # noqa: PLC0415

    from archcheck.checks.rules import load_rules  # noqa: PLC0415
    from archcheck.checks.rules_page import rules_markdown  # noqa: PLC0415

    try:
        Path(output).write_text(rules_markdown(load_rules()), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{output} cannot be written: {error.strerror}.") from error
