from archcheck.checks.check import Hit
from archcheck.checks.sync_chains import long_sync_chain, sync_cycle, sync_fan_out
from archcheck.model.architecture import ComponentKind, Confidence, DependencyType, Outcome
from archcheck.model.finding import Related

from .graphs import GATEWAY, at, call, chain, component, graph, refers


def test_a_chain_longer_than_allowed_is_a_path() -> None:
    system = graph(dependencies=[*chain("a", "b", "c", "d", "e"), call("x", "e", 9)])
    assert list(long_sync_chain(system, {"max_hops": 3})) == [
        Hit(
            subjects=("a", "b", "c", "d", "e"),
            message="a -> b -> c -> d -> e is a chain of 4 synchronous calls; the limit is 3.",
            span=at(1),
            related=(
                Related(at(1), "a -> b: environment of a"),
                Related(at(2), "b -> c: environment of b"),
                Related(at(3), "c -> d: environment of c"),
                Related(at(4), "d -> e: environment of d"),
            ),
            is_path=True,
        )
    ]
    assert list(long_sync_chain(system, {"max_hops": 4})) == []


def test_routes_load_generators_and_what_a_policy_merely_allows_are_no_hops() -> None:
    system = graph(
        component("load", ComponentKind.LOAD_GENERATOR),
        dependencies=[
            call("load", "a"),
            call("gate", "a", type=DependencyType.ROUTE),
            *chain("a", "b", "c"),
            call("c", "d", confidence=Confidence.LOW),
        ],
    )
    assert list(long_sync_chain(system, {"max_hops": 2})) == []


def test_a_loop_of_calls_is_reported_once() -> None:
    system = graph(
        dependencies=[call("payments", "orders", 2), call("orders", "payments", 1), call("web", "orders", 3)]
    )
    assert list(sync_cycle(system, {})) == [
        Hit(
            subjects=("orders", "payments"),
            message="orders -> payments -> orders: these services call each other in a loop and wait for each other.",
            span=at(1),
            related=(
                Related(at(1), "orders -> payments: environment of orders"),
                Related(at(2), "payments -> orders: environment of payments"),
            ),
            is_path=True,
        )
    ]


def test_a_loop_through_a_gateway_is_none() -> None:
    by_route = graph(dependencies=[call("gate", "a", type=DependencyType.ROUTE), call("a", "gate")])
    by_call = graph(component("gate", GATEWAY), dependencies=[call("gate", "a"), call("a", "gate")])
    assert [*sync_cycle(by_route, {}), *sync_cycle(by_call, {})] == []


def test_a_loop_by_messages_is_none() -> None:
    system = graph(dependencies=[call("a", "b", type=DependencyType.PUBLISH), call("b", "a")])
    assert list(sync_cycle(system, {})) == []


def test_addresses_of_a_shared_source_prove_no_loop() -> None:
    shared = refers("b", "a", Outcome.COMPONENT, "a", line=2, via_shared_source=True)
    system = graph(dependencies=[call("a", "b", 1), call("b", "a", 2)], references=[shared])
    doubtful = graph(dependencies=[call("a", "b", 1), call("b", "a", 2, confidence=Confidence.MEDIUM)])
    assert [*sync_cycle(system, {}), *sync_cycle(doubtful, {})] == []


def test_a_service_that_calls_too_many_others_is_reported() -> None:
    system = graph(component("gate", GATEWAY), dependencies=[call(a, b, 3) for a in ("gate", "web") for b in "xyz"])
    assert list(sync_fan_out(system, {"max_calls": 2})) == [
        Hit(
            subjects=("web",),
            message="web calls 3 services synchronously (x, y and z); the limit is 2.",
            span=at(3),
            related=tuple(Related(at(3), f"web -> {name}") for name in "xyz"),
        )
    ]
    assert list(sync_fan_out(system, {"max_calls": 3})) == []
