import pytest

from archcheck.checks.selection import matching_ids, select_rules
from archcheck.model.errors import UsageError
from archcheck.model.finding import Level, Rule


def rule(id: str, name: str, level: Level, practice: str | None, aliases: tuple[str, ...] = ()) -> Rule:  # noqa: A002
    return Rule(id, name, name, level, practice, "", "", "", aliases)


RULES = (
    rule("ARC501", "missing-readiness-probe", Level.ERROR, "health-checks"),
    rule("ARC505", "same-liveness-and-readiness", Level.NOTE, "health-checks", ("ARC599",)),
    rule("ARC601", "shared-database", Level.ERROR, "database-per-service"),
    rule("ARC991", "unreadable-document", Level.ERROR, None),
)


def ids(rules: tuple[Rule, ...]) -> list[str]:
    return [rule.id for rule in rules]


def test_by_default_everything_but_notes_runs() -> None:
    assert ids(select_rules(RULES)) == ["ARC501", "ARC601", "ARC991"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("ARC505", ["ARC505"]),
        ("arc505", ["ARC505"]),
        ("ARC599", ["ARC505"]),
        ("same-liveness-and-readiness", ["ARC505"]),
        ("ARC5", ["ARC501", "ARC505"]),
        ("ARC", ["ARC501", "ARC505", "ARC601", "ARC991"]),
        ("health-checks", ["ARC501", "ARC505"]),
        ("ALL", ["ARC501", "ARC505", "ARC601", "ARC991"]),
    ],
)
def test_every_kind_of_word_selects(word: str, expected: list[str]) -> None:
    assert ids(select_rules(RULES, [word])) == expected
    assert sorted(matching_ids(RULES, [word])) == expected


def test_ignore_wins_over_select() -> None:
    assert ids(select_rules(RULES, ["ALL"], ["health-checks", "ARC991"])) == ["ARC601"]


def test_levels_replace_switch_off_and_switch_on() -> None:
    levels = {"shared-database": Level.WARNING, "ARC501": Level.OFF, "ARC505": Level.NOTE}
    chosen = select_rules(RULES, levels=levels)
    assert [(r.id, r.level) for r in chosen] == [
        ("ARC505", Level.NOTE),
        ("ARC601", Level.WARNING),
        ("ARC991", Level.ERROR),
    ]


def test_the_level_of_a_rule_wins_over_that_of_its_practice() -> None:
    levels = {"ARC501": Level.ERROR, "health-checks": Level.WARNING}
    assert [(r.id, r.level) for r in select_rules(RULES, ["ARC5"], levels=levels)] == [
        ("ARC501", Level.ERROR),
        ("ARC505", Level.WARNING),
    ]


def test_a_misspelt_word_is_an_error_with_the_nearest() -> None:
    with pytest.raises(
        UsageError, match=r"No rule, prefix or practice is called 'shared-databse'; did you mean shared-database"
    ):
        select_rules(RULES, ["shared-databse"])


@pytest.mark.parametrize("word", ["", "ARC7", "ARC5011"])
def test_a_word_that_names_nothing_is_an_error(word: str) -> None:
    with pytest.raises(UsageError):
        select_rules(RULES, ignore=[word])


def test_a_word_like_no_other_points_to_the_list() -> None:
    with pytest.raises(UsageError, match=r"'qqqq'; `archcheck rules` lists all\."):
        select_rules(RULES, ["qqqq"])
