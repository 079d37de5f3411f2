"""Dependencies from what workloads and configuration files state."""

from dataclasses import replace
from typing import Any

import pytest

from archcheck.model.architecture import Confidence, DependencyType
from archcheck.model.facts import (
    ConfigReference,
    ContainerRole,
    Link,
    NetworkPeer,
    NetworkRule,
    Selector,
    Setting,
    SettingOrigin,
    StartOrder,
)

from .systems import at, compose, container, edges, graph, pods, reasons, service

PROMETHEUS = compose("prometheus", "prom/prometheus:v3", mounts=["prometheus.yml"])


# -- variables and commands --------------------------------------------------------------------------------------------


def test_all_evidence_of_one_dependency_is_merged_in_order() -> None:
    web = compose(
        "web",
        env=[Setting("ORDERS_URL", "http://orders:80", at(9)), Setting("B_URL", "http://orders:80", at(3))],
        after=["orders"],
    )
    (dependency,) = graph(web, compose("orders")).dependencies
    assert [(e.span.line, e.because) for e in dependency.evidence] == [
        (3, "environment B_URL=http://orders:80"),
        (9, "environment ORDERS_URL=http://orders:80"),
        (1, "depends_on orders"),
    ]
    assert (dependency.type, dependency.protocol, [u.port for u in dependency.uses]) == (
        DependencyType.SYNC, "http", [80, 80],
    )  # fmt: skip


def test_init_containers_make_dependencies() -> None:
    wait = container("busybox", command=["sh", "-c", "until nc -z db 5432; do sleep 1; done"], role=ContainerRole.INIT)
    of = graph(pods("web", containers=(container("acme/web"), wait)), pods("db", "postgres:17"), service("db", 5432))
    assert edges(of) == [("web", "db", "data")]
    assert of.dependencies[0].confidence is Confidence.MEDIUM


# -- start order and links ---------------------------------------------------------------------------------------------


def test_start_order_alone_is_its_own_type() -> None:
    of = graph(compose("web", after=["orders", "gone"]), compose("orders"))
    assert edges(of) == [("web", "orders", "depends_on")]


def test_links_are_connections_typed_by_their_target() -> None:
    links = (
        Link("db", "database", external=False, span=at()),
        Link("cache", None, external=True, span=at()),
        Link("gone", "x", external=True, span=at()),
    )
    web = compose("web", env={"STORE_URL": "postgres://database/shop"}, links=links)
    of = graph(web, compose("db", "postgres:17"), compose("cache", "redis:7"))
    assert reasons(of) == [
        "web -> cache: external_links cache",
        "web -> db: environment STORE_URL=postgres://database/shop",
        "web -> db: links db",
    ]
    assert {t for *_, t in edges(of)} == {"data"}


def test_a_service_that_others_wait_for_to_end_is_a_job() -> None:
    order = StartOrder("prepare", "service_completed_successfully", False, at())
    of = graph(compose("web", start_after=(order,)), compose("prepare", "acme/prepare"))
    assert of.components["prepare"].kind.value == "job"


# -- configuration files -----------------------------------------------------------------------------------------------


def reference(text: str, file: str = "prometheus.yml", **parts: Any) -> ConfigReference:
    return ConfigReference(file, text, f"scrape target {text}", at(), **parts)


def test_a_configuration_file_speaks_for_the_component_that_mounts_it() -> None:
    of = graph(PROMETHEUS, compose("orders", ports=[80]), reference("orders:80", type_hint="observability"))
    assert reasons(of) == ["prometheus -> orders: scrape target orders:80"]
    assert edges(of) == [("prometheus", "orders", "observability")]


def test_a_configuration_file_that_nobody_reads_says_nothing() -> None:
    assert edges(graph(compose("orders"), compose("web"), reference("http://orders:80", "conf/unknown.yml"))) == []


def test_a_file_of_a_product_that_another_component_hands_on_is_the_products() -> None:
    loader = compose("loader", "acme/loader", mounts=["prometheus.yml"])
    prometheus = compose("prometheus", "prom/prometheus:v3")
    stated = reference("orders:80", type_hint="observability", product="prometheus")
    assert edges(graph(loader, prometheus, compose("orders"), stated)) == [("prometheus", "orders", "observability")]


def test_with_two_of_a_product_the_file_stays_with_its_reader() -> None:
    loader = compose("loader", "acme/loader", mounts=["prometheus.yml"])
    two = [compose(f"prometheus-{n}", "prom/prometheus:v3") for n in (1, 2)]
    stated = reference("http://orders:80", product="prometheus")
    assert edges(graph(loader, *two, compose("orders"), stated)) == [("loader", "orders", "sync")]


def test_a_reference_the_other_way_round() -> None:
    stated = reference("http://orders:80", reverse=True, type_hint="observability")
    assert edges(graph(PROMETHEUS, compose("orders"), stated)) == [("orders", "prometheus", "observability")]


def test_addresses_in_prose_and_unknown_hosts_of_files_are_kept() -> None:
    of = graph(
        compose("web", mounts=["app.yml"]),
        compose("orders"),
        reference("use http://orders:80, please", "app.yml"),
        reference("https://api.pay.com", "app.yml"),
        reference("http://web:80", "app.yml"),
        reference("no address", "app.yml"),
    )
    assert edges(of) == [("web", "api.pay.com", "sync"), ("web", "orders", "sync")]
    assert [r.outcome.value for r in of.references] == ["component", "external", "self"]


# -- what policies allow -----------------------------------------------------------------------------------------------


def allowed(*peers: NetworkPeer, **parts: Any) -> NetworkRule:
    parts.setdefault("pods", Selector({"app": "db"}))
    parts.setdefault("direction", "ingress")
    return NetworkRule("db-access", peers=tuple((p, at(7)) for p in peers), span=at(), **parts)


WEB = NetworkPeer(Selector({"app": "web"}))
SYSTEM = (pods("db", "postgres:17"), pods("web", namespace=None), pods("api"))


def test_who_is_admitted_by_name_may_depend_on_the_target() -> None:
    of = graph(*SYSTEM, allowed(WEB))
    assert [(edges(of), of.dependencies[0].confidence, of.dependencies[0].span)] == [
        ([("web", "db", "data")], Confidence.LOW, at(7))
    ]
    assert reasons(of) == ["web -> db: NetworkPolicy db-access allows it"]


@pytest.mark.parametrize(
    "rule",
    [
        allowed(WEB, direction="egress"),
        allowed(),
        NetworkRule("x", Selector({"app": "db"}), "ingress", None, at()),
        allowed(NetworkPeer(block="10.0.0.0/8")),
        allowed(NetworkPeer(WEB.pods, block="10.0.0.0/8")),
        allowed(NetworkPeer(namespaces=Selector({"team": "x"}))),
        allowed(NetworkPeer(Selector())),
        allowed(WEB, pods=Selector({"app": "nothing"})),
    ],
)
def test_a_rule_that_names_no_caller_shows_nothing(rule: NetworkRule) -> None:
    assert edges(graph(*SYSTEM, rule)) == []


def test_peers_are_looked_for_in_the_policys_namespace_unless_it_names_others() -> None:
    system = (pods("db", "postgres:17", namespace="data"), pods("web", namespace="shop"))
    assert edges(graph(*system, allowed(WEB, namespace="data"))) == []
    elsewhere = NetworkPeer(WEB.pods, Selector({"team": "shop"}))
    assert edges(graph(*system, allowed(elsewhere, namespace="data"))) == [("web", "db", "data")]


def test_a_selector_that_admits_a_whole_group_names_nobody() -> None:
    group = [pods(f"s{n}", labels={"team": "x"}) for n in range(4)]
    rule = allowed(NetworkPeer(Selector({"team": "x"})))
    assert edges(graph(pods("db", "postgres:17"), *group, rule)) == []
    assert len(edges(graph(pods("db", "postgres:17"), *group[:3], rule))) == 3


def test_service_accounts_are_callers() -> None:
    web = pods("web", namespace="shop", service_account="web")
    rule = allowed(WEB, kind="AuthorizationPolicy", principals=(("shop", "web"), ("other", "web"), (None, "none")))
    of = graph(pods("db", "postgres:17"), web, replace(rule, peers=((NetworkPeer(), at()),)))
    assert reasons(of) == ["web -> db: AuthorizationPolicy db-access allows it"]


def test_what_a_policy_allows_adds_nothing_to_a_known_dependency_but_evidence() -> None:
    web = pods("web", env={"DB_URL": "postgres://db/x"})
    of = graph(web, pods("db", "postgres:17"), service("db", 5432), allowed(WEB))
    assert reasons(of) == [
        "web -> db: environment DB_URL=postgres://db/x",
        "web -> db: NetworkPolicy db-access allows it",
    ]


def test_settings_of_secrets_make_dependencies_without_showing_values() -> None:
    setting = Setting("DB_HOST", "db", at(), SettingOrigin.SECRET, "creds", secret=True)
    of = graph(pods("web", env=[setting]), pods("db", "postgres:17"), service("db", 5432))
    assert reasons(of) == ["web -> db: Secret creds DB_HOST=***"]
