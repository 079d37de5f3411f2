"""Which component answers to a host name, as the platform would resolve it."""

from dataclasses import replace

import pytest

from archcheck.graph.naming import Caller, Names, caller_of
from archcheck.model.facts import Address, NetworkAttachment

from .systems import at, compose, pods, service

ANYBODY = Caller("caller")


def names_of(*addresses: tuple[str, str | None, str]) -> Names:
    names = Names()
    for name, namespace, component in addresses:
        names.add_service(service(name, namespace=namespace), component)
    return names


# -- Compose -----------------------------------------------------------------------------------------------------------


def test_a_compose_service_answers_to_its_names_in_any_case() -> None:
    names = Names()
    names.add_compose(compose("Orders", names=("orders-1", "orders.local")), "Orders")
    found = [names.resolve(h, ANYBODY) for h in ("orders", "ORDERS", "orders-1", "orders.local", "orders.", "order")]
    assert found == ["Orders", "Orders", "Orders", "Orders", "Orders", None]


def test_an_alias_is_known_on_its_network_first() -> None:
    names = Names()
    for component, network in (("blue", "a"), ("green", "b")):
        attachment = NetworkAttachment(network, ("shop",), None, at())
        names.add_compose(replace(compose(component), networks=(attachment,)), component)
    assert names.resolve("shop", Caller("c", networks=frozenset({"b"}))) == "green"
    assert names.resolve("shop", Caller("c", networks=frozenset({"a"}))) == "blue"
    assert names.resolve("shop", ANYBODY) == "blue"
    assert names.elsewhere("shop") == ("blue", "green")


def test_the_aliases_of_a_callers_links_come_first() -> None:
    names = Names()
    names.add_compose(compose("db"), "db")
    names.add_alias("Store")
    caller = caller_of(compose("web"), "web", [("db", "postgres"), ("store", "postgres")])
    assert [names.resolve(h, caller) for h in ("db", "store")] == ["postgres", "postgres"]
    assert (names.resolve("db", ANYBODY), names.resolve("store", ANYBODY)) == ("db", None)
    assert [names.may_answer(h) for h in ("store", "db", "nobody", "a.b")] == [True, True, False, True]


# -- Kubernetes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "namespace", "component"),
    [
        ("orders", "shop", "shop/orders"),
        ("orders", "test", "test/orders"),
        ("orders", "other", None),
        ("orders", None, "shop/orders"),
        ("orders.shop", "other", "shop/orders"),
        ("orders.test.svc", "shop", "test/orders"),
        ("orders.test.svc.cluster.local", "shop", "test/orders"),
        ("orders.test.svc.cluster.local.", "shop", "test/orders"),
        ("Orders.Test.SVC", "shop", "test/orders"),
        ("orders.gone", "shop", None),
        ("orders.example.com", "shop", None),
        ("a.b.c.d", "shop", None),
        ("", "shop", None),
    ],
)
def test_dns_names_of_the_cluster(host: str, namespace: str | None, component: str | None) -> None:
    names = names_of(("orders", "shop", "shop/orders"), ("orders", "test", "test/orders"))
    assert names.resolve(host, Caller("c", namespace)) == component


def test_a_manifest_without_namespace_may_be_applied_to_any() -> None:
    names = names_of(("orders", None, "orders"))
    assert [names.resolve(h, Caller("c", "shop")) for h in ("orders", "orders.shop", "orders.any.svc")] == [
        "orders"
    ] * 3


@pytest.mark.parametrize(
    ("host", "component"),
    [
        ("db-0.db", "db"),
        ("db-12.db.shop", "db"),
        ("db-0.db.shop.svc.cluster.local", "db"),
        ("db-a.db", None),
        ("db-0.other", None),
        ("db-0.db.test.svc", None),
        ("db-0.db.example", None),
    ],
)
def test_pods_of_a_stateful_set_have_names_of_their_own(host: str, component: str | None) -> None:
    assert names_of(("db", "shop", "db")).resolve(host, Caller("c", "shop")) == component


def test_elsewhere_names_the_owners_in_other_namespaces() -> None:
    names = names_of(("db", "a", "a/db"), ("db", "b", "b/db"))
    assert (names.elsewhere("db.c.svc"), names.elsewhere("none")) == (("a/db", "b/db"), ())


# -- other names -------------------------------------------------------------------------------------------------------


def test_mesh_hosts_and_fixed_addresses_are_answered_exactly() -> None:
    names = Names()
    names.add_service(Address("api.acme.com", at(), type="ServiceEntry"), "api.acme.com")
    names.add_host("10.5.0.7", "db")
    names.add_host("10.5.0.7", "other")
    assert [names.resolve(h, ANYBODY) for h in ("API.acme.com", "10.5.0.7", "acme.com")] == ["api.acme.com", "db", None]
    assert [names.knows(h) for h in ("api.acme.com", "10.5.0.7", "acme.com")] == [True, True, False]


def test_an_operators_services_begin_with_the_resources_name() -> None:
    names = Names()
    names.add_prefix("events", "events")
    hosts = ["events", "events-kafka-bootstrap", "events-kafka.ns.svc", "eventstore", "my-events"]
    assert [names.resolve(h, ANYBODY) for h in hosts] == ["events", "events", "events", None, None]
    assert names.may_answer("anything")


def test_a_caller_has_the_namespace_or_the_networks_of_its_workload() -> None:
    assert caller_of(pods("a", namespace="shop"), "shop/a") == Caller("shop/a", "shop")
    assert caller_of(compose("a", networks=("x", "y")), "a") == Caller("a", None, frozenset({"x", "y"}))
