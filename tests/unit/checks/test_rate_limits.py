from archcheck.checks.check import Hit
from archcheck.checks.rate_limits import no_rate_limit
from archcheck.model.architecture import AppliedPolicy, ComponentKind, Door, RouteUse
from archcheck.model.facts import Facts, HostTarget, Mechanism, Policy, PolicyKind, Route
from archcheck.model.finding import Related

from .system_graphs import at, compose, hits, system

GATEWAY = compose("gateway", line=2, kind=ComponentKind.GATEWAY)
ROUTE = RouteUse(Route(HostTarget("orders"), at(9), "route"), "gateway", "orders")
LIMIT = Policy(PolicyKind.RATE_LIMIT, "nginx", at(5))
TIMEOUT = Policy(PolicyKind.TIMEOUT, "nginx", at(5))
DOOR = Door(Mechanism.HOST_PORT, at(4), "port 80")


def test_a_gateway_with_visible_routes_and_no_limit_is_reported() -> None:
    graph = system(
        GATEWAY,
        compose("orders"),
        routes=[ROUTE],
        policies=[AppliedPolicy(TIMEOUT, "gateway", None)],
        facts=Facts(policies=[TIMEOUT]),
    )
    assert hits(no_rate_limit, graph) == [
        Hit(("gateway",), "Nothing limits the rate of requests that come in through gateway.", at(2))
    ]


def test_a_limit_on_the_gateway_or_one_of_its_routes_settles_it() -> None:
    for source, target in (("gateway", None), ("gateway", "orders"), (None, "gateway")):
        graph = system(
            GATEWAY,
            compose("orders"),
            routes=[ROUTE],
            policies=[AppliedPolicy(LIMIT, source, target)],
            facts=Facts(policies=[LIMIT]),
        )
        assert hits(no_rate_limit, graph) == []


def test_a_limit_that_belongs_to_nothing_visible_leaves_it_open() -> None:
    assert hits(no_rate_limit, system(GATEWAY, compose("orders"), routes=[ROUTE], facts=Facts(policies=[LIMIT]))) == []


def test_a_gateway_whose_routes_are_not_visible_is_not_judged() -> None:
    assert hits(no_rate_limit, system(GATEWAY, compose("orders", doors=(DOOR,)))) == []


def test_without_a_gateway_the_published_services_are_reported() -> None:
    graph = system(
        compose("orders", doors=(DOOR,)), compose("db", kind=ComponentKind.DATABASE, doors=(DOOR,)), compose("inner")
    )
    assert [hit.subjects for hit in hits(no_rate_limit, graph)] == [("orders",)]


def test_several_published_services_are_one_finding() -> None:
    graph = system(compose("orders", line=3, doors=(DOOR,)), compose("users", line=7, doors=(DOOR,)))
    assert hits(no_rate_limit, graph) == [
        Hit(
            ("orders", "users"),
            "Nothing limits the rate of requests that come in through orders and users.",
            at(3),
            (Related(at(7), "users, likewise"),),
        )
    ]
