from archcheck.model.node import Document, Problem
from archcheck.model.span import Span
from archcheck.parsers.compose.env_file import read_env_file, read_raw_env_file


def read(text: str, **outside: str) -> tuple[dict[str, object], list[Problem]]:
    document = Document(".env")
    nodes = read_env_file(document, text, outside.get)
    return {name: node.value for name, node in nodes.items()}, document.problems


def test_values_of_every_form_are_read() -> None:
    text = """# comment
A=plain value  # comment
export B="double \\"$A\\" \\$A\\tend"
C: yaml
D='single $A \\n it\\'s'
E=
F="two
lines"
G=a#b
"""
    assert read(text) == (
        {
            "A": "plain value",
            "B": 'double "plain value" $A\tend',
            "C": "yaml",
            "D": "single $A \\n it's",
            "E": "",
            "F": "two\nlines",
            "G": "a#b",
        },
        [],
    )


def test_a_name_alone_takes_its_value_from_outside() -> None:
    assert read("KNOWN\nUNKNOWN\nLAST", KNOWN="1", LAST="2") == ({"KNOWN": "1", "LAST": "2"}, [])


def test_variables_from_outside_win_over_the_file() -> None:
    assert read("A=1\nB=$A", A="2") == ({"A": "1", "B": "2"}, [])


def test_values_know_their_places() -> None:
    nodes = read_env_file(Document("x.env"), "\n# c\nA=1\n  export B = 'x'\n", {}.get)
    assert [(str(n.key_span), str(n.span)) for n in nodes.values()] == [
        ("x.env:3:1", "x.env:3:3"),
        ("x.env:4:10", "x.env:4:14"),
    ]


def test_what_is_no_assignment_is_reported_and_the_rest_is_read() -> None:
    assert read("this is none\nA=1\nB='open\nC=2\n!x=1") == (
        {"A": "1", "C": "2"},
        [
            Problem(Span(".env", 1, 1), "This line is no NAME=value; it is left out."),
            Problem(Span(".env", 3, 3), "The quoted value of B is not closed; it is left out."),
            Problem(Span(".env", 5, 1), "This line is no NAME=value; it is left out."),
        ],
    )


def test_missing_variables_are_told() -> None:
    assert read("A=${X}\nB=${Y?}\nC=${\n") == (
        {"A": "", "B": "", "C": "${"},
        [
            Problem(Span(".env", 1, 3), "The variable X is not set; it counts as empty.", unjudged=False),
            Problem(Span(".env", 2, 3), "The variable Y is required and not set; it counts as empty."),
            Problem(
                Span(".env", 3, 3),
                "C: A ${ here is followed by no name of a variable. A plain dollar sign is written $$.",
            ),
        ],
    )


def test_values_that_double_each_other_are_refused() -> None:
    text = "A0=0123456789\n" + "".join(f"A{n + 1}=$A{n}$A{n}\n" for n in range(60))
    values, problems = read(text)
    assert sum(len(str(value)) for value in values.values()) < 5_000_000
    assert problems


def test_raw_files_keep_quotes_and_dollars() -> None:
    nodes = read_raw_env_file(Document("x"), '# c\nA="x" $B # kept\r\n\nKNOWN\nUNKNOWN\n', {"KNOWN": "1"}.get)
    assert {name: node.value for name, node in nodes.items()} == {"A": '"x" $B # kept', "KNOWN": "1"}
