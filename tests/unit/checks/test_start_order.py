from archcheck.checks.check import Hit
from archcheck.checks.start_order import start_order_without_health
from archcheck.model.architecture import ComponentKind
from archcheck.model.facts import Word
from archcheck.model.finding import Level, Related

from .system_graphs import after, at, compose, disabled, execute, hits, system

DATABASE = compose("db", kind=ComponentKind.DATABASE)
CHECKED = compose("users", health_checks=(execute("CMD", "check"),))


def test_short_forms_on_a_store_and_on_a_checked_service_are_one_finding() -> None:
    orders = compose("orders", start_after=(after("db", line=8), after("users", line=9)))
    assert hits(start_order_without_health, system(orders, DATABASE, CHECKED)) == [
        Hit(
            ("orders", "db", "users"),
            "orders waits until db and users have started, not until they are healthy. "
            "db has no health check to wait for.",
            at(8),
            (Related(at(9), "users, likewise"),),
        )
    ]


def test_waiting_for_health_or_for_the_end_is_fine() -> None:
    orders = compose(
        "orders", start_after=(after("db", "service_healthy"), after("migrate", "service_completed_successfully"))
    )
    assert hits(start_order_without_health, system(orders, DATABASE, compose("migrate"))) == []


def test_what_needs_no_health_check_may_just_be_started() -> None:
    orders = compose("orders", start_after=(after("plain"), after("off"), after("seed"), after("absent")))
    graph = system(
        orders,
        compose("plain"),
        compose("off", health_checks=(disabled(),)),
        compose("seed", kind=ComponentKind.JOB, health_checks=(execute("CMD", "check"),)),
    )
    assert hits(start_order_without_health, graph) == []


def test_a_command_that_waits_by_itself_settles_it() -> None:
    waiting = (Word("./wait-for-it.sh", at(1)), Word("db:5432", at(1)))
    graph = system(compose("orders", command=waiting, start_after=(after("db"),)), DATABASE)
    assert hits(start_order_without_health, graph) == []


def test_one_target_is_named_in_the_singular() -> None:
    graph = system(compose("orders", start_after=(after("users"),)), CHECKED)
    assert [(hit.message, hit.level) for hit in hits(start_order_without_health, graph)] == [
        ("orders waits until users has started, not until it is healthy.", None)
    ]


def test_where_nothing_has_a_health_check_yet_it_is_advice() -> None:
    orders = compose("orders", start_after=(after("db"), after("cache")))
    graph = system(orders, DATABASE, compose("cache", kind=ComponentKind.CACHE))
    (hit,) = hits(start_order_without_health, graph)
    assert hit.message.endswith(" db and cache have no health check to wait for.")
    assert hit.level is Level.NOTE
