"""The type and protocol of a dependency."""

import pytest

from .systems import compose, edges, graph


def typed(name: str, value: str, *others: object, image: str = "acme/web") -> tuple[str, str | None]:
    """Type and protocol of the one dependency that a variable of the service ``web`` makes."""
    (found,) = graph(compose("web", image, env={name: value}), *others).dependencies
    return found.type.value, found.protocol


TARGETS = (
    compose("orders"),
    compose("db", "postgres:17"),
    compose("cache", "redis:7"),
    compose("broker", "rabbitmq:4"),
    compose("consul", "hashicorp/consul"),
    compose("zookeeper", "zookeeper:3"),
    compose("jaeger", "jaegertracing/all-in-one"),
)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("A_URL", "http://orders", ("sync", "http")),
        ("A_ADDR", "orders:80", ("sync", None)),
        ("A_URL", "postgres://db/x", ("data", "postgresql")),
        ("A_HOST", "db", ("data", "postgresql")),
        ("A_ADDR", "cache:6379", ("data", "redis")),
        ("A_URL", "amqp://broker", ("messaging", "amqp")),
        ("PRODUCER_URL", "amqp://broker", ("publish", "amqp")),
        ("CONSUMER_HOST", "broker", ("subscribe", "amqp")),
        ("PRODUCER_AND_CONSUMER_URL", "amqp://broker", ("messaging", "amqp")),
        ("A_URL", "http://consul:8500", ("discovery", "http")),
        ("A_URL", "zookeeper:2181", ("config", None)),
        ("A_URL", "http://jaeger:4318", ("observability", "http")),
    ],
)
def test_the_callee_decides(name: str, value: str, expected: tuple[str, str | None]) -> None:
    others = [t for t in TARGETS if t.name in value]
    assert typed(name, value, *others) == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("A_URL", "https://api.pay.com", ("sync", "http")),
        ("A_URL", "postgres://db.acme.com/x", ("data", "postgresql")),
        ("A_URL", "amqps://mq.acme.com", ("messaging", "amqp")),
        ("A_URL", "redis://10.0.0.5", ("data", "redis")),
        ("KAFKA_BROKERS", "b1.acme.com:9092", ("messaging", None)),
        ("A_ADDR", "x.acme.com:5432", ("data", None)),
        ("A_HOST", "shop.c1.eu-west-1.rds.amazonaws.com", ("data", None)),
        ("A_URL", "http://metadata.google.internal/x", ("config", "http")),
    ],
)
def test_outside_the_scheme_the_host_the_variable_or_the_port_decides(
    name: str, value: str, expected: tuple[str, str | None]
) -> None:
    assert typed(name, value) == expected


def test_what_observes_is_observability_but_for_what_it_uses_itself() -> None:
    env = {
        "A_URL": "http://orders",
        "B_URL": "postgres://db/x",
        "C_URL": "http://consul:8500",
        "D_URL": "amqp://broker",
    }
    of = graph(compose("grafana", "grafana/grafana", env=env), *TARGETS)
    assert edges(of) == [
        ("grafana", "broker", "messaging"), ("grafana", "consul", "discovery"), ("grafana", "db", "observability"),
        ("grafana", "orders", "observability"),
    ]  # fmt: skip


def test_what_a_configuration_server_reads_outside_is_configuration() -> None:
    config = compose("config", "hyness/spring-cloud-config-server", env={"GIT_URL": "https://git.acme.com/config"})
    assert edges(graph(config)) == [("config", "git.acme.com", "config")]


def test_a_gateway_routes_but_asks_the_login_server() -> None:
    env = {"ORDERS_URL": "http://orders", "JWKS_URL": "http://auth/keys", "DB_URL": "postgres://db/x"}
    of = graph(compose("gateway", "traefik:3", env=env), compose("auth"), *TARGETS)
    assert edges(of) == [("gateway", "auth", "sync"), ("gateway", "db", "data"), ("gateway", "orders", "route")]
