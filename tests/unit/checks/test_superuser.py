from archcheck.checks.check import Hit
from archcheck.checks.superuser import superuser_credentials
from archcheck.model.architecture import ComponentKind, Use
from archcheck.model.facts import SettingOrigin

from .system_graphs import at, compose, edge, hits, setting, system

DB = compose("db", kind=ComponentKind.DATABASE)


def use(line: int, user: str | None) -> Use:
    return Use(at(line), "db", user=user)


def test_an_administrator_is_reported_once_for_each_service() -> None:
    graph = system(
        DB,
        compose("orders"),
        compose("users"),
        dependencies=[
            edge("orders", "db", use(10, "root"), use(11, "SA")),
            edge("users", "db", use(20, "users"), use(21, None)),
        ],
    )
    assert hits(superuser_credentials, graph) == [
        Hit(("orders", "db"), "orders logs in to db as root, its administrator.", at(10))
    ]


def test_services_that_read_one_place_are_one_finding() -> None:
    login = use(10, "root")
    graph = system(
        DB, compose("orders"), compose("users"), dependencies=[edge("orders", "db", login), edge("users", "db", login)]
    )
    assert hits(superuser_credentials, graph) == [
        Hit(("orders", "users", "db"), "orders and users log in to db as root, its administrator.", at(10))
    ]


def test_a_name_from_a_secret_is_not_repeated() -> None:
    orders = compose("orders", settings=(setting("DB_USER", "postgres", origin=SettingOrigin.SECRET, secret=True),))
    graph = system(DB, orders, dependencies=[edge("orders", "db", use(10, "postgres"))])
    assert [hit.message for hit in hits(superuser_credentials, graph)] == ["orders logs in to db as its administrator."]


def test_migrations_and_caches_are_left_alone() -> None:
    graph = system(
        DB,
        compose("cache", kind=ComponentKind.CACHE),
        compose("orders"),
        compose("migrate", kind=ComponentKind.JOB),
        dependencies=[edge("migrate", "db", use(10, "root")), edge("orders", "cache", use(11, "admin"))],
    )
    assert hits(superuser_credentials, graph) == []
