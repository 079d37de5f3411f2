import pytest

from archcheck.checks.check import Hit
from archcheck.checks.shared_store import shared_credentials, shared_database, shared_database_server
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, ComponentKind, DependencyType, Use
from archcheck.model.facts import Setting, SettingOrigin
from archcheck.model.finding import Level, Related

from .system_graphs import after, at, compose, edge, hits, setting, system

DB = compose("db", kind=ComponentKind.DATABASE)
ORDERS, BILLING, USERS = compose("orders"), compose("billing"), compose("users")
SHARED = "shared-database"


def use(
    line: int, database: str | None = None, user: str | None = None, *, login: str | None = None, scheme: str = ""
) -> Use:
    return Use(at(line), "db", database=database, user=user, credentials=login, scheme=scheme or None)


def on_db(*uses: tuple[str, Use], extra: tuple[Component, ...] = ()) -> ServiceGraph:
    return system(ORDERS, BILLING, USERS, DB, *extra, dependencies=[edge(source, "db", one) for source, one in uses])


def test_two_services_on_one_database_are_reported_at_the_second_use() -> None:
    graph = on_db(("orders", use(10, "shop")), ("billing", use(20, "shop")), ("users", use(30, "users")))
    assert hits(shared_database, graph, SHARED) == [
        Hit(
            ("billing", "orders", "db"),
            "billing and orders use the same database, shop, on db.",
            at(20),
            (Related(at(10), "orders uses it here"),),
            key="shop",
        )
    ]


def test_all_services_of_a_database_are_one_finding_however_often_they_use_it() -> None:
    graph = on_db(
        ("orders", use(10, "shop")),
        ("orders", use(11, "shop")),
        ("billing", use(20, "shop")),
        ("users", use(30, "shop")),
    )
    (hit,) = hits(shared_database, graph, SHARED)
    assert (hit.subjects, hit.span) == (("billing", "orders", "users", "db"), at(20))
    assert [related.span for related in hit.related] == [at(10), at(30)]


def test_two_databases_on_one_server_are_two_findings() -> None:
    graph = on_db(
        ("orders", use(10, "shop")), ("billing", use(20, "shop")), ("users", use(30, "log")), ("orders", use(40, "log"))
    )
    assert [hit.subjects for hit in hits(shared_database, graph, SHARED)] == [
        ("orders", "users", "db"),
        ("billing", "orders", "db"),
    ]


def test_different_or_unknown_databases_are_no_shared_database() -> None:
    graph = on_db(
        ("orders", use(10, "orders")), ("billing", use(20)), ("users", use(30, " ")), ("users", use(31, "${NAME}"))
    )
    assert hits(shared_database, graph, SHARED) == []


def test_the_login_database_of_mongodb_holds_no_data_for_certain() -> None:
    graph = on_db(("orders", use(10, "admin", scheme="mongodb")), ("billing", use(20, "admin", scheme="mongodb+srv")))
    assert hits(shared_database, graph, SHARED) == []
    graph = on_db(("orders", use(10, "admin", scheme="mysql")), ("billing", use(20, "admin", scheme="mysql")))
    assert len(hits(shared_database, graph, SHARED)) == 1


def test_jobs_relays_exporters_and_other_stores_share_nothing() -> None:
    others = (
        compose("seed", kind=ComponentKind.JOB),
        compose("load", kind=ComponentKind.LOAD_GENERATOR),
        compose("exporter", kind=ComponentKind.OBSERVABILITY),
        compose("relay", kind=ComponentKind.OTHER),
        compose("pool", kind=ComponentKind.PROXY),
        compose("replica", kind=ComponentKind.DATABASE),
        compose("migrate"),
        compose("starter", start_after=(after("migrate", "service_completed_successfully"),)),
    )
    names = [component.name for component in others if component.name != "starter"]
    graph = on_db(*((name, use(10, "shop")) for name in (*names, "orders")), extra=others)
    assert hits(shared_database, graph, SHARED) == []


def test_only_data_dependencies_count() -> None:
    messages = edge("billing", "db", use(20, "shop"), kind=DependencyType.PUBLISH)
    graph = system(ORDERS, BILLING, DB, dependencies=[edge("orders", "db", use(10, "shop")), messages])
    assert hits(shared_database, graph, SHARED) == []


def test_a_database_named_in_a_secret_is_not_repeated() -> None:
    address = setting("DB_URL", "postgres://db/shop", origin=SettingOrigin.SECRET, secret=True)
    holder = compose("holder", settings=(address, setting("EMPTY", None, secret=True)))
    graph = on_db(("orders", use(10, "shop")), ("billing", use(20, "shop")), extra=(holder,))
    assert [hit.message for hit in hits(shared_database, graph, SHARED)] == [
        "billing and orders use the same database on db."
    ]


def test_a_database_that_stands_openly_in_an_address_is_named_although_a_secret_holds_it_too() -> None:
    hidden = setting("DB_URL", "postgres://db/shop", origin=SettingOrigin.SECRET, secret=True)
    openly = setting("DB_URL", "jdbc:postgresql://db/shop", line=10)
    graph = on_db(
        ("orders", use(10, "shop")),
        ("billing", use(20, "shop")),
        extra=(compose("holder", settings=(hidden,)), compose("reader", settings=(openly,))),
    )
    assert [hit.message for hit in hits(shared_database, graph, SHARED)] == [
        "billing and orders use the same database, shop, on db."
    ]


@pytest.mark.parametrize(
    "host",
    [setting("DB_HOST", "db", line=10), setting("DB_URL", "postgres://db/shop", line=10, interpolated=True)],
    ids=["host-alone", "interpolated"],
)
def test_a_database_that_only_a_secret_names_is_not_repeated_whatever_stands_openly(host: Setting) -> None:
    hidden = setting("DB_NAME", "shop", origin=SettingOrigin.SECRET, secret=True)
    graph = on_db(
        ("orders", use(10, "shop")),
        ("billing", use(20, "shop")),
        extra=(compose("holder", settings=(hidden,)), compose("reader", settings=(host,))),
    )
    assert [hit.message for hit in hits(shared_database, graph, SHARED)] == [
        "billing and orders use the same database on db."
    ]


def test_more_users_may_be_allowed() -> None:
    graph = on_db(("orders", use(10, "shop")), ("billing", use(20, "shop")))
    assert hits(shared_database, graph, SHARED, max_users=2) == []
    assert len(hits(shared_database, graph, SHARED, max_users=0)) == 1


def test_databases_of_their_own_on_one_server_are_advice() -> None:
    graph = on_db(("orders", use(10, "orders")), ("billing", use(20, "billing")), ("users", use(30)))
    assert hits(shared_database_server, graph) == [
        Hit(
            ("billing", "orders", "db"),
            "billing and orders have databases of their own on one server, db.",
            at(20),
            (Related(at(10), "orders uses it here"),),
            level=Level.NOTE,
        )
    ]


def test_one_login_for_different_databases_is_reported() -> None:
    graph = on_db(
        ("orders", use(10, "orders", login="a")),
        ("billing", use(20, "billing", login="a")),
        ("users", use(30, "users", login="b")),
    )
    assert hits(shared_database_server, graph) == [
        Hit(
            ("billing", "orders", "db"),
            "billing and orders open different databases on db with the same credentials.",
            at(20),
            (Related(at(10), "orders uses it here"),),
        )
    ]


def test_one_service_with_several_databases_shares_no_server() -> None:
    graph = on_db(
        ("orders", use(10, "orders", login="a")), ("orders", use(11, "archive", login="a")), ("billing", use(20))
    )
    assert hits(shared_database_server, graph) == []
    assert hits(shared_database_server, on_db(("orders", use(10, "shop")), ("billing", use(20, "shop")))) == []


def test_services_with_the_same_user_are_reported_without_naming_it() -> None:
    graph = on_db(
        ("orders", use(10, user="shop")),
        ("billing", use(20, user="shop")),
        ("users", use(30, user="users")),
        ("users", use(31)),
    )
    assert hits(shared_credentials, graph) == [
        Hit(
            ("billing", "orders", "db"),
            "billing and orders log in to db as the same user.",
            at(20),
            (Related(at(10), "orders uses it here"),),
            key="shop",
        )
    ]


@pytest.mark.parametrize(
    "uses",
    [
        (use(10, "shop", "app"), use(20, "shop", "app")),
        (use(10, "orders", "app", login="a"), use(20, "billing", "app", login="a")),
    ],
)
def test_a_common_user_is_advice_where_the_database_or_the_password_is_shared_too(uses: tuple[Use, Use]) -> None:
    (hit,) = hits(shared_credentials, on_db(("orders", uses[0]), ("billing", uses[1])))
    assert hit.level is Level.NOTE
