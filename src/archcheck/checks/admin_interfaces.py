"""The rule about administration interfaces that anybody outside can reach."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archcheck.checks.check import Hit
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component, Door
from archcheck.model.facts import Container, ContainerRole, Mechanism

__all__ = ["exposed_admin_interface"]

_TRUE = frozenset({"true", "1", "yes", "on"})


def exposed_admin_interface(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield each published port that leads to an administration interface without a login, or with the default one."""
    for component in graph.published:
        for container in _containers(component):
            interface = _INTERFACES.get(_product(component, container))
            weakness = interface.weakness(container) if interface else None
            door = _door(component, interface.ports) if interface and weakness else None
            if interface and door:
                yield Hit(
                    subjects=(component.name,),
                    message=f"The {interface.title} of {component.name} is published ({door.because}) {weakness}.",
                    span=door.span,
                    key=interface.title,
                )


def _containers(component: Component) -> list[Container]:
    return [c for w in component.workloads for c in w.containers if c.role is ContainerRole.MAIN]


def _product(component: Component, container: Container) -> str:
    """Return the product of a container: the last part of its image's name, or else what the component is known as."""
    image = (container.image or "").split("@")[0].rpartition("/")[2].split(":")[0]
    return image if image in _INTERFACES else component.technology or ""


def _door(component: Component, ports: tuple[int, ...]) -> Door | None:
    for door in component.doors:
        if door.mechanism is Mechanism.HOST_NETWORK or (door.container_port or door.port) in ports:
            return door
    return None


# -- products: each says why its interface is open, or None if it is not, as far as the files tell ---------------------


def _always(_: Container) -> str | None:
    return "and asks for no login"


def _kong(container: Container) -> str | None:
    listen = _values(container).get("KONG_ADMIN_LISTEN") or ""
    return None if listen == "off" or listen.startswith("127.") else _always(container)


def _traefik(container: Container) -> str | None:
    words = " ".join(word.text.lower() for word in container.command)
    value = (_values(container).get("TRAEFIK_API_INSECURE") or "").lower()
    insecure = "--api.insecure=true" in words or words.endswith("--api.insecure") or "--api.insecure " in words
    return _always(container) if insecure or value in _TRUE else None


def _default_password(*names: str, default: str, when_absent: bool = True) -> Callable[[Container], str | None]:
    """Return a test for a password that is the product's default, or absent where the product then uses it."""

    def weakness(container: Container) -> str | None:
        values = _values(container)
        given = [values[name] for name in names if name in values]
        elsewhere = any(f"{name}{suffix}" in values for name in names for suffix in ("_FILE", "__FILE"))
        if default in given or (when_absent and not given and not elsewhere and not _configured(container)):
            return "with the product's default password"
        return None

    return weakness


def _without_setting(name: str, *open_values: str) -> Callable[[Container], str | None]:
    """Return a test for a login that is off unless a variable switches it on."""

    def weakness(container: Container) -> str | None:
        values = _values(container)
        is_open = name not in values or (values[name] or "?").lower() in open_values
        return _always(container) if is_open and not _configured(container) else None

    return weakness


def _grafana(container: Container) -> str | None:
    values = _values(container)
    anonymous = (values.get("GF_AUTH_ANONYMOUS_ENABLED") or "").lower() in _TRUE
    if anonymous and values.get("GF_AUTH_ANONYMOUS_ORG_ROLE") == "Admin":
        return "and everybody is its administrator"
    return _default_password("GF_SECURITY_ADMIN_PASSWORD", default="admin")(container)


def _phpmyadmin(container: Container) -> str | None:
    return "and logs everybody in" if _values(container).get("PMA_PASSWORD") else None


def _values(container: Container) -> dict[str, str | None]:
    return {setting.name: setting.value for setting in container.settings}


def _configured(container: Container) -> bool:
    """Return whether files that nobody reads here may configure the product: its own image, or a mounted file."""
    if container.build is not None:
        return True
    targets = [mount.target or "" for mount in container.mounts]
    return any(
        target.startswith("/etc/") or target.endswith((".ini", ".conf", ".json", ".yml", ".yaml")) for target in targets
    )


@dataclass(frozen=True, slots=True)
class _Interface:
    title: str
    ports: tuple[int, ...]
    weakness: Callable[[Container], str | None]


_KEYCLOAK_PASSWORDS = ("KC_BOOTSTRAP_ADMIN_PASSWORD", "KEYCLOAK_ADMIN_PASSWORD", "KEYCLOAK_PASSWORD")
_INTERFACES: Mapping[str, _Interface] = {
    "apisix": _Interface("admin API", (9180,), _always),
    "caddy": _Interface("admin API", (2019,), _always),
    "docker": _Interface("Docker daemon", (2375,), _always),
    "envoy": _Interface("admin interface", (9901,), _always),
    "grafana": _Interface("dashboard server", (3000,), _grafana),
    "kafdrop": _Interface("Kafka console", (9000,), _always),
    "kafka-ui": _Interface("Kafka console", (8080,), _without_setting("AUTH_TYPE", "disabled")),
    "keycloak": _Interface(
        "admin console", (8080, 8443), _default_password(*_KEYCLOAK_PASSWORDS, default="admin", when_absent=False)
    ),
    "kong": _Interface("admin API", (8001, 8002, 8444, 8445), _kong),
    "minio": _Interface(
        "console", (9001,), _default_password("MINIO_ROOT_PASSWORD", "MINIO_SECRET_KEY", default="minioadmin")
    ),
    "mongo-express": _Interface(
        "database console", (8081,), _default_password("ME_CONFIG_BASICAUTH_PASSWORD", default="pass")
    ),
    "phpmyadmin": _Interface("database console", (80, 443), _phpmyadmin),
    "rabbitmq": _Interface(
        "management interface",
        (15671, 15672),
        _default_password("RABBITMQ_DEFAULT_PASS", "RABBITMQ_PASSWORD", default="guest"),
    ),
    "redis-commander": _Interface("database console", (8081,), _without_setting("HTTP_PASSWORD")),
    "traefik": _Interface("dashboard", (8080,), _traefik),
}
