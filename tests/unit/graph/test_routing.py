"""Routes: who routes, where to, and what routing makes of a proxy."""

from dataclasses import replace
from typing import Any

import pytest

from archcheck.catalogue.technologies import load_catalogue
from archcheck.graph.components import add_components
from archcheck.graph.draft import Draft
from archcheck.graph.routing import file_owners
from archcheck.model.architecture import RouteUse
from archcheck.model.facts import (
    AddressPort,
    Build,
    GatewayObject,
    HostTarget,
    Mount,
    MountKind,
    ObjectTarget,
    Route,
)

from .systems import at, compose, container, edges, facts, graph, host_port, kinds, pods, service

NGINX = compose("proxy", "nginx:1", mounts=["nginx.conf"])


def to_host(host: str, port: int | None = 80, **parts: Any) -> Route:
    if not parts.keys() & {"provider", "gateway"}:
        parts.setdefault("file", "nginx.conf")
    return Route(HostTarget(host, port), at(), f"proxy_pass {host}", **parts)


def to_object(name: str, namespace: str | None = None, **parts: Any) -> Route:
    target = ObjectTarget(
        str(parts.pop("kind", "Service")), name, parts.pop("target_namespace", None), parts.pop("port", None)
    )
    return Route(target, at(), f"Ingress shop to {name}", ("Ingress", namespace, "shop"), namespace=namespace)


def shop(namespace: str | None = None) -> GatewayObject:
    return GatewayObject("shop", "Ingress", at(), namespace)


def uses(*stated: object) -> list[tuple[str | None, str | None, str | None]]:
    """Who routes, where to, and what is missing."""
    return [(u.source, u.target, u.missing) for u in graph(*stated).routes]


# -- who routes --------------------------------------------------------------------------------------------------------


def test_who_mounts_a_file_routes_by_it() -> None:
    of = graph(NGINX, compose("orders"), to_host("orders"))
    assert (edges(of), of.dependencies[0].evidence[0].because) == ([("proxy", "orders", "sync")], "proxy_pass orders")


def test_who_runs_a_product_reads_the_labels_for_it() -> None:
    traefik = compose("traefik", "traefik:3")
    of = graph(traefik, compose("orders"), to_host("orders", provider="traefik"))
    assert edges(of) == [("traefik", "orders", "route")]


def test_a_label_names_a_component_even_where_no_name_is_resolved() -> None:
    traefik = compose("traefik", "traefik:3")
    of = graph(traefik, pods("orders"), to_host("orders", provider="traefik"))
    assert edges(of) == [("traefik", "orders", "route")]


def test_a_route_that_nobody_reads_is_kept() -> None:
    assert uses(compose("orders"), to_host("orders", file="other.conf")) == [(None, "orders", None)]
    assert uses(compose("orders"), to_host("orders", provider="traefik")) == [(None, "orders", None)]
    assert uses(compose("orders"), to_host("orders", gateway=("Gateway", None, "none"))) == [(None, "orders", None)]


@pytest.mark.parametrize(("of_object", "of_route"), [("a", None), (None, "a")])
def test_a_gateway_is_found_where_one_manifest_leaves_the_namespace_open(
    of_object: str | None, of_route: str | None
) -> None:
    stated = (shop(of_object), pods("web"), service("web", 80), to_object("web", of_route))
    assert uses(*stated) == [("shop", "web", None)]


def test_a_gateway_of_another_namespace_is_another() -> None:
    assert uses(shop("a"), pods("web"), service("web", 80), to_object("web", "b")) == [(None, "web", None)]


# -- where to ----------------------------------------------------------------------------------------------------------


def test_hosts_that_nothing_answers_to() -> None:
    stated = (NGINX, to_host("gone"), to_host("api.pay.com", 443), to_host("${GONE_HOST}"), to_host("$upstream"))
    of = graph(*stated)
    assert [(u.target, u.missing) for u in of.routes] == [
        (None, "nothing in this deployment answers to gone"), (None, None), (None, None), (None, None),
    ]  # fmt: skip
    assert edges(of) == [("proxy", "api.pay.com", "sync")]


@pytest.mark.parametrize(
    "host", ["${SHOP_ORDERS_HOST}", "$SHOP_ORDERS_UPSTREAM", "${shop_orders_service_host}", "${SHOP_ORDERS}"]
)
def test_a_variable_in_a_template_means_the_component_of_that_name(host: str) -> None:
    assert uses(NGINX, compose("shop-orders"), to_host(host)) == [("proxy", "shop-orders", None)]


@pytest.mark.parametrize("host", ["${HOST}", "${ORDERS_HOST}.local", "orders-${X}"])
def test_other_templates_mean_nobody(host: str) -> None:
    assert uses(NGINX, compose("orders"), to_host(host)) == [("proxy", None, None)]


def test_objects_are_found_in_their_namespace() -> None:
    two = [w for n in ("a", "b") for w in (pods("web", namespace=n), service("web", 80, namespace=n))]
    assert uses(*two, shop("b"), to_object("web", "b")) == [("shop", "b/web", None)]
    elsewhere = to_object("web", "b", target_namespace="a")
    assert uses(*two, shop("b"), elsewhere) == [("shop", "a/web", None)]
    assert uses(*two, shop(), to_object("web")) == [("shop", "a/web", None)]
    assert uses(*two, shop("c"), to_object("web", "c")) == [("shop", None, "there is no Service web in namespace c")]


def test_an_open_namespace_of_the_service_fits_any_route() -> None:
    assert uses(pods("web"), service("web", 80), shop("b"), to_object("web", "b")) == [("shop", "web", None)]


@pytest.mark.parametrize(
    ("port", "missing"),
    [
        (80, None),
        ("http", None),
        (None, None),
        (81, "Service web has no port 81"),
        ("grpc", "Service web has no port grpc"),
    ],
)
def test_the_port_has_to_be_the_services(port: int | str | None, missing: str | None) -> None:
    listed = AddressPort(80, 8080, None, "http", "tcp", at())
    assert uses(pods("web"), service("web", listed), shop(), to_object("web", port=port)) == [("shop", "web", missing)]


def test_a_service_without_ports_has_any() -> None:
    assert uses(pods("web"), service("web"), shop(), to_object("web", port=80)) == [("shop", "web", None)]


def test_what_is_missing_is_said() -> None:
    found = uses(
        pods("web"), service("empty", 80), shop(), to_object("empty"), to_object("gone"), to_object("x", kind="Bucket")
    )
    assert found == [
        ("shop", None, "Service empty selects no workload"),
        ("shop", None, "there is no Service gone"),
        ("shop", None, None),
    ]


# -- files and their readers -------------------------------------------------------------------------------------------


def owners(path: str, *workloads: object) -> list[str]:
    draft = Draft(facts(*workloads))
    add_components(draft, load_catalogue())
    return file_owners(draft, path)


def built(name: str, context: str, dockerfile: str | None = None) -> object:
    return compose(name, build=Build(context, dockerfile, at()))


def test_mounts_come_before_builds_and_those_before_folders() -> None:
    mounting, building, named = compose("a", mounts=["b/conf"]), built("x", "b"), compose("b")
    assert owners("b/conf/nginx.conf", mounting, building, named) == ["a"]
    assert owners("b/nginx.conf", mounting, building, named) == ["x"]
    assert owners("b/nginx.conf", mounting, named) == ["b"]
    assert owners("c/nginx.conf", mounting, named) == []
    assert owners("b.conf", mounting, named) == []


def test_only_files_are_read_from_mounts() -> None:
    mounts = (
        Mount(MountKind.VOLUME, "conf", "/x", True, at()),
        Mount(MountKind.CONFIG, "configmap/_/web", "/y", True, at()),
        Mount(MountKind.BIND, None, "/z", True, at()),
    )
    workload = pods("web", containers=(replace(container(), mounts=mounts),))
    assert owners("configmap/_/web/nginx.conf", workload) == ["web"]
    assert owners("conf/nginx.conf", workload) == []
    assert owners("configmap/_/web2/nginx.conf", workload) == []


def test_the_innermost_build_reads_a_file() -> None:
    assert owners("web/ui/nginx.conf", built("web", "web"), built("ui", "web/ui")) == ["ui"]
    assert owners("web/x/nginx.conf", built("web", "web"), built("ui", "web/ui")) == ["web"]


def test_builds_of_one_context_with_dockerfiles_of_their_own_share_nothing_else() -> None:
    apart = (built("a", "src", "src/a/Dockerfile"), built("b", "src", "src/b/Dockerfile"))
    assert owners("src/a/nginx.conf", *apart) == ["a"]
    assert owners("src/common/nginx.conf", *apart) == []
    assert owners("src/common/nginx.conf", built("a", "src"), built("b", "src")) == ["a", "b"]


def test_a_build_of_the_whole_repository_tells_nothing() -> None:
    assert owners("conf/nginx.conf", built("a", "."), built("b", ".", "Dockerfile")) == []


# -- proxies that are gateways -----------------------------------------------------------------------------------------


def test_a_proxy_that_routes_to_two_services_is_a_gateway() -> None:
    one = graph(NGINX, compose("orders"), to_host("orders"), to_host("orders", 81))
    two = graph(NGINX, compose("orders"), compose("stock"), to_host("orders"), to_host("stock"))
    assert (kinds(one)["proxy"], kinds(two)["proxy"]) == ("proxy", "gateway")


def test_stores_behind_a_proxy_make_it_no_gateway() -> None:
    of = graph(NGINX, compose("db", "postgres:17"), compose("cache", "redis:7"), to_host("db"), to_host("cache"))
    assert kinds(of)["proxy"] == "proxy"


def test_a_user_interface_is_a_gateway_if_the_services_behind_it_are_not_published_themselves() -> None:
    stated = (
        compose("frontend", "acme/frontend", mounts=["nginx.conf"]),
        compose("orders"),
        compose("stock"),
        to_host("orders"),
        to_host("stock"),
    )
    assert kinds(graph(*stated))["frontend"] == "gateway"
    assert kinds(graph(*stated, host_port("orders", 1, 1)))["frontend"] == "ui"


def test_a_proxy_whose_start_order_names_several_services_is_a_gateway() -> None:
    of = graph(compose("proxy", "nginx:1", after=["orders", "stock"]), compose("orders"), compose("stock"))
    assert kinds(of)["proxy"] == "gateway"


def test_route_uses_are_values() -> None:
    (found,) = graph(NGINX, compose("orders"), to_host("orders")).routes
    assert found == RouteUse(to_host("orders"), "proxy", "orders")
