"""The rules as one Markdown page."""

from collections.abc import Iterator, Sequence

from archcheck.checks.rules import rule_examples
from archcheck.model.finding import Rule
from archcheck.model.run import Practice

__all__ = ["rules_markdown"]

_ACROSS = "Across the practices"
_INTRODUCTION = """\
# Rules

Errors can be proven from the files and are wrong in nearly every system. Warnings need attention, or say that evidence
is missing. Notes are advice: they are off until selected. `archcheck rule ARC601` prints a section of this page.
"""


def rules_markdown(rules: Sequence[Rule]) -> str:
    """Return the page of the rules: an index table for each practice, and a section for each rule."""
    ordered = sorted(rules, key=lambda rule: rule.id)
    sections = [_section(rule) for rule in ordered]
    return "\n".join([_INTRODUCTION, *_index(ordered), *sections])


def _index(rules: Sequence[Rule]) -> Iterator[str]:
    for practice in [*Practice, None]:
        members = [rule for rule in rules if rule.practice == practice]
        if not members:
            continue
        heading = _heading(practice.value) if practice else _ACROSS
        rows = [f"| [{r.id}](#{_anchor(r)}) | {r.name} | {r.level.value} | {r.summary} |" for r in members]
        yield "\n".join([f"## {heading}", "", "| id | name | level | |", "|---|---|---|---|", *rows, ""])


def _heading(practice: str) -> str:
    words = practice.replace("-", " ")
    return "API gateway" if practice == "api-gateway" else words[0].upper() + words[1:]


def _anchor(rule: Rule) -> str:
    """Return the fragment that Markdown renderers give the heading of a rule."""
    return f"{rule.id.lower()}-{rule.name}"


def _section(rule: Rule) -> str:
    facts = [f"Level: {rule.level.value}."]
    if rule.params:
        facts.append(f"Parameters: {', '.join(f'`{name}: {value}`' for name, value in rule.params.items())}.")
    if rule.aliases:
        facts.append(f"Earlier ids: {', '.join(rule.aliases)}.")
    if rule.measured:
        facts.append(f"Measured: {rule.measured}")
    parts = [
        f"## {rule.id} {rule.name}",
        rule.summary,
        " ".join(facts),
        f"**Why.** {rule.why}",
        f"**Instead.** {rule.instead}",
        *_examples(rule),
        "Sources:\n\n" + "\n".join(f"- [{s.title}]({s.url}): {s.says}" for s in rule.sources),
    ]
    return "\n\n".join(parts) + "\n"


def _examples(rule: Rule) -> Iterator[str]:
    good, bad = rule_examples(rule.id)
    for title, text in (("Reported:", bad), ("Not reported:", good)):
        if text:
            yield f"{title}\n\n```yaml\n{text}```"
