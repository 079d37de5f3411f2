from typing import Any

import pytest

from archcheck.checks.admin_interfaces import exposed_admin_interface
from archcheck.checks.check import Hit
from archcheck.model.architecture import Door
from archcheck.model.facts import Build, ContainerRole, Mechanism, Mount, MountKind, Word

from .graphs import at, component, compose, container, door, graph


def found(image: str | None, *doors: Door, technology: str | None = None, **rest: Any) -> list[Hit]:
    product = container(image=image, **rest)
    system = graph(component("it", technology=technology, workloads=(compose("it", product),), doors=doors))
    return list(exposed_admin_interface(system, {}))


def messages(image: str | None, port: int, **rest: Any) -> list[str]:
    return [hit.message for hit in found(image, door(port, port, line=6), **rest)]


def test_an_admin_port_that_is_published_is_reported_where_it_is_opened() -> None:
    assert found("kong:3.7", door(80, 8000, line=3), door(9001, 8001, line=4)) == [
        Hit(
            subjects=("it",),
            message="The admin API of it is published (host port 9001) and asks for no login.",
            span=at(4),
            key="admin API",
        )
    ]


def mount(target: str) -> tuple[Mount, ...]:
    return (Mount(MountKind.BIND, "conf", target, True, at(1)),)


OPEN = "and asks for no login"
DEFAULT = "with the product's default password"


@pytest.mark.parametrize(
    ("image", "port", "rest", "weakness"),
    [
        ("envoyproxy/envoy:v1.31", 9901, {}, OPEN),
        ("registry.example.com:5000/mirror/kong@sha256:abc", 8002, {}, OPEN),
        ("traefik:v3", 8080, {"command": (Word("--api.insecure=true", at(1)),)}, OPEN),
        ("traefik:v3", 8080, {"command": (Word("--api.insecure", at(1)),)}, OPEN),
        ("traefik:v3", 8080, {"environment": {"TRAEFIK_API_INSECURE": "true"}}, OPEN),
        ("rabbitmq:3-management", 15672, {}, DEFAULT),
        ("rabbitmq:3-management", 15672, {"environment": {"RABBITMQ_DEFAULT_PASS": "guest"}}, DEFAULT),
        ("grafana/grafana", 3000, {}, DEFAULT),
        ("grafana/grafana", 3000, {"environment": {"GF_SECURITY_ADMIN_PASSWORD": "admin"}}, DEFAULT),
        (
            "grafana/grafana",
            3000,
            {"environment": {"GF_AUTH_ANONYMOUS_ENABLED": "true", "GF_AUTH_ANONYMOUS_ORG_ROLE": "Admin"}},
            "and everybody is its administrator",
        ),
        ("quay.io/keycloak/keycloak:25", 8080, {"environment": {"KEYCLOAK_ADMIN_PASSWORD": "admin"}}, DEFAULT),
        ("minio/minio", 9001, {}, DEFAULT),
        ("mongo-express", 8081, {"environment": {"ME_CONFIG_BASICAUTH_PASSWORD": "pass"}}, DEFAULT),
        ("phpmyadmin", 80, {"environment": {"PMA_PASSWORD": "something"}}, "and logs everybody in"),
        ("rediscommander/redis-commander", 8081, {}, OPEN),
        ("provectuslabs/kafka-ui", 8080, {"environment": {"AUTH_TYPE": "DISABLED"}}, OPEN),
    ],
)
def test_an_interface_without_a_login_of_its_own_is_reported(
    image: str, port: int, rest: dict[str, Any], weakness: str
) -> None:
    technology = "envoy" if "envoy" in image else None
    (message,) = messages(image, port, technology=technology, **rest)
    assert message.endswith(f" of it is published (host port {port}) {weakness}.")


@pytest.mark.parametrize(
    ("image", "port", "rest"),
    [
        ("kong:3.7", 8000, {}),
        ("kong:3.7", 8001, {"environment": {"KONG_ADMIN_LISTEN": "127.0.0.1:8001"}}),
        ("kong:3.7", 8001, {"environment": {"KONG_ADMIN_LISTEN": "off"}}),
        ("traefik:v3", 8080, {}),
        ("rabbitmq:3-management", 5672, {}),
        ("rabbitmq:3-management", 15672, {"environment": {"RABBITMQ_DEFAULT_PASS": None}}),
        ("rabbitmq:3-management", 15672, {"mounts": mount("/etc/rabbitmq/rabbitmq.conf")}),
        ("registry.example.com/shop/rabbitmq", 15672, {"build": Build(None, None, at(1))}),
        ("grafana/grafana", 3000, {"environment": {"GF_SECURITY_ADMIN_PASSWORD__FILE": "/run/secrets/grafana"}}),
        ("grafana/grafana", 3000, {"environment": {"GF_SECURITY_ADMIN_PASSWORD": "long-and-random"}}),
        ("quay.io/keycloak/keycloak:25", 8080, {}),
        ("phpmyadmin", 80, {}),
        ("provectuslabs/kafka-ui", 8080, {"environment": {"AUTH_TYPE": "LOGIN_FORM"}}),
        ("rediscommander/redis-commander", 8081, {"environment": {"HTTP_PASSWORD": None}}),
        ("registry.example.com/orders", 8001, {}),
        (None, 8001, {}),
    ],
)
def test_other_ports_and_protected_interfaces_are_silent(image: str | None, port: int, rest: dict[str, Any]) -> None:
    assert messages(image, port, **rest) == []


def test_the_hosts_network_opens_every_port() -> None:
    assert len(found("kong:3.7", door(None, mechanism=Mechanism.HOST_NETWORK))) == 1


def test_a_password_is_never_in_the_message() -> None:
    (message,) = messages("phpmyadmin", 80, environment={"PMA_PASSWORD": "canary-value"})
    assert "canary" not in message


def test_sidecars_and_components_that_are_not_published_are_silent() -> None:
    sidecar = container(image="kong:3.7", role=ContainerRole.SIDECAR)
    system = graph(
        component("a", workloads=(compose("a", container(), sidecar),), doors=(door(8001, 8001),)),
        component("b", workloads=(compose("b", container(image="kong:3.7")),)),
    )
    assert list(exposed_admin_interface(system, {})) == []
