"""Lengths of time."""

import pytest

from archcheck.model.node import Document, Node
from archcheck.parsers.time_span import node_seconds, seconds


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("90", 90.0),
        ("0.25s", 0.25),
        (".5s", 0.5),
        ("1m30s", 90.0),
        ("1h 30m", 5400.0),
        ("250ms", 0.25),
        ("100us", 0.0001),
        ("1d", 86400.0),
        ("1M", 2592000.0),
        ("0s", 0.0),
        ("", None),
        ("soon", None),
        ("5x", None),
        ("-1s", None),
        ("1" * 5000, None),
    ],
)
def test_lengths_are_seconds(text: str, length: float | None) -> None:
    assert seconds(text) == length


@pytest.mark.parametrize(
    ("value", "unit_s", "length", "problems"),
    [
        (5000, 0.001, 5.0, []),
        ("5s", 0.001, 5.0, []),
        (2, 1.0, 2.0, []),
        ("${TIMEOUT}", 1.0, None, []),
        ("soon", 1.0, None, ["A length of time is expected here, such as 30s."]),
        ([], 1.0, None, ["A single value is expected here, not a list."]),
    ],
)
def test_nodes_hold_lengths(
    value: str | int | list[Node], unit_s: float, length: float | None, problems: list[str]
) -> None:
    document = Document("x.yml")
    assert node_seconds(Node(value, document, 1, 1), unit_s) == length
    assert [p.message for p in document.problems] == problems


def test_nothing_is_no_length() -> None:
    assert node_seconds(None) is None
