"""``archcheck rule ARC601``."""

import textwrap

import click

from archcheck.model.errors import UsageError

__all__ = ["command"]


@click.command("rule")
@click.argument("rule_id", metavar="RULE")
def command(rule_id: str) -> None:
    """Explain one rule: why, what to do instead, sources, and an example of both."""
    from archcheck.checks.rules import load_rules, rule_examples  # noqa: PLC0415  the help needs none of it
    from archcheck.checks.selection import select_rules  # noqa: PLC0415

    found = select_rules(load_rules(), [rule_id], (), {})
    if len(found) > 1:
        raise UsageError(f"{rule_id!r} names several rules: {', '.join(rule.id for rule in found)}.")
    rule = found[0]
    bad, good = rule_examples(rule.id)[1], rule_examples(rule.id)[0]
    click.echo(
        click.style(f"{rule.id} {rule.name}", bold=True)
        + f"  ({rule.level.value}, {rule.practice or 'across the checklist'})"
    )
    click.echo(
        f"\n{_wrapped(rule.summary)}\n\n{_wrapped(rule.why)}\n\n{click.style('Instead', bold=True)}\n{_wrapped(rule.instead)}"
    )
    if rule.params:
        click.echo("\nParameters: " + ", ".join(f"{k}={v}" for k, v in rule.params.items()))
    if rule.measured:
        click.echo(f"\nMeasured: {rule.measured}")
    for title, text in (("Reported", bad), ("Not reported", good)):
        if text:
            click.echo(f"\n{click.style(title, bold=True)}\n{textwrap.indent(text.rstrip(), '    ')}")
    if rule.sources:
        click.echo(f"\n{click.style('Sources', bold=True)}")
    for source in rule.sources:
        click.echo(f"  {source.title}: {source.says}\n    {source.url}")


def _wrapped(text: str) -> str:
    return textwrap.fill(" ".join(text.split()), 100)
