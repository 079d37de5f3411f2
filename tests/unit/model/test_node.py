"""Values that know where they stand: accessors that complain instead of raising."""

from collections.abc import Callable

import pytest

from archcheck.model.node import Document, Node, Problem
from archcheck.model.span import Span
from archcheck.sources.reader import read_documents

TEXT = """\
text: orders
number: 12
quoted: "12"
half: 1.5
whole: 2.0
"on": true
spelt: "yes"
none:
list: [a, {b: c}]
map: {x: 1, y: {z: deep}}
mode: 0o644
"""


@pytest.fixture
def document() -> Document:
    (document,) = read_documents("a.yaml", TEXT.encode())
    return document


@pytest.fixture
def root(document: Document) -> Node:
    return document.root


def told(root: Node) -> list[str]:
    return [f"{p.span.line}:{p.span.column} {p.message}" for p in root.document.problems]


def child(node: Node, *keys: str) -> Node:
    found = node.at(*keys)
    assert found is not None
    return found


def test_problems_are_recorded_once_and_in_order() -> None:
    document = Document("a.yaml")
    document.report(Span("a.yaml", 2), "Wrong.")
    document.remark(Span("a.yaml", 1), "Odd.")
    document.report(Span("a.yaml", 2), "Wrong.")
    document.remark(Span("a.yaml", 1), "Odd.")
    assert document.problems == [
        Problem(Span("a.yaml", 2), "Wrong."),
        Problem(Span("a.yaml", 1), "Odd.", unjudged=False),
    ]
    assert (document.root.value, document.index) == (None, 0)


@pytest.mark.parametrize(
    ("key", "shape", "is_scalar", "is_null"),
    [
        ("text", "text", True, False),
        ("number", "number", True, False),
        ("half", "number", True, False),
        ("on", "boolean", True, False),
        ("list", "list", False, False),
        ("map", "mapping", False, False),
    ],
)
def test_shapes_are_told_in_words(root: Node, key: str, shape: str, is_scalar: bool, is_null: bool) -> None:
    node = child(root, key)
    assert (node.shape, node.is_scalar, node.is_null) == (shape, is_scalar, is_null)


def test_null_is_a_shape_and_counts_as_absent(root: Node) -> None:
    (none,) = (node for key, node in root.entries() if key == "none")
    assert (none.shape, none.is_scalar, none.is_null) == ("null", True, True)
    assert (root.child("none"), root.has("none"), root.has("absent"), none.has("x")) == (None, True, False, False)
    assert (root.text("none"), root.integer("none"), root.boolean("none", True)) == (None, None, True)
    assert none.as_text() is None


def test_children_are_found_without_complaint(root: Node) -> None:
    assert child(root, "map", "y", "z").value == "deep"
    assert [root.at("map", "absent", "z"), root.at("text", "x"), root.child("absent")] == [None, None, None]
    assert root.at() is root
    assert [key for key, _ in child(root, "map").entries()] == ["x", "y"]
    assert [item.shape for item in child(root, "list").elements()] == ["text", "mapping"]
    assert [list(child(root, "text").entries()), list(child(root, "map").elements())] == [[], []]
    assert told(root) == []


def test_scalars_come_depth_first_in_source_order(root: Node) -> None:
    assert [node.value for node in root.scalars()] == [
        "orders", 12, "12", 1.5, 2.0, True, "yes", None, "a", "c", 1, "deep", 0o644,
    ]  # fmt: skip


def test_places_of_values_and_keys(root: Node) -> None:
    z = child(root, "map", "y", "z")
    assert (z.span, z.key_span) == (Span("a.yaml", 10, 20), Span("a.yaml", 10, 17))
    assert (root.span, root.key_span) == (Span("a.yaml"), Span("a.yaml"))
    assert repr(z) == "Node('deep' @ a.yaml:10:20)"


def test_mappings_and_lists_of_the_right_shape(root: Node) -> None:
    assert [key for key, _ in root.mapping("map").entries()] == ["x", "y"]
    assert [node.value for node in root.sequence("list")][:1] == ["a"]
    assert (list(root.mapping("absent").entries()), root.sequence("none"), told(root)) == ([], [], [])


@pytest.mark.parametrize(
    ("ask", "answer", "problem"),
    [
        (lambda n: list(n.mapping("list").entries()), [], "9:7 list should be a mapping, not list."),
        (lambda n: n.sequence("map"), [], "10:6 map should be a list, not mapping."),
        (lambda n: n.sequence("text"), [], "1:7 text should be a list, not text."),
        (lambda n: n.text("list"), None, "9:7 A single value is expected here, not a list."),
        (lambda n: n.integer("text"), None, "1:7 A whole number is expected here, not text."),
        (lambda n: n.integer("half"), None, "4:7 A whole number is expected here, not number."),
        (lambda n: n.integer("on"), None, "6:7 A whole number is expected here, not boolean."),
        (lambda n: n.integer("map"), None, "10:6 A whole number is expected here, not mapping."),
        (lambda n: n.boolean("text"), False, "1:7 text should be true or false, not text."),
        (lambda n: n.boolean("number", True), True, "2:9 number should be true or false, not number."),
    ],
)
def test_wrong_shapes_are_problems_with_their_place(
    root: Node, ask: Callable[[Node], object], answer: object, problem: str
) -> None:
    assert (ask(root), told(root)) == (answer, [problem])


@pytest.mark.parametrize(
    ("key", "text"),
    [("text", "orders"), ("number", "12"), ("half", "1.5"), ("on", "true"), ("mode", "0o644"), ("absent", None)],
)
def test_text_is_as_written(root: Node, key: str, text: str | None) -> None:
    assert root.text(key) == text


def test_text_of_values_that_were_made_is_that_of_yaml(document: Document) -> None:
    values = [Node(value, document, 1, 1).as_text() for value in (True, False, 3, 1.5)]
    assert values == ["true", "false", "3", "1.5"]


@pytest.mark.parametrize(
    ("key", "number"), [("number", 12), ("quoted", 12), ("whole", 2), ("mode", 0o644), ("absent", None)]
)
def test_whole_numbers(root: Node, key: str, number: int | None) -> None:
    assert (root.integer(key), told(root)) == (number, [])


@pytest.mark.parametrize("text", ["+5", "-5", " 7 ", "007"])
def test_digits_in_quotes_are_a_number(document: Document, text: str) -> None:
    assert Node(text, document, 1, 1).as_integer() == int(text)


@pytest.mark.parametrize("text", ["", "+", "--5", "٣", "1_000", "5m", "9" * 301])
def test_other_text_is_no_number(document: Document, text: str) -> None:
    assert Node(text, document, 1, 1).as_integer() is None
    assert [p.message for p in document.problems] == ["A whole number is expected here, not text."]


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_floats_beyond_numbers_are_no_number(document: Document, value: float) -> None:
    assert Node(value, document, 1, 1).as_integer() is None


@pytest.mark.parametrize(("key", "answer"), [("on", True), ("spelt", True), ("absent", False)])
def test_booleans_in_all_spellings(root: Node, key: str, answer: bool) -> None:
    assert (root.boolean(key), told(root)) == (answer, [])


def test_a_replaced_value_stays_where_it_was(root: Node) -> None:
    z = child(root, "map", "y", "z")
    new = z.replaced("other", raw="'other'", tag="!x")
    assert (new.value, new.raw, new.tag) == ("other", "'other'", "!x")
    assert (new.span, new.key_span, new.document) == (z.span, z.key_span, z.document)
