"""The built-in rules, read from what the build compiled."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from archcheck.model.errors import InternalError
from archcheck.model.finding import Level, Rule, RuleSource

__all__ = ["load_rules", "rule_examples"]

_COMPILED = Path(__file__).parent.parent / "_compiled"


@cache
def load_rules() -> tuple[Rule, ...]:
    """Return the built-in rules, sorted by id.

    Raises:
        InternalError: The compiled rules are missing: archcheck was not built.
    """
    return tuple(_rule(entry) for entry in _compiled("rules.json"))


def rule_examples(rule_id: str) -> tuple[str, str]:
    """Return the good and the bad example of a rule; each is "" if there is none.

    Raises:
        InternalError: The compiled examples are missing: archcheck was not built.
    """
    example = _compiled("examples.json").get(rule_id, {})
    return example.get("good", ""), example.get("bad", "")


@cache
def _compiled(name: str) -> Any:  # JSON, given its types by the callers
    try:
        return json.loads((_COMPILED / name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InternalError(f"The installation lacks {name}; from a checkout, run: python rules/build.py") from None


def _rule(entry: dict[str, Any]) -> Rule:
    return Rule(
        id=entry["id"],
        name=entry["name"],
        check=entry["check"],
        level=Level(entry["level"]),
        practice=entry["practice"],
        summary=entry["summary"],
        why=entry["why"],
        instead=entry["instead"],
        aliases=tuple(entry["aliases"]),
        measured=entry["measured"],
        params=entry["params"],
        sources=tuple(RuleSource(**source) for source in entry["sources"]),
    )
