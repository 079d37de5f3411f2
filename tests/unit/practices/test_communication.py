"""Service discovery, asynchronous messaging, circuit breakers, failure handling."""

from collections.abc import Callable
from typing import Any

import pytest

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.facts import HostTarget, Policy, PolicyKind
from archcheck.model.run import StaticVerdict
from archcheck.practices.communication import (
    async_messaging,
    circuit_breakers,
    failure_handling,
    possible_queues,
    service_discovery,
)

from ..graph.systems import at, compose, graph, service  # noqa: TID252  tests are no installed package

ORDERS, STOCK = compose("orders"), compose("stock")
BROKER = compose("broker", "rabbitmq:4")
PUBLISH = {"A_URL": "amqp://broker"}


def said(verdict: StaticVerdict) -> tuple[str, str]:
    return verdict.verdict.value, verdict.why


@pytest.mark.parametrize("judge", [service_discovery, circuit_breakers, failure_handling])
def test_without_a_workload_there_is_nothing_to_judge(judge: Callable[[ServiceGraph], StaticVerdict]) -> None:
    assert said(judge(graph())) == ("not-applicable", "The files describe no workload.")


# -- service discovery -------------------------------------------------------------------------------------------------


def test_names_are_found_by_the_platform() -> None:
    of = graph(compose("web", env={"A_URL": "http://orders"}), ORDERS)
    verdict = service_discovery(of)
    assert said(verdict) == ("pass", "Every address in the files is a name; the platform's DNS finds it.")
    assert [e.because for e in verdict.evidence] == ["environment A_URL=http://orders"]


def test_a_registry_is_named() -> None:
    of = graph(compose("consul", "hashicorp/consul"), ORDERS)
    assert said(service_discovery(of)) == (
        "pass", "Every address in the files is a name; consul and the platform's DNS find it.",
    )  # fmt: skip


def test_an_ip_literal_is_no_discovery() -> None:
    web = compose("web", env={"A_URL": "http://10.0.0.5"})
    verdict = service_discovery(graph(web, ORDERS))
    assert said(verdict) == ("fail", "web depends on an IP address.")
    assert [e.because for e in verdict.evidence] == ["environment A_URL=http://10.0.0.5"]
    two = graph(web, compose("api", env={"A_URL": "http://10.0.0.5"}))
    assert said(service_discovery(two)) == ("fail", "api and web depend on an IP address.")


@pytest.mark.parametrize(
    "env",
    [
        {"DNS_SERVER": "10.0.0.53"},
        {"A_ADDR": "10.0.0.5:53"},
        {"A_URL": "http://127.0.0.1:1"},
        {"BIND_ADDR": "10.0.0.1"},
    ],
)
def test_addresses_that_cannot_have_a_name_are_no_failure(env: dict[str, str]) -> None:
    assert service_discovery(graph(compose("web", env=env))).verdict.value == "pass"


# -- asynchronous messaging --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("system", "verdict", "why"),
    [
        ([BROKER], "not-applicable", "The files describe no service."),
        ([ORDERS], "fail", "No message broker is in the files, deployed or external."),
        ([ORDERS, BROKER], "unknown", "broker is there, but no service is visibly attached."),
        (
            [compose("orders", env=PUBLISH), STOCK, BROKER],
            "unknown",
            "broker is there, but only orders is visibly attached.",
        ),
        (
            [compose("orders", env=PUBLISH), compose("stock", after=["broker"]), BROKER],
            "pass",
            "orders and stock exchange messages through broker.",
        ),
        (
            [compose(n, env={"A_URL": "amqp://mq.acme.com"}) for n in ("orders", "stock")],
            "pass",
            "orders and stock exchange messages through mq.acme.com.",
        ),
        (
            [compose("orders", env=PUBLISH), compose("grafana", "grafana/grafana", env=PUBLISH), BROKER],
            "unknown",
            "broker is there, but only orders is visibly attached.",
        ),
        (
            [ORDERS, BROKER, compose("nats", "nats:2")],
            "unknown",
            "broker and nats are there, but no service is visibly attached.",
        ),
        ([ORDERS, compose("cache", "redis:7")], "unknown", "No broker is deployed; cache may serve as a queue."),
        (
            [compose("orders", env={"A_URL": "redis://cache"}), compose("cache", "redis:7")],
            "fail",
            "No message broker is in the files, deployed or external.",
        ),
    ],
)
def test_asynchronous_messaging(system: list[Any], verdict: str, why: str) -> None:
    assert said(async_messaging(graph(*system))) == (verdict, why)


def test_caches_that_may_be_queues() -> None:
    users = [compose(n, env={"A_URL": "redis://two", "B_URL": "memcached:11211"}) for n in ("orders", "stock")]
    one = compose("pay", env={"A_URL": "redis://one"})
    caches = [compose("one", "redis:7"), compose("two", "redis:7"), compose("memcached", "memcached:1")]
    assert possible_queues(graph(*users, one, *caches)) == ["two"]


# -- breakers and failure handling -------------------------------------------------------------------------------------

WEB = compose("web", env={"A_URL": "http://orders", "B_URL": "http://stock", "C_URL": "https://pay.com"})


def policy(kind: PolicyKind, callee: str | None = None, **params: float) -> Policy:
    """A policy of the file that the service ``web`` mounts."""
    return Policy(kind, "test", at(), params, HostTarget(callee) if callee else None, file="conf")


MOUNTING = compose("web", mounts=["conf"], env={s.name: s.value for s in WEB.containers[0].settings})
SYSTEM = (MOUNTING, ORDERS, STOCK)
BREAKER, TIMEOUT, RETRY = PolicyKind.CIRCUIT_BREAKER, PolicyKind.TIMEOUT, PolicyKind.RETRY


@pytest.mark.parametrize(
    ("stated", "verdict", "why"),
    [
        ([], "unknown", "No circuit breaker is in the files for any of the 2 visible calls and routes."),
        ([policy(BREAKER)], "pass", "Every visible call and route (2) has a circuit breaker."),
        ([policy(BREAKER, "orders")], "unknown", "No circuit breaker is in the files for web -> stock."),
        ([policy(RETRY)], "unknown", "No circuit breaker is in the files for any of the 2 visible calls and routes."),
    ],
)
def test_circuit_breakers(stated: list[Policy], verdict: str, why: str) -> None:
    assert said(circuit_breakers(graph(*SYSTEM, *stated))) == (verdict, why)


HANDLED = "Every visible call and route (2) has a timeout with a retry, fallback or breaker."
UNHANDLED = "No timeout with a retry, fallback or breaker is in the files for any of the 2 visible calls and routes."


@pytest.mark.parametrize(
    ("stated", "why"),
    [
        ([policy(TIMEOUT, timeout_s=1), policy(RETRY)], HANDLED),
        ([policy(TIMEOUT), policy(BREAKER)], HANDLED),
        ([policy(TIMEOUT), policy(PolicyKind.FALLBACK)], HANDLED),
        ([policy(TIMEOUT, timeout_s=1)], UNHANDLED),
        ([policy(RETRY)], UNHANDLED),
        ([policy(TIMEOUT, connect_timeout_s=1), policy(RETRY)], UNHANDLED),
        ([policy(TIMEOUT, connect_timeout_s=1, timeout_s=1), policy(RETRY)], HANDLED),
        (
            [policy(TIMEOUT), policy(RETRY, "stock")],
            "No timeout with a retry, fallback or breaker is in the files for web -> orders.",
        ),
    ],
)
def test_failure_handling(stated: list[Policy], why: str) -> None:
    verdict = failure_handling(graph(*SYSTEM, *stated))
    assert said(verdict) == ("pass" if why == HANDLED else "unknown", why)
    assert (verdict.settle is None) is (why == HANDLED)


def test_without_a_visible_call_nothing_is_shown() -> None:
    verdict = circuit_breakers(graph(ORDERS, policy(BREAKER)))
    assert said(verdict) == (
        "unknown",
        "No call between services is visible, so none can be shown to have a circuit breaker.",
    )


def test_the_policies_are_the_evidence_each_place_once() -> None:
    verdict = circuit_breakers(graph(*SYSTEM, policy(BREAKER), policy(BREAKER, "orders"), policy(RETRY)))
    assert [e.because for e in verdict.evidence] == ["test circuit-breaker"]


def test_a_service_without_workload_is_judged_as_nothing() -> None:
    assert service_discovery(graph(service("x", 80))).verdict.value == "not-applicable"
