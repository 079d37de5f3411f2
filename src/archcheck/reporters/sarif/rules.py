"""Rules as SARIF reporting descriptors."""

from archcheck.model.finding import Level, Rule
from archcheck.reporters.json_text import JsonObject, JsonValue

__all__ = ["rule_descriptor"]


def rule_descriptor(rule: Rule) -> JsonObject:
    """Return a rule's description for viewers: what is checked, why, what to do, and the sources."""
    descriptor: dict[str, JsonValue] = {"id": rule.id, "name": rule.name}
    if rule.aliases:
        descriptor["deprecatedIds"] = list(rule.aliases)
    return descriptor | {
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": _help_text(rule), "markdown": _help_markdown(rule)},
        "defaultConfiguration": {"level": "none" if rule.level is Level.OFF else rule.level.value},
        "properties": {
            "practice": rule.practice,
            "tags": ["architecture", *([rule.practice] if rule.practice else [])],
        },
    }


def _help_text(rule: Rule) -> str:
    sources = [f"{source.title} ({source.url}): {source.says}" for source in rule.sources]
    return "\n".join([rule.summary, f"Why: {rule.why}", f"Instead: {rule.instead}", *sources])


def _help_markdown(rule: Rule) -> str:
    parts = [f"**{rule.summary}**", rule.why, f"**Instead:** {rule.instead}"]
    if rule.sources:
        parts.append("\n".join(f"- [{source.title}]({source.url}): {source.says}" for source in rule.sources))
    return "\n\n".join(parts)
