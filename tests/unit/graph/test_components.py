"""Workloads, gateway objects, Services and custom resources as components, and their doors."""

from dataclasses import replace
from typing import Any

import pytest

from archcheck.model.architecture import Door
from archcheck.model.facts import (
    AddressPort,
    CustomResource,
    Exposure,
    GatewayObject,
    Mechanism,
    NetworkAttachment,
    ObjectTarget,
    Route,
    WorkloadKind,
)

from .systems import at, compose, edges, graph, host_port, kinds, pods, service


def gateway(name: str, kind: str = "Ingress", **parts: Any) -> GatewayObject:
    return GatewayObject(name, kind, at(), **parts)


def route(to: str, kind: str = "Ingress", name: str = "shop", namespace: str | None = None) -> Route:
    return Route(ObjectTarget("Service", to), at(), f"{kind} {name}", (kind, namespace, name), namespace=namespace)


# -- names -------------------------------------------------------------------------------------------------------------


def test_a_name_that_occurs_in_several_namespaces_is_qualified() -> None:
    of = graph(pods("db", namespace="a"), pods("db", namespace="b"), pods("web", namespace="a"))
    assert sorted(of.components) == ["a/db", "b/db", "web"]
    assert [of.components[n].namespace for n in sorted(of.components)] == ["a", "b", "a"]


def test_of_equal_names_that_cannot_be_told_apart_the_later_says_what_it_is() -> None:
    of = graph(compose("db"), pods("db"), pods("db", kind=WorkloadKind.STATEFUL_SET))
    assert sorted(of.components) == ["db", "db-deployment", "db-statefulset"]


def test_all_other_names_are_aliases() -> None:
    attached = (NetworkAttachment("default", ("shop", "store"), None, at()),)
    of = graph(
        replace(compose("orders", names=("orders-1", "orders")), networks=attached),
        pods("stock-deployment", labels={"app": "stock"}),
        service("stock"),
    )
    assert of.components["orders"].aliases == ("orders-1", "shop", "store")
    assert of.components["stock"].aliases == ("stock-deployment",)


# -- gateway objects ---------------------------------------------------------------------------------------------------


def test_a_gateway_object_is_a_component_if_it_routes() -> None:
    stated = (gateway("shop", technology="nginx"), gateway("idle"), pods("web"), service("web", 80))
    of = graph(*stated, route("web"))
    assert (sorted(of.components), edges(of)) == (["shop", "web"], [("shop", "web", "route")])
    found = of.components["shop"]
    assert (found.kind.value, found.technology, found.own, found.gateway) == (
        "gateway",
        "ingress-nginx",
        False,
        stated[0],
    )


@pytest.mark.parametrize(
    ("kind", "name"), [("Ingress", "shop-ingress"), ("IngressRoute", "shop-ingress"), ("Gateway", "shop-gateway")]
)
def test_a_gateway_object_whose_name_is_taken_is_called_by_its_kind(kind: str, name: str) -> None:
    of = graph(gateway("shop", kind), pods("shop"), service("shop", 80), route("shop", kind))
    assert edges(of) == [(name, "shop", "route")]


def test_an_object_stated_twice_is_one_component() -> None:
    of = graph(gateway("shop"), gateway("shop"), pods("web"), service("web", 80), route("web"))
    assert sorted(of.components) == ["shop", "web"]


@pytest.mark.parametrize(
    ("kind", "given", "technology"),
    [
        ("Ingress", "nginx", "ingress-nginx"),
        ("Ingress", "acme-class", "acme-class"),
        ("Ingress", None, None),
        ("IstioGateway", None, "istio"),
    ],
)
def test_the_technology_of_a_gateway_object(kind: str, given: str | None, technology: str | None) -> None:
    of = graph(gateway("shop", kind, technology=given), pods("web"), service("web", 80), route("web", kind))
    assert of.components["shop"].technology == technology


# -- Services that lead out --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "outside",
    [
        [service("pay", selector=None, type="ExternalName", external_name="api.pay.com")],
        [service("pay", 80, selector=None), service("pay", selector=None, type="Endpoints", endpoints=("10.0.0.9",))],
        [service("pay", 80, selector=None, endpoints=("10.0.0.9",))],
        [service("pay", 443, selector=None, type="ServiceEntry")],
    ],
)
def test_a_service_that_leads_out_is_external(outside: list[object]) -> None:
    of = graph(pods("web", env={"PAY_URL": "http://pay:80"}), *outside)
    assert (edges(of), kinds(of)) == ([("web", "pay", "sync")], {"pay": "external", "web": "ui"})


def test_a_service_that_leads_out_and_that_nobody_uses_is_no_component() -> None:
    of = graph(pods("web"), service("pay", selector=None, type="ExternalName", external_name="api.pay.com"))
    assert sorted(of.components) == ["web"]


def test_an_external_name_of_a_service_of_the_deployment_is_that_service() -> None:
    alias = service("store", selector=None, type="ExternalName", external_name="db.data.svc.cluster.local")
    web = pods("web", env={"DB_URL": "postgres://store/x"}, namespace="shop")
    of = graph(web, pods("db", "postgres:17", namespace="data"), service("db", 5432, namespace="data"), alias)
    assert edges(of) == [("web", "db", "data")]


def test_an_outside_host_that_begins_like_a_service_is_still_outside() -> None:
    outside = service("pay", selector=None, type="ExternalName", external_name="web.pay.com")
    of = graph(pods("web", env={"PAY_URL": "http://pay:80"}), service("web", 80), outside)
    assert edges(of) == [("web", "pay", "sync")]


def test_a_service_without_workloads_answers_to_nobody() -> None:
    of = graph(pods("web", env={"PAY_URL": "http://pay:80"}), service("pay", 80))
    assert [(r.use.host, r.outcome.value) for r in of.references] == [("pay", "unresolved")]


def test_an_outside_service_with_the_name_of_a_workload_keeps_apart() -> None:
    outside = service("pay", selector=None, type="ExternalName", external_name="api.pay.com")
    of = graph(pods("web", env={"PAY_URL": "http://pay:80"}), pods("pay"), outside)
    assert edges(of) == [("web", "pay-external", "sync")]


# -- what operators run ------------------------------------------------------------------------------------------------


def test_an_operators_resource_is_a_component_if_it_is_used() -> None:
    events = CustomResource("Kafka", "kafka.strimzi.io/v1beta2", "events", None, at())
    idle = CustomResource("Kafka", "kafka.strimzi.io/v1beta2", "idle", None, at())
    other = CustomResource("Widget", "acme.io/v1", "events", None, at())
    web = pods("web", env={"KAFKA_BROKERS": "events-kafka-bootstrap:9092"})
    of = graph(web, events, idle, other)
    assert (edges(of), kinds(of)) == ([("web", "events", "messaging")], {"events": "broker", "web": "ui"})


# -- doors -------------------------------------------------------------------------------------------------------------


def test_published_ports_are_doors_and_all_ways_in_are_kept() -> None:
    exposures = (
        host_port("web", 8080, 80),
        host_port("web", None, 81),
        host_port("web", 82, 82, host_ip="127.0.0.1"),
        Exposure("web", Mechanism.HOST_NETWORK, at()),
        host_port("gone", 1, 1),
    )
    found = graph(compose("web"), *exposures).components["web"]
    assert found.exposures == exposures[:4]
    assert found.doors == (
        Door(Mechanism.HOST_NETWORK, at(), "the host's network"),
        Door(Mechanism.HOST_PORT, at(), "host port 8080", 8080, 80),
    )


@pytest.mark.parametrize(
    ("parts", "doors"),
    [
        ({}, ()),
        ({"type": "NodePort"}, (Door(Mechanism.NODE_PORT, at(), "Service web of type NodePort", 30080, 8080),)),
        (
            {"type": "LoadBalancer"},
            (Door(Mechanism.LOAD_BALANCER, at(), "Service web of type LoadBalancer", 80, 8080),),
        ),
        ({"type": "LoadBalancer", "internal": True}, ()),
        (
            {"external_ips": ("1.2.3.4",)},
            (Door(Mechanism.EXTERNAL_IP, at(), "Service web with externalIPs", 80, 8080),),
        ),
    ],
)
def test_services_open_doors(parts: dict[str, Any], doors: tuple[Door, ...]) -> None:
    port = AddressPort(80, 8080, 30080, None, "tcp", at())
    assert graph(pods("web"), service("web", port, **parts)).components["web"].doors == doors


def test_doors_of_named_ports_and_of_services_without_ports() -> None:
    named = AddressPort(80, "http", None, None, "tcp", at())
    of = graph(pods("a"), service("a", named, type="NodePort"), pods("b"), service("b", type="LoadBalancer"))
    assert [(d.port, d.container_port) for c in of.published for d in c.doors] == [(None, None), (None, None)]
