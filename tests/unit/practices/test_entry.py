"""API gateway and rate limiting."""

from typing import Any

import pytest

from archcheck.model.facts import GatewayObject, HostTarget, ObjectTarget, Policy, PolicyKind, Route
from archcheck.model.run import StaticVerdict
from archcheck.practices.entry import api_gateway, rate_limiting

from ..graph.systems import at, compose, graph, host_port, pods, service  # noqa: TID252  tests are no installed package

ORDERS, STOCK, WEB = compose("orders"), compose("stock"), compose("web", "acme/frontend")
PROXY = compose("proxy", "nginx:1", mounts=["nginx.conf"])
TRAEFIK = compose("traefik", "traefik:3", mounts=["nginx.conf"])
DB = compose("db", "postgres:17")


def said(verdict: StaticVerdict) -> tuple[str, str]:
    return verdict.verdict.value, verdict.why


def to(host: str) -> Route:
    return Route(HostTarget(host, 80), at(), f"proxy_pass {host}", file="nginx.conf")


def open_port(name: str, port: int = 80, **parts: Any) -> object:
    return host_port(name, port, 80, **parts)


@pytest.mark.parametrize(
    ("system", "verdict", "why"),
    [
        ([], "not-applicable", "The files describe no component."),
        ([ORDERS], "unknown", "Nothing is published, so the files do not show how clients come in."),
        ([ORDERS, open_port("orders")], "unknown", "orders is published; no gateway is in the files."),
        (
            [ORDERS, open_port("orders", host_ip="127.0.0.1")],
            "unknown",
            "Nothing is published, so the files do not show how clients come in.",
        ),
        (
            [ORDERS, WEB, open_port("orders"), open_port("web", 81)],
            "fail",
            "orders and web are published and nothing routes for them.",
        ),
        ([ORDERS, DB, open_port("db")], "unknown", "db is published; no gateway is in the files."),
        (
            [compose("grafana", "grafana/grafana"), compose("jaeger", "jaegertracing/all-in-one"),
             open_port("grafana"), open_port("jaeger", 81)],
            "unknown",
            "grafana and jaeger are published; no gateway is in the files.",
        ),
        ([TRAEFIK, ORDERS], "pass", "traefik is the only way in."),
        ([TRAEFIK, ORDERS, open_port("traefik")], "pass", "traefik is the only way in."),
        (
            [TRAEFIK, ORDERS, open_port("traefik"), open_port("orders", 81)],
            "fail",
            "traefik is the gateway, and orders is published beside it.",
        ),
        (
            [TRAEFIK, compose("kong", "kong:3"), DB, WEB, open_port("db"), open_port("web", 81)],
            "fail",
            "kong and traefik are the gateways, and db and web are published beside them.",
        ),
        ([TRAEFIK, compose("kong", "kong:3")], "pass", "kong and traefik are the only ways in."),
        (
            [PROXY, ORDERS, to("orders"), open_port("proxy")],
            "unknown",
            "proxy is published, and nothing shows that several services are behind it.",
        ),
        (
            [PROXY, ORDERS, to("orders"), open_port("proxy"), open_port("orders", 81)],
            "fail",
            "orders and proxy are published and nothing routes for them.",
        ),
        ([PROXY, ORDERS, STOCK, to("orders"), to("stock"), open_port("proxy")], "pass", "proxy is the only way in."),
    ],
)  # fmt: skip
def test_api_gateway(system: list[Any], verdict: str, why: str) -> None:
    assert said(api_gateway(graph(*system))) == (verdict, why)


def test_what_an_ingress_leads_to_is_not_beside_it() -> None:
    of = graph(
        GatewayObject("shop", "Ingress", at(3)),
        Route(ObjectTarget("Service", "web"), at(4), "Ingress shop path /", ("Ingress", None, "shop")),
        pods("web"),
        service("web", 80),
    )
    verdict = api_gateway(of)
    assert said(verdict) == ("pass", "shop is the only way in.")
    assert [(e.span.line, e.because) for e in verdict.evidence] == [(4, "Ingress shop path /")]


def test_a_gateway_without_visible_routes_is_its_own_evidence() -> None:
    assert [e.because for e in api_gateway(graph(TRAEFIK, ORDERS)).evidence] == ["traefik is a gateway"]


def test_each_door_beside_the_gateway_is_evidence() -> None:
    verdict = api_gateway(graph(TRAEFIK, ORDERS, open_port("orders", 81), open_port("orders", 82)))
    assert [e.because for e in verdict.evidence] == ["host port 81"]


# -- rate limiting -----------------------------------------------------------------------------------------------------


def limit(callee: str | None = None, file: str | None = "nginx.conf") -> Policy:
    return Policy(PolicyKind.RATE_LIMIT, "nginx", at(), callee=HostTarget(callee) if callee else None, file=file)


BEHIND = (TRAEFIK, ORDERS, STOCK, to("orders"), to("stock"))
IN_VARIABLES = compose("traefik", "traefik:3", env={"A_URL": "http://orders"})


@pytest.mark.parametrize(
    ("system", "verdict", "why"),
    [
        ([], "not-applicable", "The files describe no component."),
        ([ORDERS], "unknown", "No rate limit is in the files."),
        ([IN_VARIABLES, ORDERS], "unknown", "No rate limit is in the files."),
        ([*BEHIND], "fail", "traefik routes requests and limits none of them."),
        (
            [*BEHIND, compose("envoy-gateway", "envoyproxy/envoy:v1", mounts=["nginx.conf"])],
            "fail",
            "envoy-gateway and traefik route requests and limit none of them.",
        ),
        ([*BEHIND, limit()], "pass", "Every route of the gateway is rate limited."),
        ([*BEHIND, limit("orders")], "unknown", "No rate limit covers traefik -> stock."),
        (
            [*BEHIND, limit(), open_port("orders")],
            "unknown",
            "The gateway limits, but orders is published beside it.",
        ),
        (
            [PROXY, ORDERS, to("orders"), limit()],
            "unknown",
            "Rate limits exist, but no gateway route is visible that they cover.",
        ),
        ([*BEHIND, limit(), DB, open_port("db")], "pass", "Every route of the gateway is rate limited."),
    ],
)
def test_rate_limiting(system: list[Any], verdict: str, why: str) -> None:
    assert said(rate_limiting(graph(*system))) == (verdict, why)
