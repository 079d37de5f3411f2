"""YAML and JSON to documents: values by YAML 1.2's core schema, their places, and what is refused."""

import gc
import json
import time
from textwrap import dedent

import pytest

from archcheck.model.node import Document, Node, Problem
from archcheck.model.span import Span
from archcheck.sources.limits import Limits
from archcheck.sources.yaml_reader import read_yaml

LIMITS = Limits(depth=100, nodes=10_000)


def read(text: str, path: str = "a.yaml", limits: Limits = LIMITS) -> list[Document]:
    return read_yaml(path, dedent(text).encode(), limits)


def only(text: str, path: str = "a.yaml", limits: Limits = LIMITS) -> Document:
    (document,) = read(text, path, limits)
    return document


def plain(node: Node) -> object:
    """The tree without places."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def problems(text: str, path: str = "a.yaml", limits: Limits = LIMITS) -> list[str]:
    return [f"{p.span.line}:{p.span.column} {p.message}" for d in read(text, path, limits) for p in d.problems]


# -- values ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("off", "off"),
        ("12", 12),
        ("-3", -3),
        ("+5", 5),
        ("007", 7),
        ("0o17", 15),
        ("0x1F", 31),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("22:22", "22:22"),
        ("1.5", 1.5),
        ("1.", 1.0),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("-2.5E-1", -0.25),
        (".inf", float("inf")),
        ("+.INF", float("inf")),
        ("-.Inf", float("-inf")),
        ("inf", "inf"),
        (".", "."),
        ("-", [None]),
        ("-x", "-x"),
        ("1.2.3", "1.2.3"),
        ("2024-01-01", "2024-01-01"),
        ("'12'", "12"),
        ('"true"', "true"),
        ("!!str 12", "12"),
        ("!!int '12'", 12),
        ("!!float 3", 3),
        ("9" * 301, "9" * 301),
        ("0x" + "f" * 300, "0x" + "f" * 300),
    ],
)
def test_scalars_are_resolved_by_the_core_schema(written: str, value: object) -> None:
    (entry,) = only(f"a:\n  {written}\n").root.entries()
    found = plain(entry[1])
    assert (found, type(found)) == (value, type(value))


def test_not_a_number_is_one() -> None:
    (value,) = only("[.nan]").root.elements()
    assert value.value != value.value


def test_a_number_remembers_how_it_was_written() -> None:
    root = only("a: 0o644\nb: 1.50\nc: text\nd: '08'\ne: ~\nf:\n").root
    assert {key: node.raw for key, node in root.entries()} == {
        "a": "0o644", "b": "1.50", "c": None, "d": None, "e": "~", "f": "",
    }  # fmt: skip
    assert [root.text("a"), root.text("b")] == ["0o644", "1.50"]


def test_an_application_tag_is_kept() -> None:
    root = only("a: !reset null\nb: !override {x: 1}\nc: !override [1]\n").root
    assert [(node.tag, plain(node)) for _, node in root.entries()] == [
        ("!reset", "null"), ("!override", {"x": 1}), ("!override", [1]),
    ]  # fmt: skip


# -- places ------------------------------------------------------------------------------------------------------------


def test_values_and_keys_know_their_places() -> None:
    root = only("a:\n  b: x\n  c:\n    - 1\n    -  {d: e}\n").root
    c = root.at("a", "c")
    assert c is not None
    one, two = c.elements()
    d = two.child("d")
    b = root.at("a", "b")
    assert b is not None
    assert d is not None
    assert [str(n.span) for n in (root, b, c, one, two, d)] == [
        "a.yaml:1:1", "a.yaml:2:6", "a.yaml:4:5", "a.yaml:4:7", "a.yaml:5:8", "a.yaml:5:12",
    ]  # fmt: skip
    assert [str(n.key_span) for n in (b, c, one, d)] == ["a.yaml:2:3", "a.yaml:3:3", "a.yaml:4:7", "a.yaml:5:9"]


@pytest.mark.parametrize("text", ["\ufeffa: 1\r\nb: 2\r\n", "a: 1\nb: 2", "a: 1\r\nb: 2"])
def test_byte_order_marks_and_line_endings_move_no_place(text: str) -> None:
    (document,) = read_yaml("a.yaml", text.encode(), LIMITS)
    b = document.root.child("b")
    assert b is not None
    assert (document.problems, plain(document.root), b.span) == ([], {"a": 1, "b": 2}, Span("a.yaml", 2, 4))


def test_columns_count_characters() -> None:
    (document,) = read_yaml("a.yaml", "{ä: ö, b: c}".encode(), LIMITS)
    b = document.root.child("b")
    assert b is not None
    assert b.span == Span("a.yaml", 1, 11)


# -- documents ---------------------------------------------------------------------------------------------------------


def test_documents_keep_their_positions_in_the_file() -> None:
    found = read("---\n# nothing\n---\na: 1\n---\n---\nb: 2\n")
    assert [(d.index, plain(d.root)) for d in found] == [(0, None), (1, {"a": 1}), (2, None), (3, {"b": 2})]


@pytest.mark.parametrize("text", ["", "# a comment\n", "\ufeff"])
def test_an_empty_file_holds_no_document(text: str) -> None:
    assert read_yaml("a.yaml", text.encode(), LIMITS) == []


def test_documents_before_a_mistake_are_kept() -> None:
    found = read("a: 1\n---\nb: [\n")
    assert [(d.index, plain(d.root)) for d in found] == [(0, {"a": 1}), (1, None)]
    assert found[1].problems == [
        Problem(
            Span("a.yaml", 4, 1),
            "This is no valid YAML: did not find expected node content while parsing a flow node.",
        )
    ]


# -- keys --------------------------------------------------------------------------------------------------------------


def test_the_last_of_two_equal_keys_is_used_and_said() -> None:
    document = only("a: 1\nb: 2\na: 3\n")
    assert plain(document.root) == {"a": 3, "b": 2}
    assert document.problems == [
        Problem(Span("a.yaml", 3, 1), "The key 'a' occurs twice in one mapping; the last one is used.")
    ]


def test_a_collection_is_no_key() -> None:
    document = only("? [a, b]\n: 1\nc: 2\n")
    assert plain(document.root) == {"c": 2}
    assert document.problems == [Problem(Span("a.yaml", 1, 3), "A key has to be text here, not a collection.")]


def test_keys_are_text_whatever_they_look_like() -> None:
    assert plain(only("8080: a\ntrue: b\n~: c\n").root) == {"8080": "a", "true": "b", "~": "c"}


def test_merge_keys_add_what_is_not_there() -> None:
    document = only(
        """
        x: &one {a: 1, b: 1}
        y: &two {b: 2, c: 2}
        both: {<<: [*one, *two], a: 0}
        nested: {<<: {<<: *two, d: 4}}
        quoted: {"<<": 1}
        """
    )
    assert plain(document.root) == {
        "x": {"a": 1, "b": 1},
        "y": {"b": 2, "c": 2},
        "both": {"a": 0, "b": 1, "c": 2},
        "nested": {"d": 4, "b": 2, "c": 2},
        "quoted": {"<<": 1},
    }
    assert document.problems == []


@pytest.mark.parametrize("value", ["1", "[1]", "[{a: 1}, x]"])
def test_a_merge_key_takes_mappings_alone(value: str) -> None:
    document = only(f"<<: {value}\nb: 2\n")
    assert plain(document.root) == {"b": 2}
    assert document.problems == [
        Problem(Span("a.yaml", 1, 5), "A merge key (<<) takes a mapping or a list of mappings.")
    ]


def test_an_alias_stands_where_its_anchor_stands() -> None:
    root = only("a: &x\n  b: 1\nc: *x\n").root
    c = root.at("c", "b")
    assert c is not None
    assert c.span == Span("a.yaml", 2, 6)


# -- what is refused ---------------------------------------------------------------------------------------------------


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    began = time.perf_counter()
    found = problems(bomb)
    assert time.perf_counter() - began < 0.5
    assert found == ["5:4 Aliases expand this to more than 10000 values; it is refused unread."]


def test_an_alias_of_its_own_parent_is_refused() -> None:
    assert problems("a: &a\n  b: *a\n") == ["1:4 An alias here contains itself; it is refused unread."]


@pytest.mark.parametrize("aliases", ["", "x: &x 1\ny: *x\n"])
@pytest.mark.parametrize("opening", ["{a: ", "["])
def test_deep_nesting_is_refused(opening: str, aliases: str) -> None:
    closing = "}" if opening[0] == "{" else "]"
    fine, deep = (f"{aliases}z: {opening * n}1{closing * n}\n" for n in (8, 12))
    limits = Limits(depth=10)
    assert problems(fine, limits=limits) == []
    (found,) = problems(deep, limits=limits)
    assert found.endswith(" This is nested more than 10 levels deep; it is refused unread.")


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_beyond_what_the_parser_bears_is_refused_by_counting(opening: str) -> None:
    (found,) = problems(opening * 50_000)
    assert found.endswith(" This is nested more than 100 levels deep; it is refused unread.")


def test_many_brackets_side_by_side_are_read() -> None:
    document = only("a: [" + ", ".join(["[]"] * 6_000) + "]\n")
    a = document.root.child("a")
    assert a is not None
    assert (document.problems, len(list(a.elements()))) == ([], 6_000)


def test_a_mistake_among_many_brackets_has_its_place() -> None:
    (found,) = problems("[" + "[], " * 6_000 + "\n}")
    assert found.startswith("2:1 This is no valid YAML: ")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: 1\nb: caf\xe9\n", "2:7 Byte 0xe9 is no UTF-8; save the file as UTF-8 text."),
        ("a: 1\n".encode("utf-16"), "1:1 The file is binary or UTF-16; save it as UTF-8 text."),
        (b"a: \0\n", "1:1 The file is binary, no YAML or JSON."),
        (b"a: @b\n", "1:4 This is no valid YAML: found character that cannot start any token while scanning for the next token."),
        (b"a: b: c\n", "1:5 This is no valid YAML: mapping values are not allowed in this context."),
        (b"a: *nowhere\n", "1:4 This is no valid YAML: found undefined alias."),
        (b"a: \x01\n", "1:1 This is no valid YAML: control characters are not allowed."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_with_its_place(data: bytes, message: str) -> None:
    (document,) = read_yaml("a.yaml", data, LIMITS)
    assert [f"{p.span.line}:{p.span.column} {p.message}" for p in document.problems] == [message]


def test_the_garbage_collector_runs_again_afterwards() -> None:
    assert gc.isenabled()
    read("a: [")
    assert gc.isenabled()
    gc.disable()
    try:
        read("a: 1")
        assert not gc.isenabled()
    finally:
        gc.enable()


# -- JSON --------------------------------------------------------------------------------------------------------------


def test_json_is_read_with_places() -> None:
    document = only('{\n  "a": [1, 2.5, null, true],\n\t"b": "c\\/d"\n}\n', "a.json")
    b = document.root.child("b")
    assert b is not None
    assert (document.problems, plain(document.root)) == ([], {"a": [1, 2.5, None, True], "b": "c/d"})
    assert b.span == Span("a.json", 3, 7)


def test_json_that_is_no_yaml_is_read_without_places() -> None:
    content = {"a": "\U0001f600", "b": [{"c": None}, 1, True]}
    document = only(json.dumps(content), "a.json")
    a = document.root.child("a")
    assert a is not None
    assert (document.problems, plain(document.root), a.span) == ([], content, Span("a.json", 1, 1))


def test_a_mistake_in_json_is_said() -> None:
    (found,) = problems('{"a": 1,\n "b": ]}', "a.json")
    assert found.startswith("2:7 This is no valid YAML: ")
