from typing import Any

import pytest

from archcheck.checks.check import Hit
from archcheck.checks.circuit_breakers import breaker_without_timeout, ineffective_breaker, sync_chain_without_breaker
from archcheck.model.architecture import AppliedPolicy, ComponentKind, DependencyType
from archcheck.model.facts import HostTarget, Policy, PolicyKind
from archcheck.model.finding import Related

from .graphs import GATEWAY, at, call, chain, component, graph


def policy(
    source: str | None,
    target: str | None,
    kind: PolicyKind = PolicyKind.CIRCUIT_BREAKER,
    layer: str = "istio",
    line: int = 20,
    **params: float,
) -> AppliedPolicy:
    return AppliedPolicy(Policy(kind, layer, at(line), params, callee=HostTarget("payments.shop")), source, target)


def messages(*args: object, **rest: object) -> list[str]:
    return [hit.message for hit in sync_chain_without_breaker(graph(*args, **rest), {})]  # type: ignore[arg-type]


def test_a_chain_without_any_breaker_is_one_path() -> None:
    assert list(sync_chain_without_breaker(graph(dependencies=chain("web", "orders", "payments")), {})) == [
        Hit(
            subjects=("web", "orders", "payments"),
            message="web -> orders -> payments is a chain of 2 synchronous calls, "
            "and no circuit breaker covers any of them.",
            span=at(2),
            related=(
                Related(at(1), "web -> orders: environment of web"),
                Related(at(2), "orders -> payments: environment of orders"),
            ),
            is_path=True,
        )
    ]


def test_the_finding_points_at_a_call_without_a_breaker() -> None:
    system = graph(dependencies=chain("a", "b", "c", "d"), policies=[policy("a", "b"), policy(None, "d")])
    (hit,) = sync_chain_without_breaker(system, {})
    assert (hit.span, hit.message) == (
        at(2),
        "a -> b -> c -> d is a chain of 3 synchronous calls, and no circuit breaker covers b -> c.",
    )


def test_covered_chains_and_single_calls_are_silent() -> None:
    assert messages(dependencies=chain("a", "b", "c"), policies=[policy("a", "b"), policy(None, "c")]) == []
    assert messages(dependencies=[call("a", "b"), call("a", "c")]) == []


def test_a_route_is_the_first_hop_and_a_load_generator_is_none() -> None:
    route = call("gate", "orders", type=DependencyType.ROUTE)
    gate, load = component("gate", GATEWAY), component("load", ComponentKind.LOAD_GENERATOR)
    assert messages(gate, dependencies=[route, call("orders", "payments")]) == [
        "gate -> orders -> payments is a chain of 2 synchronous calls, and no circuit breaker covers any of them."
    ]
    assert messages(load, dependencies=[call("load", "orders"), call("orders", "payments")]) == []


def test_the_calls_of_one_component_are_one_finding() -> None:
    calls = [*chain("a", "b", "c"), call("b", "d"), call("b", "e"), call("a", "f"), call("x", "y")]
    (message,) = messages(dependencies=calls)
    assert message == (
        "a -> b -> c is a chain of 2 synchronous calls, and no circuit breaker covers any of them. "
        "The same holds for the calls of b to d and e."
    )


def test_a_call_that_a_chain_has_shown_is_not_told_again() -> None:
    calls = [call("a", "b"), call("a", "c"), call("b", "d"), call("c", "d")]
    assert [message.partition(" is ")[0] for message in messages(dependencies=calls)] == ["a -> b -> d", "a -> c -> d"]


def test_there_is_at_most_one_finding_for_a_component() -> None:
    layers = [call(f"s{n}{a}", f"s{n + 1}{b}") for n in range(8) for a in "abc" for b in "abc"]
    assert len(messages(dependencies=layers)) <= 24


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"max_ejection_percent": 0.0}, "at most 0 % of the instances may be taken out"),
        ({"consecutive_errors": 0.0}, "0 consecutive errors switch the detection off"),
    ],
)
def test_a_breaker_that_cannot_open_is_reported_once(params: dict[str, Any], reason: str) -> None:
    policies = [policy("a", "payments", **params), policy("b", "payments", **params)]
    assert list(ineffective_breaker(graph(policies=policies), {})) == [
        Hit(("payments", "a"), f"The circuit breaker for calls to payments cannot open: {reason}.", at(20))
    ]


def test_a_breaker_for_no_component_is_about_its_host() -> None:
    (hit,) = ineffective_breaker(graph(policies=[policy(None, None, max_ejection_percent=0.0)]), {})
    assert hit.subjects == ("payments.shop",)


@pytest.mark.parametrize(
    "applied",
    [
        policy(None, "p", consecutive_errors=5.0),
        policy(None, "p", consecutive_errors=0.0, consecutive_gateway_errors=3.0),
        policy(None, "p", PolicyKind.TIMEOUT, max_ejection_percent=0.0),
    ],
)
def test_a_breaker_that_can_open_is_silent(applied: AppliedPolicy) -> None:
    assert list(ineffective_breaker(graph(policies=[applied]), {})) == []


def test_a_mesh_breaker_without_a_timeout_is_reported_once() -> None:
    calls = [call("a", "payments"), call("b", "payments")]
    assert list(breaker_without_timeout(graph(dependencies=calls, policies=[policy(None, "payments")]), {})) == [
        Hit(
            ("payments",),
            "A circuit breaker covers calls to payments, but no timeout does: "
            "a call that hangs never counts as a failure.",
            at(20),
        )
    ]


@pytest.mark.parametrize(
    "policies",
    [
        [policy(None, "p"), policy(None, "p", PolicyKind.TIMEOUT)],
        [policy(None, "p", layer="envoy")],
        [policy(None, "q")],
    ],
)
def test_a_breaker_with_a_timeout_or_of_another_layer_is_silent(policies: list[AppliedPolicy]) -> None:
    assert list(breaker_without_timeout(graph(dependencies=[call("a", "p")], policies=policies), {})) == []
