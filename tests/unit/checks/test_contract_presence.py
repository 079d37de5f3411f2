from archcheck.checks.check import Hit
from archcheck.checks.contract_presence import invalid_contract, service_without_contract
from archcheck.model.architecture import DependencyType
from archcheck.model.facts import ApiContract, Facts

from .system_graphs import at, compose, edge, hits, system

CONTRACT = ApiContract("orders/openapi.yaml", "3.1.0", "orders", at(1))
SYNC = DependencyType.SYNC


def test_a_service_called_over_http_without_a_document_is_reported() -> None:
    graph = system(
        compose("web"),
        compose("mobile"),
        compose("orders", line=4),
        compose("payments", line=9),
        compose("described", contracts=(CONTRACT,)),
        compose("keycloak", own=False),
        compose("grpc"),
        compose("uncalled"),
        dependencies=[
            edge("web", "orders", kind=SYNC, protocol="http"),
            edge("mobile", "orders", kind=DependencyType.ROUTE, protocol="http"),
            edge("orders", "payments", kind=SYNC, protocol="https"),
            edge("web", "described", kind=SYNC, protocol="http"),
            edge("web", "keycloak", kind=SYNC, protocol="http"),
            edge("web", "grpc", kind=SYNC, protocol="grpc"),
        ],
    )
    assert hits(service_without_contract, graph) == [
        Hit(("orders",), "mobile and web call orders over HTTP, and no OpenAPI document describes it.", at(4)),
        Hit(("payments",), "orders calls payments over HTTP, and no OpenAPI document describes it.", at(9)),
    ]


def test_each_fault_of_a_document_is_a_finding_about_its_service() -> None:
    faults = ((at(3, "orders/openapi.yaml"), "'responses' is a required property"), (at(9, "orders/openapi.yaml"), "x"))
    described = ApiContract("orders/openapi.yaml", "3.1.0", "orders", at(1), invalid=faults)
    untied = ApiContract("a.yaml", "2.0", None, at(1), invalid=((at(2, "a.yaml"), "y"),))
    graph = system(compose("orders", contracts=(described,)), facts=Facts(contracts=[described, untied]))
    assert hits(invalid_contract, graph) == [
        Hit(("a.yaml",), "a.yaml is not a valid API document: y", at(2, "a.yaml"), key="y"),
        Hit(
            ("orders",),
            "orders/openapi.yaml is not a valid API document: 'responses' is a required property",
            at(3, "orders/openapi.yaml"),
            key="'responses' is a required property",
        ),
        Hit(("orders",), "orders/openapi.yaml is not a valid API document: x", at(9, "orders/openapi.yaml"), key="x"),
    ]
