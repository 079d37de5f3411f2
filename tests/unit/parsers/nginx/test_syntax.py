"""nginx syntax is read with places, and what is broken is told."""

import pytest

from archcheck.model.span import Span
from archcheck.parsers.nginx.syntax import MAX_DEPTH, Directive, Token, parse_nginx


def parse(text: str, first_line: int = 1) -> tuple[list[Directive], list[tuple[Span, str]]]:
    problems: list[tuple[Span, str]] = []
    tree = parse_nginx("n.conf", text, first_line, lambda span, message: problems.append((span, message)))
    return tree, problems


def test_blocks_quotes_and_comments() -> None:
    tree, problems = parse('a 1 "two \\" x" \'three\nlines\'; # end }\nb{c;d ${X}y;}', first_line=5)
    assert problems == []
    assert tree == [
        Directive("a", (Token("1", 5, 3), Token('two " x', 5, 5), Token("three\nlines", 5, 16)), 5, 1, None),
        Directive("b", (), 7, 1, [Directive("c", (), 7, 3, None), Directive("d", (Token("${X}y", 7, 7),), 7, 5, None)]),
    ]


def test_lua_is_skipped() -> None:
    tree, problems = parse("content_by_lua_block {\n if x then { 'a;b' } end\n}\nlisten 80;")
    assert problems == []
    assert [(d.name, d.line, d.block) for d in tree] == [("content_by_lua_block", 1, []), ("listen", 4, None)]


@pytest.mark.parametrize(
    ("text", "kept", "problem"),
    [
        ("a 1;\nb 2", ["a"], (Span("n.conf", 2, 1), "The directive b is not ended by a semicolon.")),
        ("a {\n b 1;\n", ["a"], (Span("n.conf", 1, 1), "The block a is not closed.")),
        ("a 1; }\nb 2;", ["a"], (Span("n.conf", 1, 6), "This bracket closes no block; the rest is not read.")),
        ("a { b }", ["a"], (Span("n.conf", 1, 5), "The directive b is not ended by a semicolon.")),
        (
            "a 1; { b; }",
            ["a"],
            (Span("n.conf", 1, 6), "A block without a name is no nginx configuration; the rest is not read."),
        ),
        ('a 1; b "x', ["a"], (Span("n.conf", 1, 8), "A quote or a backslash here does not end; the rest is not read.")),
        ("x_by_lua_block { {", ["x_by_lua_block"], (Span("n.conf", 1, 1), "The block x_by_lua_block is not closed.")),
    ],
)
def test_broken_text_is_a_problem_and_what_came_before_is_kept(
    text: str, kept: list[str], problem: tuple[Span, str]
) -> None:
    tree, problems = parse(text)
    assert [d.name for d in tree] == kept
    assert problems[0] == problem


def test_endless_nesting_is_refused() -> None:
    _, problems = parse("a {" * 5000)
    assert problems[0] == (
        Span("n.conf", 1, 3 * (MAX_DEPTH + 1)),
        f"Blocks nest more than {MAX_DEPTH} levels deep; the rest is not read.",
    )


@pytest.mark.parametrize(
    "text", ['"' * 20000, "${" * 20000, "\\" * 20001, "{{" * 20000, "a" * 50000, "x {\n" * 40 + "'" * 9999]
)
def test_hostile_text_is_read_in_linear_time(text: str) -> None:
    parse(text)
