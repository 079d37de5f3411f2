"""Which dependencies a policy covers."""

from typing import Any

import pytest

from archcheck.model.facts import GatewayObject, HostTarget, ObjectTarget, Policy, PolicyKind, Route

from .systems import at, compose, graph, pods, service

RETRY = PolicyKind.RETRY


def retry(**parts: Any) -> Policy:
    parts.setdefault("layer", "test")
    return Policy(RETRY, span=at(), **parts)


def pairs(*stated: object) -> list[tuple[str | None, str | None]]:
    return [(p.source, p.target) for p in graph(*stated).policies]


PROXY = compose("proxy", "nginx:1", mounts=["nginx.conf"])
TRAEFIK = compose("traefik", "traefik:3")
ORDERS, STOCK = compose("orders"), compose("stock")
SHOP = GatewayObject("shop", "Ingress", at(), technology="traefik")
BEHIND = Route(ObjectTarget("Service", "web"), at(), "Ingress shop", ("Ingress", None, "shop"), path="/web")


@pytest.mark.parametrize(
    ("policy", "found"),
    [
        (retry(callee=HostTarget("orders")), [(None, "orders")]),
        (retry(callee=HostTarget("orders"), file="nginx.conf"), [("proxy", "orders")]),
        (retry(callee=HostTarget("orders"), workload="stock"), [("stock", "orders")]),
        (retry(callee=HostTarget("gone")), []),
        (retry(file="nginx.conf"), [("proxy", None)]),
        (retry(file="other.conf"), []),
        (retry(provider="traefik"), [("traefik", None)]),
        (retry(provider="traefik", workload="orders"), [("traefik", "orders")]),
        (retry(provider="kong"), []),
        (retry(workload="orders"), [(None, "orders")]),
        (retry(workload="gone"), []),
        (retry(gateway=("Ingress", None, "gone")), []),
        (retry(), []),
    ],
)
def test_a_policy_covers_what_it_names(policy: Policy, found: list[tuple[str | None, str | None]]) -> None:
    assert pairs(PROXY, TRAEFIK, ORDERS, STOCK, policy) == found


def test_a_policy_of_a_gateway_object_covers_its_routes() -> None:
    system = (pods("web"), service("web", 80), SHOP, BEHIND)
    assert pairs(*system, retry(gateway=("Ingress", None, "shop"))) == [("shop", None)]
    assert pairs(*system, retry(gateway=("Ingress", None, "shop"), route_path="/web")) == [("shop", "web")]
    assert pairs(*system, retry(gateway=("Ingress", None, "shop"), route_path="/other")) == []
    assert pairs(*system, retry(provider="traefik")) == [("shop", None)]


def test_the_product_itself_comes_before_its_objects() -> None:
    system = (pods("traefik", "traefik:3"), pods("web"), service("web", 80), SHOP, BEHIND)
    assert pairs(*system, retry(provider="traefik")) == [("traefik", None)]


def test_a_policy_is_applied_once_to_each_pair() -> None:
    again = Route(ObjectTarget("Service", "web"), at(2), "Ingress shop again", ("Ingress", None, "shop"), path="/web")
    system = (pods("web"), service("web", 80), SHOP, BEHIND, again)
    assert pairs(*system, retry(gateway=("Ingress", None, "shop"), route_path="/web")) == [("shop", "web")]


def test_a_callee_may_be_named_as_the_component_is() -> None:
    system = (pods("web", namespace="a"), pods("web", namespace="b"))
    assert pairs(*system, retry(callee=HostTarget("b/web"))) == [(None, "b/web")]


def test_workloads_are_found_in_the_policys_namespace() -> None:
    system = (pods("web", namespace="a"), pods("web", namespace="b"))
    assert pairs(*system, retry(workload="web", namespace="b")) == [(None, "b/web")]
    assert pairs(*system, retry(workload="web", namespace="c")) == []


def test_a_gateway_whose_manifest_leaves_the_namespace_open_is_meant() -> None:
    system = (pods("web"), service("web", 80), SHOP, BEHIND)
    assert pairs(*system, retry(gateway=("Ingress", "prod", "shop"))) == [("shop", None)]


def test_a_policy_of_one_route_covers_a_service_only_with_those_of_its_other_routes() -> None:
    other = Route(ObjectTarget("Service", "web"), at(), "Ingress shop", ("Ingress", None, "shop"), path="/admin")
    system = (pods("web"), service("web", 80), SHOP, BEHIND, other)
    one = retry(gateway=("Ingress", None, "shop"), route_path="/web")
    assert pairs(*system, one) == []
    assert pairs(*system, one, retry(gateway=("Ingress", None, "shop"), route_path="/admin")) == [("shop", "web")] * 2
