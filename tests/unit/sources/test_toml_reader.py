"""TOML to documents: values, the places where their keys are written, mistakes."""

from textwrap import dedent

import pytest

from archcheck.model.node import Node, Problem
from archcheck.model.span import Span
from archcheck.sources.reader import read_documents
from archcheck.sources.toml_reader import read_toml

TEXT = """
title = "x"
[http.routers.shop]
rule = "Host(`a`)"  # rule = no
service = "shop"
weight = 2
[http.services.shop.loadBalancer]
passHostHeader = true
[[http.services.shop.loadBalancer.servers]]
url = "http://shop-1"
[[http.services.shop.loadBalancer.servers]]
url = "http://shop-2"
[extra]
inline = {"a.b" = 1.5, since = 2024-01-01}
"""


def plain(node: Node) -> object:
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return node.value


def test_values_are_read() -> None:
    document = read_toml("a.toml", dedent(TEXT).encode())
    assert document.problems == []
    assert plain(document.root) == {
        "title": "x",
        "http": {
            "routers": {"shop": {"rule": "Host(`a`)", "service": "shop", "weight": 2}},
            "services": {
                "shop": {
                    "loadBalancer": {
                        "passHostHeader": True,
                        "servers": [{"url": "http://shop-1"}, {"url": "http://shop-2"}],
                    }
                }
            },
        },
        "extra": {"inline": {"a.b": 1.5, "since": "2024-01-01"}},
    }


@pytest.mark.parametrize(
    ("keys", "line", "column"),
    [
        (("title",), 2, 1),
        (("http", "routers", "shop"), 3, 15),
        (("http", "routers", "shop", "rule"), 4, 1),
        (("http", "services", "shop", "loadBalancer"), 7, 21),
        (("http", "services", "shop", "loadBalancer", "passHostHeader"), 8, 1),
        (("extra", "inline"), 14, 1),
        (("extra", "inline", "a.b"), 14, 11),
    ],
)
def test_a_value_stands_where_its_key_is_written(keys: tuple[str, ...], line: int, column: int) -> None:
    node = read_toml("a.toml", dedent(TEXT).encode()).root.at(*keys)
    assert node is not None
    assert (node.span, node.key_span) == (Span("a.toml", line, column), Span("a.toml", line, column))


def test_each_table_of_an_array_has_its_own_place() -> None:
    servers = read_toml("a.toml", dedent(TEXT).encode()).root.at("http", "services", "shop", "loadBalancer", "servers")
    assert servers is not None
    urls = [node for item in servers.elements() if (node := item.child("url"))]
    assert [(plain(u), u.span.line) for u in urls] == [("http://shop-1", 10), ("http://shop-2", 12)]


def test_a_key_that_is_not_found_stands_where_its_table_stands() -> None:
    node = read_toml("a.toml", b'x = 1\n"a\\u0062c" = 2\n').root.child("abc")
    assert node is not None
    assert (node.span, node.key_line) == (Span("a.toml", 1, 1), 0)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"a = 1\nb = = 2\n", Problem(Span("a.toml", 2, 5), "This is no valid TOML: Invalid value (at line 2, column 5).")),
        (b"a = 1\na = 2", Problem(Span("a.toml"), "This is no valid TOML: Cannot overwrite a value (at end of document).")),
        (b"a = '\xff'", Problem(Span("a.toml"), "The file is no UTF-8 text.")),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_a_problem(data: bytes, problem: Problem) -> None:
    (document,) = read_documents("a.toml", data)
    assert (document.problems, document.root.value) == ([problem], None)


def test_deep_nesting_is_refused() -> None:
    (document,) = read_documents("a.toml", b"a = " + b"[" * 5_000 + b"]" * 5_000)
    assert document.problems == [
        Problem(Span("a.toml"), "This is nested more than 100 levels deep; it is refused unread.")
    ]


def test_a_byte_order_mark_moves_nothing() -> None:
    node = read_toml("a.toml", b"\xef\xbb\xbfa = 1\r\nb = 2\r\n").root.child("b")
    assert node is not None
    assert node.span == Span("a.toml", 2, 1)


@pytest.mark.parametrize("data", [b"a" + b".a" * 5_000 + b" = 1", b"[" + b"a." * 5_000 + b"a]"])
def test_long_dotted_keys_are_refused_as_nesting(data: bytes) -> None:
    (document,) = read_documents("a.toml", data)
    assert [p.message for p in document.problems] == ["This is nested more than 100 levels deep; it is refused unread."]


def test_keys_of_long_lines_stand_where_their_table_stands() -> None:
    node = read_toml("a.toml", b"t = {" + b"k = '" + b"x" * 2_000 + b"'}").root.at("t", "k")
    assert node is not None
    assert (node.span, node.key_line) == (Span("a.toml"), 0)


def test_tables_inside_an_element_of_a_list_belong_to_that_element() -> None:
    text = b"[[a]]\n[a.b]\nc = 1\n[[a]]\n[a.b]\nc = 2\n"
    root = read_toml("a.toml", text).root
    assert [node.span.line for item in root.sequence("a") if (node := item.at("b", "c"))] == [3, 6]
