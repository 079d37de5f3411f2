"""API documents are read, references across files included."""

from pathlib import Path

import pytest

from archcheck.model.errors import SourceError
from archcheck.model.facts import ApiContract, ApiOperation, ApiServer
from archcheck.model.node import Document, Problem
from archcheck.model.span import Span
from archcheck.parsers.openapi.reader import is_openapi, read_contract
from archcheck.sources.limits import DEFAULT_LIMITS
from archcheck.sources.tree import SourceTree
from archcheck.sources.yaml_reader import read_yaml

FIXTURES = Path(__file__).parents[4] / "fixtures" / "openapi"


def contract_of(path: str) -> tuple[ApiContract, Document]:
    tree = SourceTree(FIXTURES)

    def fetch(other: str, span: Span) -> Document | None:
        try:
            return tree.documents(other, span)[0]
        except SourceError:
            return None

    document = tree.documents(path)[0]
    return read_contract(document, fetch), document


def read_text(text: str, files: dict[str, str] | None = None, path: str = "api.yaml") -> tuple[ApiContract, Document]:
    def parse(name: str, content: str) -> Document:
        return read_yaml(name, content.encode(), DEFAULT_LIMITS)[0]

    document = parse(path, text)
    others = {name: parse(name, content) for name, content in (files or {}).items()}
    return read_contract(document, lambda name, _span: others.get(name)), document


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("openapi: 3.0.3", True),
        ("openapi: 3.1", True),
        ("openapi: '3'", True),
        ("openapi: 2.0", False),
        ("openapi: 4.0.0", False),
        ("openapi: {x: 3.0.0}", False),
        ("swagger: '2.0'", True),
        ("swagger: 2.0", True),
        ("swagger: [2]", False),
        ("asyncapi: 2.6.0", False),
        ("- openapi: 3.0.0", False),
        ("~", False),
    ],
)
def test_api_documents_are_told_by_their_version(text: str, expected: bool) -> None:
    assert is_openapi(read_yaml("x.yaml", text.encode(), DEFAULT_LIMITS)[0].root) is expected


def test_swagger_2_is_read() -> None:
    contract, document = contract_of("orders-v2.json")
    path = "orders-v2.json"
    assert contract == ApiContract(
        path=path,
        version="2.0",
        title="Orders",
        span=Span(path, 1, 1),
        servers=(
            ApiServer("http://orders:8080/v1/", "orders", Span(path, 4, 11)),
            ApiServer("https://orders:8080/v1/", "orders", Span(path, 4, 11)),
        ),
        base_path="/v1",
        operations=(
            ApiOperation("GET", "/orders", "listOrders", ("200", "429"), ("bearer",), Span(path, 14, 7)),
            ApiOperation("POST", "/orders", "placeOrder", ("201", "default"), ("bearer", "basic"), Span(path, 18, 7)),
            ApiOperation("GET", "/health", None, ("200",), (), Span(path, 25, 7)),
        ),
        security_schemes=("bearer", "basic"),
    )
    assert document.problems == []


def test_openapi_3_is_read_with_server_variables_and_recursive_schemas() -> None:
    contract, document = contract_of("payments.yaml")
    path = "payments.yaml"
    assert contract.service == "payments"
    assert contract.servers == (
        ApiServer("{scheme}://{host}:8443/api/{version}", "payments.shop.svc", Span(path, 7, 10)),
        ApiServer("https://reports.example.org/archive", "reports.example.org", Span(path, 33, 14)),
    )
    assert contract.base_path == "/api/v2"
    assert [(o.method, o.path, o.responses, o.security) for o in contract.operations] == [
        ("POST", "/payments", ("201", "402"), ("token",)),
        ("GET", "/payments/{id}", ("200",), ("token",)),
        ("GET", "/ready", ("200", "503"), ()),
    ]
    assert contract.security_schemes == ("token",)
    assert contract.unresolved == ()
    assert document.problems == []


def test_path_items_in_other_files_are_followed() -> None:
    contract, document = contract_of("split/openapi.yaml")
    assert [(o.method, o.path, o.operation_id, o.span) for o in contract.operations] == [
        ("GET", "/items", "listItems", Span("split/paths/items.yaml", 1, 1)),
        ("GET", "/items/{sku}", "showItem", Span("split/paths/items.yaml", 12, 3)),
    ]
    assert contract.base_path == "/stock"
    assert contract.servers == (ApiServer("/stock", None, Span("split/openapi.yaml", 4, 10)),)
    assert contract.security_schemes == ("key",)
    assert contract.unresolved == ()
    assert document.problems == []


def test_openapi_3_2_has_query_and_additional_operations() -> None:
    contract, _ = contract_of("search-v3.2.yaml")
    assert [(o.method, o.operation_id) for o in contract.operations] == [("QUERY", "search"), ("PURGE", "purge")]


def test_a_remote_reference_is_not_fetched_but_told_without_its_credentials() -> None:
    contract, document = read_text(
        "openapi: 3.0.0\npaths: {}\ncomponents:\n  schemas:\n    A: {$ref: 'https://me:secret@example.org/a.yaml#/A'}\n"
    )
    span = Span("api.yaml", 5, 15)
    assert contract.unresolved == ((span, "https://me:secret@example.org/a.yaml#/A"),)
    assert document.problems == [
        Problem(
            span,
            "The reference https://example.org/a.yaml#/A is not fetched; what it describes is not judged.",
            unjudged=False,
        )
    ]


def test_a_missing_path_item_is_a_problem_and_a_missing_schema_a_remark() -> None:
    contract, document = read_text(
        "openapi: 3.0.0\npaths:\n  /a: {$ref: gone.yaml}\n"
        "components: {schemas: {B: {$ref: '#/components/schemas/C'}, D: {$ref: '../../up.yaml'}}}\n"
    )
    assert [text for _, text in contract.unresolved] == ["gone.yaml", "#/components/schemas/C", "../../up.yaml"]
    assert [(p.message, p.unjudged) for p in document.problems] == [
        ("The reference gone.yaml leads nowhere.", True),
        ("The reference #/components/schemas/C leads nowhere.", False),
        ("The reference ../../up.yaml leads nowhere.", False),
    ]


def test_references_in_a_circle_across_files_end() -> None:
    contract, document = read_text(
        "openapi: 3.0.0\npaths:\n  /a: {$ref: 'other.yaml#/x'}\n",
        {"other.yaml": "x: {$ref: 'third.yaml#/y/0'}\n", "third.yaml": "y: [{$ref: 'other.yaml#/x'}]\n"},
    )
    assert [text for _, text in contract.unresolved] == ["other.yaml#/x"]
    assert document.problems[0].message == "The reference other.yaml#/x leads back to itself."


def test_a_reference_to_itself_ends() -> None:
    contract, _ = read_text("openapi: 3.0.0\npaths:\n  /a: {$ref: '#/paths/~1a'}\n")
    assert contract.unresolved == ((Span("api.yaml", 3, 14), "#/paths/~1a"),)
    assert contract.operations == ()


def test_pointers_and_anchors_are_resolved_by_their_escapes() -> None:
    contract, _ = read_text(
        "openapi: 3.1.0\npaths:\n  /a: {$ref: '#/x-items/t~0~1%20il/1'}\n"
        "x-items: {'t~/ il': [{}, {get: {responses: {'200': {$ref: 'api.yaml#/x-ok'}}}}]}\n"
        "x-ok: {content: {application/json: {schema: {$ref: '#leaf'}}}}\n"
        "components: {schemas: {Leaf: {$anchor: leaf}, No: {$ref: '#nothing'}, Far: {$ref: '#/x-items/t~0~1 il/9'},"
        " Deep: {$ref: '#/openapi/x/y'}}}\n"
    )
    assert [(o.method, o.responses) for o in contract.operations] == [("GET", ("200",))]
    assert [text for _, text in contract.unresolved] == ["#nothing", "#/x-items/t~0~1 il/9", "#/openapi/x/y"]


def test_values_are_no_references_but_properties_of_such_names_hold_them() -> None:
    contract, _ = read_text(
        "openapi: 3.0.0\npaths:\n  /a:\n    get:\n      responses:\n        default:\n          $ref: '#/no'\n"
        "      x-y: {example: {$ref: '#/sample'}}\n"
        "components: {schemas: {A: {properties: {default: {items: {$ref: '#/nor'}}, $ref: {type: string}}}}}\n"
    )
    assert [text for _, text in contract.unresolved] == ["#/no", "#/nor"]


def test_an_operation_beside_a_reference_wins() -> None:
    contract, _ = read_text(
        "openapi: 3.1.0\npaths:\n  /a:\n    $ref: '#/components/pathItems/A'\n    get: {operationId: own}\n"
        "components: {pathItems: {A: {get: {operationId: other}, put: {operationId: theirs}}}}\n"
    )
    assert [(o.method, o.operation_id) for o in contract.operations] == [("GET", "own"), ("PUT", "theirs")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("openapi: 3.0.0\npaths: []\n", "paths should be a mapping, not list."),
        ("openapi: 3.0.0\ninfo: x\n", "info should be a mapping, not text."),
        ("openapi: 3.0.0\npaths: {/a: {get: []}}\n", "An operation should be a mapping, not list."),
        ("openapi: 3.0.0\npaths: {/a: {get: {responses: 3}}}\n", "responses should be a mapping, not number."),
        ("openapi: 3.0.0\nservers: {}\n", "servers should be a list, not mapping."),
        ("openapi: 3.0.0\nsecurity: x\n", "security should be a list, not text."),
        ("swagger: '2.0'\nhost: {}\n", "A single value is expected here, not a mapping."),
    ],
)
def test_wrong_shapes_are_problems(text: str, message: str) -> None:
    _, document = read_text(text)
    assert [p.message for p in document.problems] == [message]


def test_servers_without_a_usable_host_have_none() -> None:
    contract, _ = read_text(
        "openapi: 3.0.0\nservers: [{url: 'https://{region}.example.org/x?y'}, {url: ''}, {}]\npaths: {x-a: {}, /b: 1}\n"
    )
    assert contract.servers == (ApiServer("https://{region}.example.org/x?y", None, Span("api.yaml", 2, 17)),)
    assert contract.base_path == "/x"


def test_a_swagger_host_without_schemes_keeps_the_scheme_open() -> None:
    contract, _ = read_text("swagger: '2.0'\nhost: orders\n")
    assert contract.servers == (ApiServer("//orders", "orders", Span("api.yaml", 2, 7)),)
    assert contract.base_path is None
