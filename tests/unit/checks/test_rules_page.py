from archcheck.checks.rules import load_rules
from archcheck.checks.rules_page import rules_markdown
from archcheck.model.finding import Level, Rule, RuleSource

PRIVATE = Rule(
    "ARC000",
    "own-rule",
    "sync-cycle",
    Level.NOTE,
    None,
    "It is so.",
    "Because.",
    "Do that.",
    ("ARC001",),
    {"most": 3},
    (RuleSource("A book", "https://example.com", "It says so."),),
)


def test_a_rule_is_a_row_and_a_section() -> None:
    page = rules_markdown([PRIVATE])
    assert page[page.index("## Across") :] == (
        "## Across the practices\n"
        "\n"
        "| id | name | level | |\n"
        "|---|---|---|---|\n"
        "| [ARC000](#arc000-own-rule) | own-rule | note | It is so. |\n"
        "\n"
        "## ARC000 own-rule\n"
        "\n"
        "It is so.\n"
        "\n"
        "Level: note. Parameters: `most: 3`. Earlier ids: ARC001.\n"
        "\n"
        "**Why.** Because.\n"
        "\n"
        "**Instead.** Do that.\n"
        "\n"
        "Sources:\n"
        "\n"
        "- [A book](https://example.com): It says so.\n"
    )


def test_the_page_has_all_rules_by_practice_and_is_the_same_in_any_order() -> None:
    page = rules_markdown(load_rules())
    assert page == rules_markdown(load_rules()[::-1])
    assert page.index("## API gateway") < page.index("## Service discovery") < page.index("## Across the practices")
    assert all(f"\n## {rule.id} {rule.name}\n" in page for rule in load_rules())


def test_examples_are_code() -> None:
    page = rules_markdown([rule for rule in load_rules() if rule.id == "ARC303"])
    assert "Reported:\n\n```yaml\nservices:\n  orders:" in page
    assert "Not reported:\n\n```yaml\nservices:\n  orders:" in page
