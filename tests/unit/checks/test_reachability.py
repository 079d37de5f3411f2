from dataclasses import replace
from typing import Any

import pytest

from archcheck.checks.check import Hit
from archcheck.checks.reachability import unreachable_dependency
from archcheck.model.architecture import Component, Confidence, Outcome, Reference
from archcheck.model.facts import CustomResource, Facts, NetworkAttachment, NetworkPeer, NetworkRule, Selector, Workload
from archcheck.model.finding import Level, Related

from .graphs import at, component, compose, deployment, graph, refers


def on(name: str, *networks: str, **rest: Any) -> Component:
    aliases = rest.pop("aliases", ())
    return component(name, workloads=(compose(name, networks=networks, **rest),), aliases=aliases)


CALL = refers("orders", "payments", Outcome.COMPONENT, "payments", 4)


def found(*components: Component, references: tuple[Reference, ...] = (CALL,), facts: Facts | None = None) -> list[Hit]:
    return list(unreachable_dependency(graph(*components, references=references, facts=facts), {}))


# -- Compose networks --------------------------------------------------------------------------------------------------


def test_a_caller_and_a_callee_without_a_common_network_are_reported_once() -> None:
    unresolved = refers("orders", "payments", Outcome.UNRESOLVED, line=9)
    assert found(on("orders", "front", "edge"), on("payments", "back"), references=(CALL, unresolved)) == [
        Hit(
            subjects=("orders", "payments"),
            message="orders depends on payments, but they share no network: "
            "orders is on edge and front, payments on back.",
            span=at(4),
        )
    ]


def test_on_a_network_shared_with_others_it_is_less_certain() -> None:
    shared = NetworkAttachment("company", (), None, at(1), external=True)
    caller = component("orders", workloads=(replace(compose("orders"), networks=(shared,)),))
    assert [hit.level for hit in found(caller, on("payments", "back"))] == [Level.WARNING]


def test_an_alias_on_another_network_is_unreachable() -> None:
    by_alias = refers("orders", "billing", Outcome.UNRESOLVED, line=9)
    hits = found(on("orders", "front"), on("payments", "back", aliases=("billing",)), references=(by_alias,))
    assert [hit.subjects for hit in hits] == [("orders", "payments")]


@pytest.mark.parametrize(
    ("orders", "payments"),
    [
        (on("orders", "front", "back"), on("payments", "back")),
        (on("orders", "front", network_mode="service:payments"), on("payments", "back")),
        (on("orders", "front"), on("payments", "back", host_network=True)),
        (on("orders"), on("payments", "back")),
        (component("orders", workloads=(deployment("orders"),)), on("payments", "back")),
    ],
)
def test_a_common_network_or_one_that_does_not_decide_is_silent(orders: Component, payments: Component) -> None:
    assert found(orders, payments) == []


@pytest.mark.parametrize(
    "reference",
    [
        refers("orders", "payments", Outcome.COMPONENT, "payments", via_shared_source=True),
        refers("orders", "payments", Outcome.COMPONENT, "payments", confidence=Confidence.MEDIUM),
        refers("orders", "payments", Outcome.COMPONENT, "payments", because="logging driver fluentd to payments"),
        refers("orders", "elsewhere", Outcome.UNRESOLVED),
        refers("orders", "orders", Outcome.SELF, "orders"),
        refers("orders", "orders", Outcome.COMPONENT, "orders"),
    ],
)
def test_references_that_prove_no_call_of_the_caller_are_silent(reference: Reference) -> None:
    assert found(on("orders", "front"), on("payments", "back"), references=(reference,)) == []


# -- Kubernetes network policies ---------------------------------------------------------------------------------------


def pods(name: str, namespace: str | None = "shop", *more: Workload) -> Component:
    return component(name, namespace=namespace, workloads=(deployment(name, namespace=namespace), *more))


def rule(
    *peers: NetworkPeer,
    pods: str = "payments",
    direction: str = "ingress",
    kind: str = "NetworkPolicy",
    anybody: bool = False,
) -> NetworkRule:
    named = None if anybody else tuple((peer, at(30)) for peer in peers)
    return NetworkRule("guard", Selector({"app": pods}), direction, named, at(20), "shop", kind=kind)


def denied(
    *rules: NetworkRule, orders: Component | None = None, resources: tuple[CustomResource, ...] = ()
) -> list[Hit]:
    facts = Facts(network_rules=list(rules), custom_resources=list(resources))
    return found(orders or pods("orders"), pods("payments"), facts=facts)


def labelled(**labels: str) -> NetworkPeer:
    return NetworkPeer(pods=Selector(labels))


def test_a_policy_of_the_callee_that_does_not_admit_the_caller_is_reported() -> None:
    assert denied(rule(labelled(app="accounts"))) == [
        Hit(
            subjects=("orders", "payments"),
            message="orders depends on payments, but NetworkPolicy guard does not admit this traffic into payments.",
            span=at(4),
            related=(Related(at(20), "NetworkPolicy guard"),),
        )
    ]


def test_a_policy_of_the_caller_that_does_not_admit_the_callee_is_reported() -> None:
    assert [hit.message for hit in denied(rule(labelled(app="db"), pods="orders", direction="egress"))] == [
        "orders depends on payments, but NetworkPolicy guard does not admit this traffic out of orders."
    ]


@pytest.mark.parametrize(
    "peers",
    [
        (),
        (NetworkPeer(namespaces=Selector({"kubernetes.io/metadata.name": "people"})),),
        (NetworkPeer(pods=Selector({"app": "x"}), namespaces=Selector({})),),
    ],
)
def test_peers_that_cannot_be_the_caller_deny_it(peers: tuple[NetworkPeer, ...]) -> None:
    assert len(denied(rule(*peers))) == 1


@pytest.mark.parametrize(
    "rules",
    [
        (),
        (rule(anybody=True),),
        (rule(labelled(app="orders")),),
        (rule(), rule(labelled(app="orders"))),
        (rule(NetworkPeer(block="10.0.0.0/8")),),
        (rule(NetworkPeer(namespaces=Selector({"team": "shop"}))),),
        (rule(NetworkPeer(namespaces=Selector({"kubernetes.io/metadata.name": "shop"}))),),
        (rule(NetworkPeer(pods=Selector({"app": "orders"}), namespaces=Selector({}))),),
        (rule(pods="users"),),
        (rule(kind="AuthorizationPolicy"),),
        (rule(labelled(app="payments"), pods="orders", direction="egress"),),
    ],
)
def test_traffic_that_may_be_admitted_is_silent(rules: tuple[NetworkRule, ...]) -> None:
    assert denied(*rules) == []


def test_a_peer_without_namespaces_means_the_policys_own() -> None:
    assert len(denied(rule(labelled(app="orders")), orders=pods("orders", "people"))) == 1


def test_one_admitted_workload_of_the_caller_is_enough() -> None:
    blue = deployment("blue", namespace="shop")
    assert denied(rule(labelled(app="blue")), orders=pods("orders", "shop", blue)) == []


def test_policies_of_another_kind_may_admit_more() -> None:
    cilium = CustomResource("CiliumNetworkPolicy", "cilium.io/v2", "more", "shop", at(40))
    assert denied(rule(), resources=(cilium,)) == []


def test_a_caller_without_pods_is_silent() -> None:
    assert denied(rule(), orders=component("orders")) == []


def test_a_compose_service_knows_no_policies() -> None:
    assert denied(rule(), orders=on("orders", "front")) == []
