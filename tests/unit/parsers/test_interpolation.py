import pytest

from archcheck.parsers.interpolation import Missing, TemplateError, substitute

VALUES = {"SET": "value", "EMPTY": "", "A1_b": "x"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("$SET", "value"),
        ("${SET}!", "value!"),
        ("$A1_b-", "x-"),
        ("${EMPTY:-d}", "d"),
        ("${EMPTY-d}", ""),
        ("${NOT-d}", "d"),
        ("${NOT:-${ALSO:-${SET}}}", "value"),
        ("${SET:+yes}${EMPTY:+no}${EMPTY+set}${NOT+no}", "yesset"),
        ("${SET:?message}${EMPTY?message}", "value"),
        ("${NOT:-{a}}", "{a}"),
        ("$$SET $${SET} $", "$SET ${SET} $"),
        ("$5 $(x)", "$5 $(x)"),
        ("${NOT:-a:-b?c}", "a:-b?c"),
    ],
)
def test_variables_are_replaced(text: str, expected: str) -> None:
    assert substitute(text, VALUES.get) == expected


def test_missing_variables_are_noted_only_where_they_are_needed() -> None:
    missing = Missing()
    assert substitute("${SET:-${UNUSED}}${NOT}$ALSO${MUST:?m}${EMPTY:?m}", VALUES.get, missing) == "value"
    assert missing == Missing(["NOT", "ALSO"], ["MUST", "EMPTY"], missing.room)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("${}", "A ${ here is followed by no name of a variable."),
        ("${1}", "A ${ here is followed by no name of a variable."),
        ("${A:-b", "A ${ here is not closed."),
        ("${A!b}", "The variable A is followed by something that is no operator."),
        ("${A:-" * 60 + "}" * 60, "Variables are nested more than 40 deep."),
    ],
)
def test_what_is_no_variable_is_an_error(text: str, message: str) -> None:
    with pytest.raises(TemplateError) as caught:
        substitute(text, VALUES.get)
    assert str(caught.value) == message


def test_values_that_add_up_to_too_much_are_refused() -> None:
    with pytest.raises(TemplateError, match="add up to too many characters"):
        substitute("$A" * 100, {"A": "x" * 100_000}.get)
