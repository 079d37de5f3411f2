import pytest

from archcheck.parsers.kubernetes.quantities import duration_s, quantity, quotient, seconds
from archcheck.sources.reader import read_documents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("500m", 0.5),
        ("0.5", 0.5),
        ("2", 2.0),
        ("128Mi", 134217728.0),
        ("1G", 1e9),
        ("64k", 64e3),
        ("1e3", 1000.0),
        ("12E", 12e18),
        (".5Gi", 536870912.0),
        ("100n", 1e-7),
    ],
)
def test_quantities(text: str, expected: float) -> None:
    document = read_documents("m.yaml", f"v: {text}".encode())[0]
    assert quantity(document.root, "v") == expected
    assert document.problems == []


@pytest.mark.parametrize("text", ["many", "1.2.3", "5Zi", "[1]", "''", "1" * 60])
def test_what_is_no_quantity_is_reported(text: str) -> None:
    document = read_documents("m.yaml", f"v: {text}".encode())[0]
    assert quantity(document.root, "v") is None
    assert [problem.span.column for problem in document.problems] == [4]


def test_an_absent_quantity_is_none() -> None:
    assert quantity(read_documents("m.yaml", b"a: 1")[0].root, "v") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1m30s", 90.0),
        ("300ms", 0.3),
        ("1.5h", 5400.0),
        ("10", 10.0),
        ("2.5", 2.5),
        ("1d", 86400.0),
        ("5us", 5e-6),
        ("10s ", 10.0),
        ("", None),
        ("soon", None),
        ("5 s", None),
        ("1.2.3s", None),
    ],
)
def test_durations(text: str, expected: float | None) -> None:
    assert seconds(text) == expected


def test_a_wrong_duration_is_reported_and_infinity_is_none() -> None:
    document = read_documents("m.yaml", b"{a: soon, b: infinity, c: 5s}")[0]
    assert [duration_s(document.root, key) for key in "abcd"] == [None, None, 5.0, None]
    assert [problem.message for problem in document.problems] == ["A duration such as 5s or 300ms is expected here."]


def test_a_quotient_is_rounded_and_absurd_counts_are_none() -> None:
    assert [quotient(10, 60), quotient(None, 1), quotient(10**400, 2)] == [0.166667, None, None]
