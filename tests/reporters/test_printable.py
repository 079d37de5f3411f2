import pytest

from archcheck.reporters.printable import clipped, display_width, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("orders-1", "orders-1"),
        ("Bestellübersicht 漢", "Bestellübersicht 漢"),
        ("a\nb\rc\td", "a\\nb\\rc\\td"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x9b2J", "\\x9b2J"),
        ("\x00\x7f", "\\x00\\x7f"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("a\u200bb", "a\\u200bb"),
        ("\udcff", "\\udcff"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_control_and_invisible_characters_become_visible(text: str, shown: str) -> None:
    assert printable(text) == shown


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("é", 1), ("e\u0301", 1), ("漢字", 4)])
def test_width_counts_columns(text: str, columns: int) -> None:
    assert display_width(text) == columns


@pytest.mark.parametrize(
    ("text", "columns", "shown"),
    [("abcdef", 6, "abcdef"), ("abcdefg", 6, "abc..."), ("漢漢漢漢", 6, "漢..."), ("漢漢", 3, "...")],
)
def test_long_text_is_cut_at_its_end(text: str, columns: int, shown: str) -> None:
    assert clipped(text, columns) == shown
