"""Short forms for what a verdict's reason says."""

import pytest

from archcheck.model.architecture import Dependency, DependencyType
from archcheck.model.run import StaticVerdict, Verdict
from archcheck.practices.reasons import edges, failed, listed, not_applicable, passed, unknown


@pytest.mark.parametrize(
    ("names", "phrase"),
    [
        ([], "none"),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (list("abcde"), "a, b, c, d and e"),
        (list("abcdefg"), "a, b, c, d, e and 2 more"),
    ],
)
def test_names_as_a_phrase(names: list[str], phrase: str) -> None:
    assert listed(names) == phrase


def test_dependencies_as_a_phrase() -> None:
    assert edges([Dependency(a, b, DependencyType.SYNC) for a, b in ("ab", "cd")]) == "a -> b and c -> d"


def test_verdicts() -> None:
    assert passed("Good.") == StaticVerdict(Verdict.PASS, "Good.")
    assert failed("Bad.") == StaticVerdict(Verdict.FAIL, "Bad.")
    assert unknown("Open.", "Do it.") == StaticVerdict(Verdict.UNKNOWN, "Open.", "Do it.")
    assert not_applicable("Nothing.") == StaticVerdict(Verdict.NOT_APPLICABLE, "Nothing.")
