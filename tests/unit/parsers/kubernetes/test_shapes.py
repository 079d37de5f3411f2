import pytest

from archcheck.parsers.kubernetes.shapes import host_and_port, integer_or_text, mappings, text_map, texts
from archcheck.sources.reader import read_documents


def test_items_of_another_shape_are_reported_and_left_out() -> None:
    document = read_documents("m.yaml", b"list: [{a: 1}, x]\nwords: [a, ~, 2, [b]]\nmap: {a: 1, b: null, c: []}\n")[0]
    root = document.root
    assert [item.text("a") for item in mappings(root, "list")] == ["1"]
    assert [text for text, _ in texts(root, "words")] == ["a", "2"]
    assert text_map(root, "map") == {"a": "1", "b": ""}
    assert [(p.span.line, p.message) for p in document.problems] == [
        (1, "An item of list should be a mapping, not text."),
        (2, "A single value is expected here, not a list."),
        (3, "A single value is expected here, not a list."),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("80", 80), ("'80'", 80), ("http", "http"), ("''", None), ("-1", "-1"), ("1" * 30, "1" * 30), ("[80]", None)],
)
def test_numbers_or_names(text: str, expected: int | str | None) -> None:
    assert integer_or_text(read_documents("m.yaml", f"v: {text}".encode())[0].root, "v") == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("orders:80", ("orders", 80)),
        ("orders", ("orders", None)),
        ("orders:http", ("orders:http", None)),
        ("::1", ("::1", None)),
    ],
)
def test_host_and_port(address: str, expected: tuple[str, int | None]) -> None:
    assert host_and_port(address) == expected
