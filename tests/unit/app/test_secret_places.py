import pytest

from archcheck.app.secret_places import SecretPlaces
from archcheck.sources.reader import read_documents


def shown(text: str) -> str:
    """Return a text with every line as it is shown."""
    lines = text.splitlines()
    places = SecretPlaces(read_documents("a.yaml", text.encode()), lines)
    return "\n".join(places.hide(number, line) for number, line in enumerate(lines, 1)) + "\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("password: x\nuser: x\n", "password: ***\nuser: x\n"),
        ("password: 'x'\n", "password: '***'\n"),
        ('password: "a\\nb"\nnext: 1\n', "password: ***\nnext: 1\n"),
        ("a: {password: xyz, token: abc, user: u}\n", "a: {password: ***, token: ***, user: u}\n"),
        ("pin_token: 0123\n", "pin_token: ***\n"),
        ("token: null\nsecret: true\npassword:\n", "token: null\nsecret: true\npassword:\n"),
        ("password: ${X}\n", "password: ${X}\n"),
        ("token: &t abc\nother: *t\n", "token: ***\nother: *t\n"),
        ("key_secret: |\n  a\n\n  b\nnext: 1\n", "key_secret: |\n  ***\n\n  ***\nnext: 1\n"),
        ("key_secret: >-\n  a\n  b\n---\nnext: 1\n", "key_secret: ***\n  ***\n  ***\n---\nnext: 1\n"),
        ('key_secret: "a\n  b"\nnext: 1\n', "key_secret: ***\n  ***\nnext: 1\n"),
        (
            "- name: A_TOKEN\n  value: x\n- {name: A, value: x}\n",
            "- name: A_TOKEN\n  value: ***\n- {name: A, value: x}\n",
        ),
        ("- --password\n- x\n- --user\n- y\n", "- --password\n- ***\n- --user\n- y\n"),
        ("- --password=x\n- y\n", "- --password=x\n- y\n"),
        (
            "kind: Secret\ndata: {a: eA==}\nstringData:\n  b: x\n",
            "kind: Secret\ndata: {a: ***}\nstringData:\n  b: ***\n",
        ),
        (
            "kind: List\nitems:\n- kind: Secret\n  data: {a: eA==}\n",
            "kind: List\nitems:\n- kind: Secret\n  data: {a: ***}\n",
        ),
        ("kind: ConfigMap\ndata: {a: x}\n", "kind: ConfigMap\ndata: {a: x}\n"),
        (
            "secrets: {a: {content: x}}\nconfigs: {a: {content: x}}\n",
            "secrets: {a: {content: ***}}\nconfigs: {a: {content: x}}\n",
        ),
    ],
)
def test_secrets_are_hidden_where_the_tree_says_so(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_in_a_file_that_cannot_be_read_the_lines_tell() -> None:
    text = (
        "a:\n  PRIVATE_KEY: |\n    x\n      y\n  port: 1\n  env:\n  - name: A_TOKEN\n    value: x\n"
        "  - --password\n  - x\n- a: b: c\n"
    )
    assert shown(text) == (
        "a:\n  PRIVATE_KEY: |\n    ***\n      ***\n  port: 1\n  env:\n  - name: A_TOKEN\n    ***\n"
        "  - --password\n  ***\n- a: b: c\n"
    )
