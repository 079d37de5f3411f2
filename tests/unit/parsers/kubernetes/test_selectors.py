from archcheck.model.facts import Selector
from archcheck.parsers.kubernetes.selectors import label_selector, plain_selector
from archcheck.sources.reader import read_documents

TEXT = b"""
missing:
empty: {}
plain: {app: a, tier: 1}
full:
  matchLabels: {app: a}
  matchExpressions: [{key: tier, operator: NotIn, values: [web, db]}, {key: x, operator: Exists}]
wrong: {matchExpressions: [{key: a}, {operator: In}, {key: b, operator: Like}]}
"""


def test_a_missing_selector_is_none_and_an_empty_one_selects_everything() -> None:
    root = read_documents("m.yaml", TEXT)[0].root
    assert label_selector(root, "missing") is None
    assert label_selector(root, "absent") is None
    empty = label_selector(root, "empty")
    assert empty == Selector()
    assert empty is not None
    assert empty.matches({"any": "thing"})


def test_expressions_are_read() -> None:
    root = read_documents("m.yaml", TEXT)[0].root
    assert label_selector(root, "full") == Selector(
        {"app": "a"}, (("tier", "NotIn", ("web", "db")), ("x", "Exists", ()))
    )


def test_the_plain_selector_of_a_service_selects_nothing_when_empty() -> None:
    root = read_documents("m.yaml", TEXT)[0].root
    assert plain_selector(root, "plain") == Selector({"app": "a", "tier": "1"})
    assert plain_selector(root, "empty") is None


def test_wrong_expressions_are_reported() -> None:
    document = read_documents("m.yaml", TEXT)[0]
    assert label_selector(document.root, "wrong") == Selector()
    assert [problem.span.column for problem in document.problems] == [28, 38, 54]
