"""What is made of several links between two components, of the hosts outside, and of what turns out late."""

from archcheck.model.architecture import Confidence
from archcheck.model.facts import NetworkPeer, NetworkRule, Selector

from .systems import at, compose, edges, graph, kinds, pods, reasons, service

BROKER = compose("broker", "rabbitmq:4")


def test_general_messaging_says_nothing_new_where_a_direction_is_known() -> None:
    web = compose("web", env={"A_URL": "amqp://broker", "PRODUCER_URL": "amqp://broker"})
    assert edges(graph(web, BROKER)) == [("web", "broker", "publish")]


def test_both_directions_are_kept() -> None:
    web = compose("web", env={"CONSUMER_URL": "amqp://broker", "PRODUCER_URL": "amqp://broker"}, after=["broker"])
    of = graph(web, BROKER)
    assert edges(of) == [("web", "broker", "publish"), ("web", "broker", "subscribe")]
    assert sum("depends_on" in r for r in reasons(of)) == 1


def test_a_route_contains_the_calls_of_its_gateway() -> None:
    env = {"AUTH_URL": "http://auth", "JWKS_URL": "http://auth/keys"}
    of = graph(compose("gateway", "traefik:3", env=env), compose("auth"))
    assert (edges(of), len(reasons(of))) == ([("gateway", "auth", "route")], 2)


def test_what_a_policy_allows_repeats_what_is_only_started_before() -> None:
    rule = NetworkRule("x", Selector({"app": "db"}), "ingress", ((NetworkPeer(Selector({"app": "web"})), at()),), at())
    of = graph(pods("web"), pods("db", "postgres:17"), service("db", 5432), rule)
    assert [d.confidence for d in of.dependencies] == [Confidence.LOW]


def test_an_outside_host_is_one_component_for_all_that_name_it() -> None:
    of = graph(*(compose(n, env={"PAY_URL": "https://pay.com"}) for n in ("a", "b")))
    assert edges(of) == [("a", "pay.com", "sync"), ("b", "pay.com", "sync")]
    assert {r.target for r in of.references} == {"pay.com"}


def test_a_web_component_that_keeps_data_is_a_service() -> None:
    env = {"DB_URL": "postgres://db/x"}
    of = graph(compose("web", env=env), compose("frontend", env=env), compose("db", "postgres:17"))
    assert kinds(of) == {"db": "database", "frontend": "ui", "web": "service"}


def test_the_order_of_facts_makes_no_difference() -> None:
    stated = [
        compose("web", env={"A_URL": "http://orders", "B_URL": "https://pay.com"}, after=["db"]),
        compose("orders", env={"DB_URL": "postgres://db/x"}),
        compose("db", "postgres:17"),
        BROKER,
    ]
    one, other = graph(*stated), graph(*reversed(stated))
    assert (one.dependencies, one.components) == (other.dependencies, other.components)


def test_nothing_stated_is_an_empty_graph() -> None:
    of = graph()
    assert (dict(of.components), of.dependencies, of.references, of.routes, of.policies) == ({}, (), (), (), ())
