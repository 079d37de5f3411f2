import pytest

from archcheck.parsers.shell_words import shell_words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", ()),
        ("run  --a=b\tc", ("run", "--a=b", "c")),
        ("""'one two' "three 'four'" a\\ b ''""", ("one two", "three 'four'", "a b", "")),
        ("sh -c 'a | b' && never", ("sh", "-c", "a | b")),
        ("run 2>&1", ("run",)),
        ("run x> y", ("run", "x")),
        ("echo $(date +%s) `a b`", ("echo", "$(date +%s)", "`a b`")),
        ("say 'not closed", ("say", "not closed")),
        ("ends\\", ("ends",)),
    ],
)
def test_words_are_those_of_compose(line: str, words: tuple[str, ...]) -> None:
    assert shell_words(line) == words


def test_assignments_may_hold_operators() -> None:
    assert shell_words("A=x&y B=1;2", operators=False) == ("A=x&y", "B=1;2")
