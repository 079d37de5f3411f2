"""Which component an API document describes."""

from typing import Any

import pytest

from archcheck.model.facts import ApiContract, ApiServer, Build

from .systems import at, compose, graph, pods, service

ORDERS = compose("orders-service", build=Build("src/orders", None, at()))
SYSTEM = (ORDERS, compose("stock", names=("stock-api-1",)), compose("db", "postgres:17"))


def contract(path: str, title: str | None = None, **parts: Any) -> ApiContract:
    return ApiContract(path, "3.0.3", title, at(), **parts)


def server(host: str | None) -> tuple[ApiServer, ...]:
    return (ApiServer(f"http://{host}", host, at()),)


@pytest.mark.parametrize(
    ("stated", "owner"),
    [
        (contract("x.yaml", service="stock"), "stock"),
        (contract("src/orders/openapi.yaml", service="stock"), "stock"),
        (contract("src/orders/openapi.yaml", "Stock", servers=server("stock")), "orders-service"),
        (contract("api/x.yaml", "Orders", servers=server("stock")), "stock"),
        (contract("api/stock/openapi.yaml", "Orders"), "stock"),
        (contract("api/stock-openapi.yaml"), "stock"),
        (contract("api/stock.api.json"), "stock"),
        (contract("docs/orders.yaml"), "orders-service"),
        (contract("docs/openapi.yaml", "The Orders Service API"), "orders-service"),
        (contract("docs/openapi.yaml", "Stock REST API"), "stock"),
        (contract("docs/openapi.yaml", "API"), None),
        (contract("docs/openapi.yaml", None, servers=server(None)), None),
        (contract("docs/openapi.yaml", "Payments", servers=server("pay.acme.com"), service="gone"), None),
        (contract("docs/openapi.yaml", ""), None),
    ],
)
def test_a_document_is_tied_by_the_clearest_sign(stated: ApiContract, owner: str | None) -> None:
    of = graph(*SYSTEM, stated)
    assert [c.name for c in of.components.values() if c.contracts] == ([owner] if owner else [])


def test_the_innermost_build_context_wins() -> None:
    outer, inner = (compose(n, build=Build(c, None, at())) for n, c in (("a", "src"), ("b", "src/b")))
    of = graph(
        outer, inner, compose("c", build=Build(".", None, at())), contract("src/b/api.yaml"), contract("src/api.yaml")
    )
    assert {c.name: [k.path for k in c.contracts] for c in of.components.values()} == {
        "a": ["src/api.yaml"], "b": ["src/b/api.yaml"], "c": [],
    }  # fmt: skip


def test_a_name_that_fits_several_ties_to_none() -> None:
    of = graph(compose("orders-api"), compose("orders-service"), contract("orders.yaml"))
    assert not any(c.contracts for c in of.components.values())


def test_other_names_of_a_component_count() -> None:
    of = graph(
        pods("shop-deployment", labels={"app": "shop"}), service("shop", 80), contract("api/shop-deployment.yaml")
    )
    assert [k.path for k in of.components["shop"].contracts] == ["api/shop-deployment.yaml"]
