"""What a mention refers to, and whether naming it means depending on it."""

from dataclasses import replace

import pytest

from archcheck.graph.resolution import looks_internal
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Confidence, Outcome
from archcheck.model.facts import ContainerRole, NetworkAttachment, Setting, SettingOrigin

from .systems import at, compose, container, edges, graph, host_port, kinds, pods, service


def references(of: ServiceGraph) -> list[tuple[str, str, str | None]]:
    return [(r.use.host, r.outcome.value, r.target) for r in of.references]


def named(name: str, value: str, *others: object) -> list[tuple[str, str, str | None]]:
    """What one variable of the service ``web`` (container port 8080) refers to, beside ``orders`` and ``db``."""
    web = compose("web", "acme/web", env={name: value}, ports=[8080])
    rest = others or (compose("orders", "acme/orders"), compose("db", "postgres:17"))
    return references(graph(web, *rest))


# -- names of the deployment -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ORDERS_URL", "http://orders"),
        ("ANYTHING", "http://orders:80"),
        ("ORDERS_HOST", "orders"),
        ("ORDERS_SERVER", "orders"),
        ("ORDERS", "orders"),
        ("ORDERS_ADDR", "orders:80"),
        ("BACKENDS", "orders:80"),
        ("ORDERS_KEY", "http://orders"),
        ("STORE", "host=orders dbname=x"),
    ],
)
def test_a_name_of_the_deployment_is_a_reference(name: str, value: str) -> None:
    assert named(name, value) == [("orders", "component", "orders")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "orders"),
        ("QUEUE_KIND", "orders"),
        ("ORDERS_TOPIC", "orders"),
        ("DB_NAME", "orders"),
        ("ORDERS_DB", "orders"),
        ("OAUTH_REDIRECT_URI", "http://orders/back"),
        ("CORS_ORIGIN", "http://orders"),
        ("CALLBACK_KEY", "http://orders"),
        ("SERVER_NAME", "orders"),
        ("IMAGE", "orders:80"),
        ("GIT", "git://orders/x"),
        ("TEMPLATE_URL", "http://${NAME}/x"),
        ("TEMPLATE_HOST", "%ORDERS%"),
    ],
)
def test_names_that_are_no_addresses_make_no_reference(name: str, value: str) -> None:
    assert named(name, value) == []


def test_a_bare_word_is_a_host_where_its_variable_is_named_like_the_technology() -> None:
    assert named("POSTGRES", "db") == []
    assert named("POSTGRESQL", "db") == [("db", "component", "db")]


def test_a_component_that_names_itself_depends_on_nothing() -> None:
    of = graph(compose("web", env={"WEB_URL": "http://web:80"}))
    assert (references(of), edges(of)) == ([("web", "self", "web")], [])


# -- the machine itself ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("ORDERS_URL", "http://localhost:9000", [("localhost", "loopback", "orders")]),
        ("ORDERS_URL", "http://127.0.0.1:7", [("127.0.0.1", "loopback", None)]),
        ("ORDERS_HOST", "host.docker.internal:9000", [("host.docker.internal", "loopback", "orders")]),
        ("ORDERS_HOST", "localhost", []),
        ("SELF_URL", "http://localhost:9000", []),
        ("ORDERS_URL", "http://localhost:8080", []),
        ("THING", "localhost:9000", []),
        ("FRONTEND_URL", "http://localhost:9000", []),
        ("BIND", "http://0.0.0.0:9000", []),
        ("SAMPLE_URL", "http://192.0.2.1", []),
    ],
)
def test_loopback_addresses(name: str, value: str, found: list[tuple[str, str, str | None]]) -> None:
    orders = compose("orders", "acme/orders")
    assert named(name, value, orders, host_port("orders", 9000, 80)) == found


def test_the_port_that_a_component_publishes_itself_is_its_own() -> None:
    web = compose("web", env={"API_URL": "http://localhost:9000"})
    assert references(graph(web, host_port("web", 9000, 80))) == []


def test_a_loopback_address_beside_other_containers_is_a_neighbours() -> None:
    containers = (container("acme/web", env={"API_URL": "http://localhost:9000"}), container("acme/log", name="log"))
    assert references(graph(pods("web", containers=containers))) == []
    shared = compose("web", env={"API_URL": "http://localhost:9000"}, network_mode="service:vpn")
    assert references(graph(shared, compose("vpn"))) == []


def test_an_init_container_is_no_neighbour() -> None:
    containers = (
        container("acme/web", env={"API_URL": "http://localhost:9000"}),
        container("acme/prepare", name="prepare", role=ContainerRole.INIT),
    )
    assert references(graph(pods("web", containers=containers))) == [("localhost", "loopback", None)]


def test_a_database_proxy_in_the_pod_leads_to_the_database_behind_it() -> None:
    proxy = container("gcr.io/cloud-sql-connectors/cloud-sql-proxy:2", name="cloud-sql-proxy", command=["shop:eu:main"])
    web = (
        container("acme/web", env={"DB_URL": "postgres://app@localhost:5432/shop", "X_URL": "http://localhost:1"}),
        proxy,
    )
    api = (container("acme/api", env={"DB_URL": "postgres://app@127.0.0.1:5432/api"}), proxy)
    of = graph(pods("web", containers=web), pods("api", containers=api))
    assert edges(of) == [("api", "cloud-sql-proxy", "data"), ("web", "cloud-sql-proxy", "data")]
    assert kinds(of) == {"api": "service", "cloud-sql-proxy": "external", "web": "ui"}


# -- addresses by number -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("DB_URL", "postgres://10.0.0.5/x", [("10.0.0.5", "ip-literal", "10.0.0.5")]),
        ("DB_HOST", "10.0.0.5", [("10.0.0.5", "ip-literal", "10.0.0.5")]),
        ("ADDRESS6", "[fd00::5]:80", [("fd00::5", "ip-literal", "fd00::5")]),
        ("THING", "10.0.0.5:80", []),
        ("VERSION_HOST", "1.2.3", []),
        ("BIND_ADDRESS", "10.0.0.5", []),
    ],
)
def test_ip_literals(name: str, value: str, found: list[tuple[str, str, str | None]]) -> None:
    assert named(name, value) == found


def test_a_fixed_address_of_a_network_leads_to_its_component() -> None:
    fixed = (NetworkAttachment("default", (), "10.5.0.7", at()),)
    web = compose("web", env={"DB_URL": "postgres://10.5.0.7/x"})
    db = replace(compose("db", "postgres:17", env={"PEER_URL": "http://10.5.0.7"}), networks=fixed)
    of = graph(web, db)
    assert (references(of), edges(of)) == ([("10.5.0.7", "ip-literal", "db")], [("web", "db", "data")])


# -- the world outside -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("PAY_URL", "https://api.pay.com/v1", [("api.pay.com", "external", "api.pay.com")]),
        ("PAY_HOST", "api.pay.com", [("api.pay.com", "external", "api.pay.com")]),
        ("ANYTHING", "https://api.pay.com", [("api.pay.com", "external", "api.pay.com")]),
        ("STOCK_URL", "http://stock:80", [("stock", "unresolved", "stock")]),
        ("STOCK_URL", "http://stock.shop.svc:80", [("stock.shop.svc", "unresolved", "stock.shop.svc")]),
        ("STOCK_URL", "http://stock.internal", [("stock.internal", "unresolved", "stock.internal")]),
        ("STOCK_ADDR", "stock:80", [("stock", "unresolved", "stock")]),
        ("STOCK_HOST", "stock", []),
        (
            "META_URL",
            "http://metadata.google.internal/x",
            [("metadata.google.internal", "external", "metadata.google.internal")],
        ),
        ("THING", "stock:80", []),
        ("THING", "stock.acme.com", []),
        ("SPEC_URL", "https://example.com/x", []),
        ("PUBLIC_URL", "https://shop.acme.com", []),
        ("FRONTEND_URL", "https://shop.acme.com", []),
        ("FRONTEND_URL", "http://shop:80", [("shop", "unresolved", "shop")]),
        ("PAGE_LINK", "v1.2", []),
        ("SERVER", "file.7z", []),
    ],
)
def test_hosts_that_nothing_in_the_deployment_answers_to(
    name: str, value: str, found: list[tuple[str, str, str | None]]
) -> None:
    assert named(name, value) == found


def test_a_host_and_its_port_in_two_variables_are_an_address() -> None:
    web = compose("web", env={"STOCK_HOST": "stock", "STOCK_PORT": "80"})
    assert references(graph(web)) == [("stock", "unresolved", "stock")]


def test_an_external_host_with_the_name_of_a_component_keeps_apart() -> None:
    web = pods("web", env={"DB_URL": "postgres://db.other.svc/x"}, namespace="shop")
    db = pods("db.other.svc", "acme/db", namespace="shop")
    of = graph(web, db)
    assert edges(of) == [("web", "db.other.svc-external", "data")]


@pytest.mark.parametrize(
    ("host", "internal"),
    [
        ("orders", True),
        ("a.svc", True),
        ("a.b.svc.cluster.local", True),
        ("a.svc.x", True),
        ("x.consul", True),
        ("x.com", False),
    ],
)
def test_what_looks_internal(host: str, internal: bool) -> None:
    assert looks_internal(host) is internal


# -- how sure it is ----------------------------------------------------------------------------------------------------


def test_what_comes_with_a_shared_source_is_less_sure() -> None:
    bulk = Setting("ORDERS_URL", "http://orders", at(), SettingOrigin.CONFIG_MAP, "cfg", bulk=True)
    of = graph(pods("web", env=[bulk]), pods("orders"), service("orders", 80))
    assert [(r.confidence, r.via_shared_source, r.outcome) for r in of.references] == [
        (Confidence.MEDIUM, True, Outcome.COMPONENT)
    ]


def test_a_store_that_shares_its_clients_config_map_calls_nobody() -> None:
    bulk = Setting("ORDERS_URL", "http://orders", at(), SettingOrigin.CONFIG_MAP, "cfg", bulk=True)
    of = graph(pods("db", "postgres:17", env=[bulk]), pods("orders"), service("orders", 80))
    assert (of.references, edges(of)) == ((), [])
