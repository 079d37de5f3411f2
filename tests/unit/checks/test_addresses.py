import pytest

from archcheck.checks.addresses import hard_coded_address, unresolved_host
from archcheck.checks.check import Hit
from archcheck.model.architecture import ComponentKind, Confidence, Outcome, RouteUse
from archcheck.model.facts import CustomResource, Facts, HostTarget, Route
from archcheck.model.finding import Related

from .graphs import at, component, compose, deployment, graph, refers

IP, UNRESOLVED = Outcome.IP_LITERAL, Outcome.UNRESOLVED


def test_an_ip_literal_is_one_finding_for_each_component() -> None:
    references = [refers("orders", "10.0.0.7", IP, line=3), refers("orders", "10.0.0.7", IP, line=4, because="again")]
    assert list(hard_coded_address(graph(component("orders"), references=references), {})) == [
        Hit(
            subjects=("orders",),
            message="orders depends on the IP address 10.0.0.7 instead of a name.",
            span=at(3),
            related=(Related(at(4), "again"),),
            key="10.0.0.7",
        )
    ]


def test_the_component_that_has_the_address_is_named() -> None:
    references = [refers("orders", "10.0.0.7", IP, "payments"), refers("orders", "10.0.0.8", IP, "10.0.0.8")]
    payments = component("payments", workloads=(compose("payments"),))
    system = graph(component("10.0.0.8", ComponentKind.EXTERNAL), payments, references=references)
    assert [(hit.subjects, hit.message) for hit in hard_coded_address(system, {})] == [
        (
            ("orders", "payments"),
            "orders depends on the IP address 10.0.0.7, the address of payments, instead of a name.",
        ),
        (("orders",), "orders depends on the IP address 10.0.0.8 instead of a name."),
    ]


@pytest.mark.parametrize(
    "host",
    [
        "0.0.0.0",
        "127.0.0.11",
        "::",
        "[::]",
        "::1",
        "192.0.2.9",
        "198.51.100.1",
        "203.0.113.7",
        "2001:DB8::7",
        "169.254.169.254",
    ],
)
def test_addresses_that_are_no_dependencies_are_silent(host: str) -> None:
    assert list(hard_coded_address(graph(references=[refers("orders", host, IP)]), {})) == []


def test_a_resolver_and_an_unsure_address_are_silent() -> None:
    references = [refers("a", "10.96.0.10", IP, port=53), refers("a", "10.0.0.1", IP, confidence=Confidence.LOW)]
    assert list(hard_coded_address(graph(references=references), {})) == []


def test_a_name_that_nothing_answers_to_is_reported_with_the_nearest_one() -> None:
    payments = component("payments-service", workloads=(compose("payments-service"),))
    system = graph(payments, references=[refers("orders", "payment-service", UNRESOLVED, "payment-service", line=6)])
    assert list(unresolved_host(system, {})) == [
        Hit(
            subjects=("orders",),
            message="orders refers to payment-service, and nothing in the deployment answers to that name. "
            "Is payments-service meant?",
            span=at(6),
            key="payment-service",
        )
    ]


def test_a_shared_place_is_one_finding_and_own_places_are_one_each() -> None:
    shared = [refers(name, "ai", UNRESOLVED, line=2, via_shared_source=True) for name in ("b", "a")]
    own = [refers("a", "mail", UNRESOLVED, line=5), refers("b", "mail", UNRESOLVED, line=6)]
    assert [(hit.subjects, hit.message) for hit in unresolved_host(graph(references=[*shared, *own]), {})] == [
        (("a", "b"), "a and b refer to ai, and nothing in the deployment answers to that name."),
        (("a",), "a refers to mail, and nothing in the deployment answers to that name."),
        (("b",), "b refers to mail, and nothing in the deployment answers to that name."),
    ]


def test_a_name_of_another_namespace_is_reported_with_the_namespace() -> None:
    users = component("users", namespace="people", workloads=(deployment("users", namespace="people"),))
    (hit,) = unresolved_host(graph(users, references=[refers("orders", "users", UNRESOLVED)]), {})
    assert hit.message == (
        "orders refers to users, and nothing in the deployment answers to that name. users is in namespace people."
    )


def test_names_of_other_networks_custom_resources_routes_and_unsure_references_are_silent() -> None:
    references = [
        refers("orders", "payments", UNRESOLVED),
        refers("orders", "billing", UNRESOLVED),
        refers("gate", "gone", UNRESOLVED, line=9),
        refers("orders", "maybe", UNRESOLVED, confidence=Confidence.LOW),
        refers("orders", "api.example.com", Outcome.EXTERNAL),
        refers("orders", "model.shop.svc", UNRESOLVED),
    ]
    route = RouteUse(Route(HostTarget("gone"), at(9), "nginx", file="nginx.conf"), "gate", None, "gone")
    payments = component("payments", aliases=("billing",), workloads=(compose("payments"),))
    facts = Facts(custom_resources=[CustomResource("Workspace", "kaito.sh/v1", "model", None, at(1))])
    assert list(unresolved_host(graph(payments, references=references, routes=[route], facts=facts), {})) == []
