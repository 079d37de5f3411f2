"""Compose files of the first format: services at the top level, no ``services`` key."""

from archcheck.model.node import Node

__all__ = ["modernised"]

_MODERN = frozenset(
    {"services", "include", "version", "name", "networks", "volumes", "configs", "secrets", "models", "extends"}
)
_SERVICE_KEYS = frozenset({"image", "build"})


def modernised(root: Node) -> Node:
    """Return a file of the first format in today's; any other file unchanged.

    A file has the first format if it has no ``services``, ``include`` or ``version``, and a mapping at its top level is
    a service (it has an image or a build) or has no name that today's format knows.
    """
    if not isinstance(root.value, dict) or any(root.has(key) for key in ("services", "include", "version")):
        return root
    services = {
        name: _service(node)
        for name, node in root.entries()
        if not name.startswith("x-") and isinstance(node.value, dict) and _is_service(name, node)
    }
    if not services:
        return root
    rest = {name: node for name, node in root.entries() if name not in services}
    return root.replaced({**rest, "services": root.replaced(dict(services))})


def _is_service(name: str, node: Node) -> bool:
    return name not in _MODERN or any(node.has(key) for key in _SERVICE_KEYS)


def _service(node: Node) -> Node:
    """Return a service with the keys that have since moved (``net``, ``dockerfile``, ``log_driver``, ``log_opt``)."""
    entries = dict(node.value) if isinstance(node.value, dict) else {}
    if (net := entries.pop("net", None)) is not None:
        entries.setdefault("network_mode", net)
    dockerfile = entries.pop("dockerfile", None)
    build = entries.get("build")
    if dockerfile is not None and build is not None and isinstance(build.value, str):
        entries["build"] = build.replaced({"context": build, "dockerfile": dockerfile})
    driver, options = entries.pop("log_driver", None), entries.pop("log_opt", None)
    if driver is not None and "logging" not in entries:
        entries["logging"] = driver.replaced({"driver": driver} | ({"options": options} if options is not None else {}))
    return node.replaced(entries, tag=node.tag)
