from archcheck.checks.check import Hit
from archcheck.checks.health_paths import health_path_not_in_contract
from archcheck.model.facts import ApiContract, ApiOperation, HealthKind
from archcheck.model.finding import Related

from .system_graphs import at, container, execute, hits, http, pods, system


def operation(method: str, path: str) -> ApiOperation:
    return ApiOperation(method, path, None, (), (), at(1))


CONTRACT = ApiContract(
    "openapi.yaml",
    "3.1.0",
    "orders",
    at(1, "openapi.yaml"),
    base_path="/api/",
    operations=(operation("GET", "/health"), operation("POST", "/ready"), operation("GET", "/orders/{id}")),
)


def orders(path: str) -> list[Hit]:
    check = http(HealthKind.READINESS, path=path)
    return hits(
        health_path_not_in_contract, system(pods("orders", container(health_checks=(check,)), contracts=(CONTRACT,)))
    )


def test_a_path_that_the_document_lacks_is_reported() -> None:
    assert orders("/healthcheck") == [
        Hit(
            ("orders",),
            "The readiness probe of orders asks /healthcheck, which its API document does not have.",
            at(5),
            (Related(at(1, "openapi.yaml"), "the API document"),),
            key="orders/app/readiness",
        )
    ]
    assert len(orders("/ready")) == 1


def test_paths_of_the_document_with_and_without_base_path_are_known() -> None:
    assert [orders(path) for path in ("/health", "/api/health", "/health?full=1", "/orders/1")] == [[], [], [], []]


def test_customary_paths_and_those_of_frameworks_are_fine() -> None:
    assert [orders(path) for path in ("/", "/healthz", "/actuator/health/readiness")] == [[], [], []]


def test_nothing_is_said_without_a_document_or_for_other_methods() -> None:
    command = execute("check", kind=HealthKind.LIVENESS)
    graph = system(
        pods("bare", container(health_checks=(http(HealthKind.READINESS, path="/x"),))),
        pods("command", container(health_checks=(command,)), contracts=(CONTRACT,)),
    )
    assert hits(health_path_not_in_contract, graph) == []
