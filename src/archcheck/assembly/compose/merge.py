"""How a later Compose file, or a service that extends another, is laid over what is there already."""

from collections.abc import Callable

from archcheck.assembly.compose.forms import LISTED, OVERRIDE, RESET
from archcheck.model.node import Node
from archcheck.parsers.compose.scalars import scalar_text

__all__ = ["SERVICE", "merged", "settled"]

SERVICE = "services.*"
"""Path of a service, for :func:`merged`."""

_Key = Callable[[Node], str | None]


def merged(base: Node, over: Node, path: str = "") -> Node:
    """Return ``base`` with ``over`` laid over it; both in long form.

    Tags of ``over`` (``!reset``, ``!override``) take effect and stay, so that the result can be laid over something
    else; :func:`settled` drops them. Tags of ``base`` mean nothing here.

    Args:
        base: What is there.
        over: What is laid over it.
        path: Path of both in a Compose file, names replaced by ``*``; the root by default.

    Source: Compose Specification, "Merge and override".
    """
    if over.tag in {RESET, OVERRIDE} or path in _REPLACED:
        return over
    if path in _VALUES:
        return _merged_values(base, over)
    if over.is_null:
        return base
    if path == "services.*.logging" and _drivers_differ(base, over):
        return over
    if isinstance(base.value, dict) and isinstance(over.value, dict):
        return base.replaced(_merged_entries(base.value, over.value, path), tag=over.tag)
    if isinstance(base.value, list) and isinstance(over.value, list):
        items = [*base.value, *over.value]
        key = _UNIQUE.get(path)
        return over.replaced(_unique(items, key) if key else items)
    if base.is_scalar == over.is_scalar and not base.is_null and not base.is_scalar:
        over.report(f"A {over.shape} cannot be laid over the {base.shape} of another file; it replaces it.")
    return over


def _merged_entries(base: dict[str, Node], over: dict[str, Node], path: str) -> dict[str, Node]:
    below = f"{path}." if path else ""
    wildcard = path in _NAMED
    entries = dict(base)
    for name, child in over.items():
        if name in entries:
            entries[name] = merged(entries[name], child, f"{below}{'*' if wildcard else name}")
        else:
            entries[name] = child
    return entries


def _merged_values(base: Node, over: Node) -> Node:
    """Merge names and values: a later value counts, an empty one (null) too."""
    if not isinstance(base.value, dict) or not isinstance(over.value, dict):
        return base if over.is_null else over
    entries = dict(base.value)
    for name, child in over.value.items():
        if child.tag == RESET and base.tag == LISTED:
            continue  # Compose takes names out of mappings only
        entries[name] = child
    return over.replaced(entries, tag=LISTED)


def _drivers_differ(base: Node, over: Node) -> bool:
    drivers = base.child("driver"), over.child("driver")
    return all(drivers) and drivers[0].value != drivers[1].value  # type: ignore[union-attr]


def _unique(items: list[Node], key: _Key) -> list[Node]:
    """Keep one item a key: the last, at the place of the first."""
    found: dict[str, Node] = {}
    for number, item in enumerate(items):
        name = key(item)
        found[f"\0{number}" if name is None else name] = item
    return list(found.values())


def settled(node: Node, path: str = "") -> Node:
    """Return a tree without what ``!reset`` removes, with ``!override`` forgotten, and lists without repetitions."""
    if isinstance(node.value, dict):
        below = f"{path}." if path else ""
        wildcard = path in _NAMED
        entries = {
            name: settled(child, f"{below}{'*' if wildcard else name}")
            for name, child in node.value.items()
            if child.tag != RESET
        }
        return node.replaced(entries, tag=None if node.tag == OVERRIDE else node.tag)
    if isinstance(node.value, list):
        items = [settled(item, f"{path}.[]") for item in node.value if item.tag != RESET]
        key = _UNIQUE.get(path)
        return node.replaced(_unique(items, key) if key else items)
    if node.tag == OVERRIDE:
        return node.replaced(node.value, raw=node.raw)
    return node


# -- what makes two items of a list the same ---------------------------------------------------------------------------


def _text_key(item: Node) -> str | None:
    text = scalar_text(item) if item.is_scalar else None
    return None if text is None else text.partition("=")[0]


def _whole_key(item: Node) -> str | None:
    return scalar_text(item) if item.is_scalar else None


def _field_key(field: str) -> _Key:
    def key(item: Node) -> str | None:
        node = item.child(field)
        return None if node is None or not node.is_scalar else scalar_text(node)

    return key


def _mount_key(folder: str) -> _Key:
    target, source = _field_key("target"), _field_key("source")
    return lambda item: target(item) or f"{folder}/{source(item)}"


def _volume_key(item: Node) -> str | None:
    target = _field_key("target")(item)
    return target.rstrip("/") or "/" if target else None


def _port_key(item: Node) -> str | None:
    if not isinstance(item.value, dict):
        return None
    parts = [_field_key(field)(item) for field in ("host_ip", "published", "target", "protocol")]
    return f"{parts[0] or '0.0.0.0'}:{parts[1]}:{parts[2]}/{parts[3] or 'tcp'}"  # noqa: S104  a key, not an address


_NAMED = frozenset(
    {"services", "networks", "volumes", "configs", "secrets", "services.*.networks", "services.*.depends_on"}
)
_REPLACED = frozenset({"services.*.command", "services.*.entrypoint", "services.*.healthcheck.test"})
_VALUES = frozenset(
    {
        "networks.*.labels",
        "volumes.*.labels",
        "services.*.environment",
        "services.*.labels",
        "services.*.annotations",
        "services.*.sysctls",
        "services.*.build.args",
        "services.*.build.labels",
        "services.*.build.additional_contexts",
        "services.*.deploy.labels",
    }
)
_UNIQUE: dict[str, _Key] = {
    "services.*.ports": _port_key,
    "services.*.expose": _whole_key,
    "services.*.volumes": _volume_key,
    "services.*.configs": _mount_key(""),
    "services.*.secrets": _mount_key("/run/secrets"),
    "services.*.env_file": _field_key("path"),
    "services.*.links": _text_key,
    "services.*.profiles": _text_key,
    "services.*.dns": _text_key,
    "services.*.dns_opt": _text_key,
    "services.*.dns_search": _text_key,
    "services.*.tmpfs": _text_key,
    "services.*.cap_add": _text_key,
    "services.*.cap_drop": _text_key,
    "services.*.extra_hosts": _whole_key,
    "services.*.networks.*.aliases": _text_key,
}
