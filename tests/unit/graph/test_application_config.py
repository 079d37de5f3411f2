"""Whose configuration a file is, what is in effect there, and what it says."""

from typing import Any

import pytest

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.facts import Build, PolicyKind, Workload

from .systems import at, compose, edges, graph, reasons, spring

ORDERS, STOCK = compose("orders"), compose("stock")


def built(name: str, context: str | None = None, **parts: Any) -> Workload:
    return compose(name, build=Build(context or name, None, at()), **parts)


def policies(of: ServiceGraph) -> list[tuple[str, str | None, str | None]]:
    return [(p.policy.kind.value, p.source, p.target) for p in of.policies]


# -- whose it is -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "owner"),
    [
        ("web/src/main/resources/application.yml", built("web")),
        ("web/application.yml", compose("web")),
        ("shop-web/application.yml", compose("web")),
        ("mounted/application.yml", compose("web", mounts=["mounted"])),
        ("x/application.yml", compose("web")),
    ],
)
def test_a_file_belongs_to_who_builds_with_it_mounts_it_or_is_named_like_its_folder_or_application(
    file: str, owner: Workload
) -> None:
    of = graph(owner, ORDERS, spring(file, {"spring.application.name": "web", "orders.url": "http://orders:80"}))
    assert reasons(of) == ["web -> orders: application.yml orders.url=http://orders:80"]


def test_a_file_of_nobody_says_nothing() -> None:
    assert edges(graph(ORDERS, STOCK, spring("x/application.yml", {"orders.url": "http://orders"}))) == []


def test_a_folder_that_fits_several_names_belongs_to_the_longest() -> None:
    of = graph(
        compose("web"), compose("shop-web"), ORDERS, spring("my-shop-web/application.yml", {"a.url": "http://orders"})
    )
    assert edges(of) == [("shop-web", "orders", "sync")]


def test_files_of_a_configuration_repository_belong_to_the_applications_they_are_named_after() -> None:
    of = graph(
        built("web"),
        built("api", "backend"),
        built("worker"),
        ORDERS,
        STOCK,
        spring("web/bootstrap.yml", {"spring.application.name": "web"}),
        spring("backend/bootstrap.yml", {"spring.application.name": "api-service"}),
        spring("config/application.yml", {"orders.url": "http://orders"}),
        spring("config/api-service.yml", {"stock.url": "http://stock"}),
        spring("config/web-docker.yml", {"api.url": "http://api"}),
        spring("config/nobody.yml", {"stock.url": "http://stock"}),
        spring("config/worker.yml", {"stock.url": "http://stock"}),
    )
    assert edges(of) == [
        ("api", "orders", "sync"), ("api", "stock", "sync"), ("web", "api", "sync"), ("web", "orders", "sync"),
        ("worker", "orders", "sync"), ("worker", "stock", "sync"),
    ]  # fmt: skip


def test_a_product_takes_no_application_by_name() -> None:
    of = graph(compose("redis", "redis:7"), ORDERS, spring("config/redis.yml", {"orders.url": "http://orders"}))
    assert edges(of) == []


def test_a_store_calls_nobody() -> None:
    of = graph(compose("db", "postgres:17"), ORDERS, spring("db/application.yml", {"orders.url": "http://orders"}))
    assert edges(of) == []


# -- what is in effect -------------------------------------------------------------------------------------------------


def test_later_and_more_special_files_override() -> None:
    web = built("web", env={"SPRING_PROFILES_ACTIVE": "prod, eu"})
    of = graph(
        web,
        ORDERS,
        STOCK,
        compose("pay"),
        spring("web/application.yml", {"a.url": "http://stock", "b.url": "http://stock"}, "prod"),
        spring("web/application.yml", {"c.url": "http://pay"}, "test"),
        spring("web/application.yml", {"a.url": "http://orders", "b.url": "http://orders"}),
        spring("web/bootstrap.yml", {"b.url": "http://pay"}),
    )
    assert edges(of) == [("web", "stock", "sync")]


def test_without_a_profile_those_for_containers_are_on() -> None:
    of = graph(
        built("web"),
        ORDERS,
        STOCK,
        spring("web/application.yml", {"a.url": "http://localhost"}),
        spring("web/application.yml", {"a.url": "http://orders"}, "docker"),
        spring("web/application.yml", {"a.url": "http://stock"}, "dev"),
    )
    assert edges(of) == [("web", "orders", "sync")]


@pytest.mark.parametrize(
    ("value", "target"),
    [
        ("http://${MY_PLACE}:80", "orders"),
        ("http://${my.place}:80", "orders"),
        ("http://${NONE:orders}:80", "orders"),
        ("http://${stock.name:orders}:80", "stock"),
        ("http://${NONE:${OTHER:stock}}:80", "stock"),
        ("http://${NONE}:80", None),
        ("http://${loop.a}", None),
    ],
)
def test_placeholders_are_filled_in(value: str, target: str | None) -> None:
    config = {"target.url": value, "stock.name": "stock", "loop.a": "${loop.b}", "loop.b": "${loop.a}"}
    of = graph(built("web", env={"MY_PLACE": "orders"}), ORDERS, STOCK, spring("web/application.yml", config))
    assert edges(of) == ([("web", target, "sync")] if target else [])


@pytest.mark.parametrize("name", ["info.url", "logging.url", "spring.application.url", "server.url", "springdoc.url"])
def test_some_properties_are_no_calls(name: str) -> None:
    assert edges(graph(built("web"), ORDERS, spring("web/application.yml", {name: "http://orders"}))) == []


def test_what_a_file_names_counts_only_if_something_answers() -> None:
    config = {"a.url": "http://gone", "b.url": "http://localhost:1", "c.url": "https://api.pay.com"}
    of = graph(built("web"), spring("web/application.yml", config))
    assert edges(of) == [("web", "api.pay.com", "sync")]


# -- routes ------------------------------------------------------------------------------------------------------------


def test_routes_lead_to_applications_by_the_name_they_register_under() -> None:
    routes = "spring.cloud.gateway.routes"
    of = graph(
        built("edge"),
        built("api", "backend"),
        ORDERS,
        spring(
            "edge/application.yml",
            {
                f"{routes}[0].id": "api",
                f"{routes}[0].uri": "lb://API-SERVICE",
                f"{routes}[0].filters[0]": "CircuitBreaker=x",
                f"{routes}[1].uri": "http://orders:80",
                f"{routes}[2].uri": "lb://gone",
                "spring.cloud.gateway.default-filters[0]": "Retry=3",
            },
        ),
        spring("backend/application.yml", {"spring.application.name": "api-service"}),
    )
    assert reasons(of) == [
        "edge -> api: route api to lb://API-SERVICE",
        "edge -> orders: route gateway 1 to http://orders:80",
    ]
    assert [(u.source, u.target) for u in of.routes] == [("edge", "api"), ("edge", "orders"), ("edge", None)]
    assert of.components["edge"].kind.value == "gateway"
    assert policies(of) == [
        ("circuit-breaker", "edge", "api"), ("timeout", "edge", "api"), ("retry", "edge", None),
    ]  # fmt: skip
    (call, _) = of.calls()
    assert [p.policy.kind for p in of.covering(call, PolicyKind.RETRY)] == [PolicyKind.RETRY]
