"""API documents are validated with places, and nothing but the tree is read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archcheck.model.errors import SourceError
from archcheck.model.node import Document, Node, Problem
from archcheck.model.span import Span
from archcheck.parsers.openapi import validation
from archcheck.parsers.openapi.reader import read_contract
from archcheck.parsers.openapi.validation import MAX_MESSAGES, validate_contract, validated
from archcheck.sources.limits import DEFAULT_LIMITS
from archcheck.sources.tree import SourceTree
from archcheck.sources.yaml_reader import read_yaml

pytest.importorskip("openapi_spec_validator")
FIXTURES = Path(__file__).parents[4] / "fixtures" / "openapi"
HEAD = "openapi: 3.0.3\ninfo: {title: A, version: '1'}\n"


def parse(text: str, path: str = "api.yaml") -> Document:
    return read_yaml(path, text.encode(), DEFAULT_LIMITS)[0]


def nothing(_path: str, _span: Span) -> Document | None:
    return None


def messages(text: str) -> list[str]:
    return [message for _, message in validate_contract(parse(text), nothing)]


@pytest.mark.parametrize("path", ["orders-v2.json", "payments.yaml", "split/openapi.yaml", "search-v3.2.yaml"])
def test_valid_documents_have_no_messages(path: str) -> None:
    tree = SourceTree(FIXTURES)

    def fetch(other: str, span: Span) -> Document | None:
        try:
            return tree.documents(other, span)[0]
        except SourceError:
            return None

    document = tree.documents(path)[0]
    contract = read_contract(document, fetch)
    assert validated(contract, document, fetch) == contract
    assert document.problems == []


def test_errors_stand_where_the_offending_value_does() -> None:
    text = HEAD + "paths:\n  /a:\n    get:\n      responses:\n        '200': {}\n    gett: {}\n"
    assert validate_contract(parse(text), nothing) == (
        (Span("api.yaml", 5, 5), "There are keys that the specification does not know in /a: gett."),
        (Span("api.yaml", 7, 16), "The key description is required in 200."),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("openapi: 3.0.3\ninfo: {title: A}\npaths: {}\n", "The key version is required in info."),
        ("openapi: 3.0.3\ninfo: {title: 7, version: '1'}\npaths: {}\n", "A value of type string is expected in title."),
        (HEAD + "paths: {}\nservers: x\n", "A value of type array is expected in servers."),
        (
            HEAD + "paths: {/a: {get: {responses: {}}}}\n",
            "The value is empty or too short in responses.",
        ),
        (
            HEAD + "paths: {/a: {get: {responses: {$ref: '#/no'}}}}\n",
            "The reference #/no leads nowhere.",
        ),
        (HEAD + "paths: {/a: {$ref: '#/paths/~1a'}}\n", "The reference #/paths/~1a leads back to itself."),
        (
            HEAD + "paths: {}\ncomponents: {securitySchemes: {s: {type: http}}}\n",
            "The key scheme is required in s.",
        ),
        (
            "swagger: '2.0'\ninfo: {title: A, version: '1'}\npaths: {}\nhost: 'a b/'\n",
            "The value does not have the form",
        ),
        (
            HEAD + "paths: {}\ntags: [{name: a}, {name: 3}]\n",
            "A value of type string is expected in name.",
        ),
        (
            HEAD + "paths: {}\ncomponents: {schemas: {A: {required: [a, a]}}}\n",
            "There are equal entries in a list of different ones in required.",
        ),
        (HEAD + "paths: {}\ncomponents: {securitySchemes: {s: {type: odd}}}\n", "One of "),
        (
            HEAD + "paths: {}\ncomponents: {schemas: {A: {multipleOf: 0}}}\n",
            "The rule minimum of the specification is broken in multipleOf.",
        ),
        (
            HEAD + "paths: {}\ncomponents: {schemas: {A: {type: integer, default: geheim}}}\n",
            "A value of type integer is expected.",
        ),
        ("openapi: 3.7.0\n", "No specification of this version is known to the validator."),
    ],
)
def test_messages_are_sentences_without_values(text: str, message: str) -> None:
    assert any(found.startswith(message) for found in messages(text)), messages(text)


def test_errors_in_lists_stand_at_their_entry() -> None:
    text = HEAD + "paths: {}\ntags:\n  - {name: a}\n  - {name: 3}\n"
    assert [span for span, _ in validate_contract(parse(text), nothing)] == [Span("api.yaml", 6, 12)]


def _nodes(root: Node) -> Iterator[Node]:
    yield root
    for child in root.value.values() if isinstance(root.value, dict) else root.elements():
        yield from _nodes(child)


@pytest.mark.parametrize("wrong", [[], {}, "text", 7, None])
def test_a_wrong_shape_anywhere_is_no_crash(wrong: list[Node] | dict[str, Node] | str | int | None) -> None:
    text = HEAD + (
        "servers: [{url: '/{v}', variables: {v: {default: x}}}]\nsecurity: [{k: []}]\n"
        "paths: {/a: {get: {operationId: a, parameters: [{name: p, in: query, schema: {type: string, default: d}}],"
        " responses: {'200': {$ref: '#/components/responses/R'}}}}}\n"
        "components: {responses: {R: {description: d, content: {a/b: {schema: {allOf: [{required: [x]}]}}}}},"
        " securitySchemes: {k: {type: http, scheme: basic}}}\n"
    )
    for index in range(sum(1 for _ in _nodes(parse(text).root))):
        document = parse(text)
        list(_nodes(document.root))[index].value = wrong
        contract = read_contract(document, nothing)
        validated(contract, document, nothing)


def test_operation_ids_are_unique_and_path_parameters_declared() -> None:
    text = (
        HEAD + "paths:\n"
        "  /a/{id}:\n    get:\n      operationId: x\n      responses: {'200': {description: d}}\n"
        "  /b:\n    get:\n      operationId: x\n      responses: {'200': {description: d}}\n"
    )
    assert validate_contract(parse(text), nothing) == (
        (Span("api.yaml", 5, 5), "Path parameter 'id' for 'get' operation in '/a/{id}' was not resolved."),
        (Span("api.yaml", 9, 5), "Operation ID 'x' for 'get' in '/b' is not unique."),
    )


def test_a_remote_reference_is_never_requested() -> None:
    text = HEAD + "paths: {/a: {$ref: 'http://127.0.0.1:1/a.yaml'}, /b: {$ref: 'ftp://x/y'}}\n"
    assert validate_contract(parse(text), nothing) == ()


def test_the_validators_library_opens_nothing_itself() -> None:
    handlers = validation._Handlers(parse(HEAD, "sub/api.yaml"), nothing)
    assert "gopher" in handlers
    assert (list(handlers), len(handlers)) == (["file"], 1)
    for url in ("http://127.0.0.1:1/x", "gopher://x", "file:///etc/passwd", "file:///../etc/passwd"):
        with pytest.raises(LookupError):
            handlers["x"](url)


def test_messages_are_limited_and_ordered() -> None:
    paths = "".join(f"  /p{number}: {{get: {{}}}}\n" for number in range(50))
    found = validate_contract(parse(f"{HEAD}paths:\n{paths}"), nothing)
    assert len(found) == MAX_MESSAGES
    assert list(found) == sorted(found)


def test_where_the_validators_walk_stumbles_it_is_remarked() -> None:
    document = parse(
        HEAD + "paths: {}\ncomponents:\n  schemas:\n    Tree:\n      required: [x]\n"
        "      allOf: [{$ref: '#/components/schemas/Tree'}]\n      items: {$ref: '#/components/schemas/Tree'}\n"
    )
    validate_contract(document, nothing)
    assert [(p.message, p.unjudged) for p in document.problems] == [
        ("Validation stopped before the end of the document (RecursionError).", False)
    ]


def test_without_the_validator_it_is_said_that_nothing_was_validated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "can_validate", lambda: False)
    document = parse(HEAD + "paths: 3\n")
    contract = read_contract(document, nothing)
    document.problems.clear()
    assert validated(contract, document, nothing) == contract
    assert document.problems == [
        Problem(
            Span("api.yaml", 1, 1),
            "The API document is not validated: openapi-spec-validator is not installed (archcheck[openapi]).",
            unjudged=False,
        )
    ]
