import pytest

from archcheck.checks.wording import counted, listed


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcde"), "a, b and 3 more"),
    ],
)
def test_names_in_a_sentence(names: list[str], text: str) -> None:
    assert listed(names, most=3) == text


def test_numbers_with_their_noun() -> None:
    assert [counted(1, "route"), counted(2, "route"), counted(0, "policy", "policies")] == [
        "1 route",
        "2 routes",
        "0 policies",
    ]
