"""Which rules run: what the command line and the configuration select, ignore and re-level."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from archcheck.model.errors import UsageError
from archcheck.model.finding import Level, Rule

__all__ = ["matching_ids", "select_rules"]

_PREFIX = re.compile(r"ARC[0-9]{0,3}")


def select_rules(
    rules: Sequence[Rule],
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    levels: Mapping[str, Level] | None = None,
) -> tuple[Rule, ...]:
    """Return the rules that run, with their levels in this run.

    Args:
        rules: All rules.
        select: Ids, names, earlier names, prefixes (``ARC5``), practices or ``ALL``. Empty: the rules on by default and
            those that ``levels`` gives a level.
        ignore: What does not run, in the same words; it wins over ``select``.
        levels: Levels by id, name, prefix or practice; ``off`` switches off. Ids and names win over groups.

    Raises:
        UsageError: A word names no rule.
    """
    given = _levels(rules, levels or {})
    levelled = [replace(rule, level=given[rule.id]) if rule.id in given else rule for rule in rules]
    chosen = matching_ids(rules, select) or {r.id for r in levelled if r.default_on} | set(given)
    ignored = matching_ids(rules, ignore)
    return tuple(r for r in levelled if r.id in chosen and r.id not in ignored and r.level is not Level.OFF)


def matching_ids(rules: Sequence[Rule], words: Sequence[str]) -> set[str]:
    """Return the ids of the rules that the words name.

    Raises:
        UsageError: A word names no rule.
    """
    return {rule.id for word in words for rule in _matching(rules, word)}


def _matching(rules: Sequence[Rule], word: str) -> list[Rule]:
    folded = word.strip().lower()
    if folded == "all":
        return list(rules)
    matches = [r for r in rules if folded in {r.id.lower(), r.name, r.practice, *(a.lower() for a in r.aliases)}]
    if not matches and _PREFIX.fullmatch(folded.upper()):
        matches = [r for r in rules if r.id.lower().startswith(folded)]
    if not matches:
        raise UsageError(_unknown(rules, word))
    return matches


def _levels(rules: Sequence[Rule], levels: Mapping[str, Level]) -> dict[str, Level]:
    """Return the level given for each rule id, groups first so that single rules win."""
    by_word = {word: _matching(rules, word) for word in levels}
    ordered = sorted(by_word, key=lambda word: -len(by_word[word]))
    return {rule.id: levels[word] for word in ordered for rule in by_word[word]}


def _unknown(rules: Sequence[Rule], word: str) -> str:
    names = sorted({n for r in rules for n in (r.id, r.name, r.practice, *r.aliases) if n})
    folded = {name.lower(): name for name in names}
    near = [folded[match] for match in get_close_matches(word.strip().lower(), folded, n=3, cutoff=0.5)]
    hint = f"; did you mean {' or '.join(near)}?" if near else "; `archcheck rules` lists all."
    return f"No rule, prefix or practice is called {word!r}{hint}"
