"""The long form of every field of a Compose file that has a short one, so that files can be merged field by field."""

from collections.abc import Callable

from archcheck.model.node import Node
from archcheck.parsers.compose.ports import parse_port
from archcheck.parsers.compose.project import SHORT
from archcheck.parsers.compose.scalars import scalar_text
from archcheck.parsers.compose.volumes import parse_volume, rebased

__all__ = ["LISTED", "OVERRIDE", "RESET", "canonical_file"]

RESET = "!reset"
OVERRIDE = "!override"
LISTED = "listed"
"""Tag of a mapping of names to values that was written as a list."""

_MARKS = frozenset({RESET, OVERRIDE})
_REMOTE = ("https://", "http://", "git://", "ssh://", "github.com/", "git@")
_Form = Callable[[Node, str], Node]


def canonical_file(root: Node, folder: str) -> Node:
    """Return a Compose file with services, networks, volumes, configs and secrets in long form.

    Shapes that fit no form are reported and left out. Nodes tagged ``!reset`` and ``!override`` keep their tags.

    Args:
        root: Mapping of the file, interpolated.
        folder: Folder its relative paths start from.
    """
    entries: dict[str, Node] = {}
    for key, node in root.entries():
        if key == "services":
            entries[key] = _each(node, folder, _service)
        elif key in {"networks", "volumes", "configs", "secrets"}:
            entries[key] = _each(node, folder, _resource)
        elif not key.startswith("x-"):
            entries[key] = node
    return root.replaced(entries)


def _kept(node: Node, value: "dict[str, Node] | list[Node]", tag: str | None = None) -> Node:
    return node.replaced(value, tag=node.tag if node.tag in _MARKS else tag)


def _each(node: Node, folder: str, form: _Form) -> Node:
    if node.tag == RESET:
        return node
    if not isinstance(node.value, dict):
        if not node.is_null:
            node.report(f"A mapping of names is expected here, not a {node.shape}.")
        return _kept(node, {})
    return _kept(node, {name: form(child, folder) for name, child in node.entries()})


def _service(node: Node, folder: str) -> Node:
    if node.tag == RESET:
        return node
    if not isinstance(node.value, dict):
        node.report(f"A service is a mapping, not {'empty' if node.is_null else f'a {node.shape}'}.")
        return _kept(node, {})
    entries: dict[str, Node] = {}
    for key, child in node.entries():
        form = _SERVICE_FORMS.get(key)
        if form is None or child.tag == RESET or (child.is_null and key not in _NULL_COUNTS):
            entries[key] = child
        else:
            entries[key] = form(child, folder)
    return _kept(node, entries)


_NULL_COUNTS = frozenset({"networks"})


def _resource(node: Node, folder: str) -> Node:
    if node.is_null or node.tag == RESET:
        return node
    if not isinstance(node.value, dict):
        node.report(f"A mapping is expected here, not a {node.shape}.")
        return _kept(node, {})
    entries = dict(node.value)
    if (labels := entries.get("labels")) is not None and not labels.is_null:
        entries["labels"] = _key_values(labels, folder)
    if (file := entries.get("file")) is not None and isinstance(file.value, str):
        entries["file"] = file.replaced(rebased(folder, file.value))
    external = entries.get("external")
    if external is not None and isinstance(external.value, dict):  # the form of version 2 and 3 files
        if name := external.child("name"):
            entries.setdefault("name", name)
        entries["external"] = external.replaced(True)
    return _kept(node, entries)


# -- forms of a service's fields --------------------------------------------------------------------------------------


def _key_values(node: Node, _folder: str) -> Node:
    """Turn ``[NAME=value, NAME]`` into a mapping; the last of equal names counts, at the place of the first."""
    if isinstance(node.value, dict):
        entries = {key: child if child.tag == RESET else _as_text(child) for key, child in node.entries()}
        return _kept(node, entries)
    if not isinstance(node.value, list):
        node.report(f"A mapping or a list of NAME=value is expected here, not {node.shape}.")
        return _kept(node, {})
    entries = {}
    for item in node.elements():
        if item.tag == RESET:
            continue
        text = scalar_text(item)
        if text is None:
            continue
        name, equals, value = text.partition("=")
        entries[name] = item.replaced(value if equals else None)
    return _kept(node, entries, LISTED)


def _as_text(node: Node) -> Node:
    text = scalar_text(node)
    return node if text is None and node.is_null else node.replaced(text)


def _texts(node: Node, _folder: str) -> Node:
    """Turn one text into a list of it."""
    if isinstance(node.value, dict):
        node.report("A list is expected here, not a mapping.")
        return _kept(node, [])
    items = list(node.elements()) if isinstance(node.value, list) else [node.replaced(node.value)]
    return _kept(node, _unmarked([_as_text(item) for item in items if item.is_scalar or item.as_text()]))


def _unmarked(items: list[Node]) -> list[Node]:
    return [item for item in items if item.tag != RESET]


def _list_of(form: Callable[[Node, str], list[Node]]) -> _Form:
    def convert(node: Node, folder: str) -> Node:
        if not isinstance(node.value, list):
            node.report(f"A list is expected here, not a {node.shape}.")
            return _kept(node, [])
        return _kept(node, [long for item in _unmarked(node.value) for long in form(item, folder)])

    return convert


def _port(item: Node, _folder: str) -> list[Node]:
    if isinstance(item.value, dict):
        return [item]
    text = item.as_text()
    ports = parse_port(text) if text else None
    if ports is None:
        if text is not None:
            item.report("This is no port: [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL] is expected.")
        return []
    return [
        item.replaced(
            _optional(
                item,
                mode="ingress",
                host_ip=port.host_ip,
                target=port.target,
                published=port.published,
                protocol=port.protocol,
            )
        )
        for port in ports
    ]


def _optional(at: Node, **values: str | int | bool | None) -> dict[str, Node]:
    return {key: at.replaced(value) for key, value in values.items() if value is not None}


def _volume(item: Node, folder: str) -> list[Node]:
    if isinstance(item.value, dict):
        entries = dict(item.value)
        source = entries.get("source")
        if source is not None and isinstance(source.value, str) and item.text("type") == "bind":
            entries["source"] = source.replaced(rebased(folder, source.value))
        return [item.replaced(entries)]
    text = item.as_text()
    volume = parse_volume(text) if text else None
    if volume is None:
        if text is not None:
            item.report("This is no volume: [SOURCE:]TARGET[:OPTIONS] is expected.")
        return []
    source_path = rebased(folder, volume.source) if volume.source and volume.type == "bind" else volume.source
    return [
        item.replaced(
            _optional(
                item,
                type=volume.type,
                source=source_path,
                target=volume.target,
                read_only=True if volume.read_only else None,
            )
        )
    ]


def _file_mount(item: Node, _folder: str) -> list[Node]:
    if isinstance(item.value, dict):
        return [item]
    text = item.as_text()
    return [item.replaced(_optional(item, source=text))] if text else []


def _exposed(item: Node, _folder: str) -> list[Node]:
    text = scalar_text(item)
    return [] if text is None else [item.replaced(text)]


def _env_files(node: Node, folder: str) -> Node:
    items = list(node.elements()) if isinstance(node.value, list) else [node]
    long: list[Node] = []
    for item in _unmarked(items):
        entries = dict(item.value) if isinstance(item.value, dict) else {"path": item.replaced(item.value)}
        path = entries.get("path")
        if path is None or not isinstance(path.value, str):
            item.report("An environment file is named by its path here.")
            continue
        entries["path"] = path.replaced(rebased(folder, path.value))
        entries.setdefault("required", item.replaced(True))
        long.append(item.replaced(entries))
    return _kept(node, long)


def _label_files(node: Node, folder: str) -> Node:
    texts = _texts(node, folder)
    return texts.replaced([n.replaced(rebased(folder, str(n.value))) for n in texts.elements()], tag=texts.tag)


def _names(node: Node, _folder: str) -> Node:
    """Turn a list of names into a mapping without values."""
    if isinstance(node.value, dict):
        return node
    if node.is_null:
        return _kept(node, {})
    if not isinstance(node.value, list):
        node.report(f"A list of names or a mapping is expected here, not {node.shape}.")
        return _kept(node, {})
    names = [(item.as_text(), item) for item in _unmarked(node.value)]
    return _kept(node, {name: item.replaced(None) for name, item in names if name})


def _depends_on(node: Node, _folder: str) -> Node:
    entries: dict[str, Node] = {}
    if isinstance(node.value, dict):
        for name, child in node.entries():
            if child.tag in _MARKS and not isinstance(child.value, dict):
                entries[name] = child
                continue
            if not isinstance(child.value, dict) and not child.is_null:
                child.report(f"A mapping with a condition is expected here, not {child.shape}.")
            values = dict(child.value) if isinstance(child.value, dict) else {}
            entries[name] = _kept(child, _optional(child, condition="service_started", required=True) | values)
    elif isinstance(node.value, list):
        for item in _unmarked(node.value):
            if name := item.as_text():
                entries[name] = item.replaced(_optional(item, condition="service_started", required=True), tag=SHORT)
    else:
        node.report(f"A list of services or a mapping is expected here, not {node.shape}.")
    return _kept(node, entries)


def _extra_hosts(node: Node, _folder: str) -> Node:
    """Turn both forms into a list of ``HOST=ADDRESS``."""
    long: list[Node] = []
    if isinstance(node.value, dict):
        for host, child in node.entries():
            addresses = child.elements() if isinstance(child.value, list) else [child]
            long.extend(child.replaced(f"{host}={_bare(a.as_text() or '')}") for a in addresses)
    elif isinstance(node.value, list):
        for item in _unmarked(node.value):
            written = item.as_text() or ""
            host, found, addresses_text = written.partition("=" if "=" in written else ":")
            if not found or not host:
                if written:
                    item.report("HOST=ADDRESS is expected here.")
                continue
            long.extend(item.replaced(f"{host}={_bare(address)}") for address in addresses_text.split(","))
    else:
        node.report(f"A list of HOST=ADDRESS or a mapping is expected here, not {node.shape}.")
    return _kept(node, long)


def _bare(address: str) -> str:
    bracketed = len(address) > 2 and address.startswith("[") and address.endswith("]")
    return address[1:-1] if bracketed else address


def _build(node: Node, folder: str) -> Node:
    if isinstance(node.value, str):
        return _kept(node, {"context": node.replaced(context_path(folder, node.value))})
    if not isinstance(node.value, dict):
        node.report(f"A build is a folder or a mapping, not a {node.shape}.")
        return _kept(node, {})
    entries = dict(node.value)
    for key in ("args", "labels", "additional_contexts"):
        if key in entries and not entries[key].is_null and entries[key].tag != RESET:
            entries[key] = _key_values(entries[key], folder)
    context = entries.get("context")
    if context is not None and isinstance(context.value, str):
        entries["context"] = context.replaced(context_path(folder, context.value))
    return _kept(node, entries)


def context_path(folder: str, text: str) -> str:
    """Return a build context as a path relative to the root of the run; remote ones unchanged."""
    return text if "://" in text or text.startswith(_REMOTE) else rebased(folder, text)


def _deploy(node: Node, folder: str) -> Node:
    labels = node.child("labels")
    if labels is None or not isinstance(node.value, dict):
        return node
    return _kept(node, node.value | {"labels": _key_values(labels, folder)})


def _extends(node: Node, _folder: str) -> Node:
    return _kept(node, {"service": node.replaced(node.value)}) if isinstance(node.value, str) else node


_SERVICE_FORMS: dict[str, _Form] = {
    "environment": _key_values,
    "labels": _key_values,
    "annotations": _key_values,
    "sysctls": _key_values,
    "dns": _texts,
    "dns_opt": _texts,
    "dns_search": _texts,
    "tmpfs": _texts,
    "label_file": _label_files,
    "env_file": _env_files,
    "ports": _list_of(_port),
    "expose": _list_of(_exposed),
    "volumes": _list_of(_volume),
    "configs": _list_of(_file_mount),
    "secrets": _list_of(_file_mount),
    "networks": _names,
    "models": _names,
    "depends_on": _depends_on,
    "extra_hosts": _extra_hosts,
    "build": _build,
    "deploy": _deploy,
    "extends": _extends,
}
