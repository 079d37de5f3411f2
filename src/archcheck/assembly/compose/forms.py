"""The long forms of single fields: what is written as a list, a text or a mapping becomes one shape."""

from collections.abc import Callable

from archcheck.model.node import Node
from archcheck.parsers.compose.ports import PublishedPort, parse_port
from archcheck.parsers.compose.project import FILLED, SHORT
from archcheck.parsers.compose.scalars import scalar_text
from archcheck.parsers.compose.volumes import parse_volume, rebased

__all__ = [
    "LISTED",
    "MARKS",
    "OVERRIDE",
    "RESET",
    "Form",
    "env_files",
    "exposed_port",
    "file_mount",
    "kept",
    "key_values",
    "label_files",
    "list_of",
    "name_list",
    "pinned_hosts",
    "published_ports",
    "start_order",
    "texts",
    "volume_mount",
]

RESET = "!reset"
OVERRIDE = "!override"
LISTED = "listed"
"""Tag of a mapping of names to values that was written as a list."""

MARKS = frozenset({RESET, OVERRIDE})
"""Tags by which a file takes away or replaces what other files say."""

Form = Callable[[Node, str], Node]
"""Turns a field, read in a file with that folder, into its long form; wrong shapes are reported."""


def kept(node: Node, value: "dict[str, Node] | list[Node]", tag: str | None = None) -> Node:
    """Return a node with another value that keeps its ``!reset`` or ``!override``, and else gets the tag."""
    return node.replaced(value, tag=node.tag if node.tag in MARKS else tag)


def key_values(node: Node, _folder: str) -> Node:
    """Turn ``[NAME=value, NAME]`` into a mapping; the last of equal names counts, at the place of the first."""
    if isinstance(node.value, dict):
        entries = {key: child if child.tag == RESET else _as_text(child) for key, child in node.entries()}
        return kept(node, entries)
    if not isinstance(node.value, list):
        node.report(f"A mapping or a list of NAME=value is expected here, not {node.shape}.")
        return kept(node, {})
    entries = {}
    for item in node.elements():
        if item.tag == RESET:
            continue
        text = scalar_text(item)
        if text is None:
            continue
        name, equals, value = text.partition("=")
        if name != name.rstrip():
            item.report("A name ends in a blank here; Compose refuses it.")
        entries[name.rstrip()] = item.replaced(value if equals else None, tag=_filled(item))
    return kept(node, entries, LISTED)


def _as_text(node: Node) -> Node:
    text = scalar_text(node)
    return node if text is None and node.is_null else node.replaced(text, tag=_filled(node))


def _filled(node: Node) -> str | None:
    return FILLED if node.tag == FILLED else None


def texts(node: Node, _folder: str) -> Node:
    """Turn one text into a list of it."""
    if isinstance(node.value, dict):
        node.report("A list is expected here, not a mapping.")
        return kept(node, [])
    items = list(node.elements()) if isinstance(node.value, list) else [node.replaced(node.value)]
    return kept(node, _unmarked([_as_text(item) for item in items if item.is_scalar or item.as_text()]))


def _unmarked(items: list[Node]) -> list[Node]:
    return [item for item in items if item.tag != RESET]


def list_of(form: Callable[[Node, str], list[Node]]) -> Form:
    """Return the form of a list whose items become no, one or several long ones each.

    Args:
        form: Turns one item, read in a file with that folder, into long ones.
    """

    def convert(node: Node, folder: str) -> Node:
        if not isinstance(node.value, list):
            node.report(f"A list is expected here, not a {node.shape}.")
            return kept(node, [])
        return kept(node, [long for item in _unmarked(node.value) for long in form(item, folder)])

    return convert


def published_ports(most: int) -> Form:
    """Return the form of ``ports``: mappings with target, published, host_ip and protocol, one a port.

    Args:
        most: Most ports that all lists together may come to; ranges are short to write and long to list.
    """
    room = most

    def convert(item: Node, _folder: str) -> list[Node]:
        nonlocal room
        if isinstance(item.value, dict):
            return [item]
        text = item.as_text()
        if not text:
            return []
        if room <= 0:
            item.report(f"This file publishes more than {most} ports; the rest is left out.")
            return []
        ports = parse_port(text)
        if ports is None:
            item.report("This is no port: [[ADDRESS:]HOST:]CONTAINER[/PROTOCOL] is expected.")
            return []
        room -= len(ports)
        return [_long_port(item, port) for port in ports]

    return list_of(convert)


def _long_port(item: Node, port: PublishedPort) -> Node:
    values = _optional(
        item,
        mode="ingress",
        host_ip=port.host_ip,
        target=port.target,
        published=port.published,
        protocol=port.protocol,
    )
    return item.replaced(values)


def _optional(at: Node, **values: str | int | bool | None) -> dict[str, Node]:
    return {key: at.replaced(value) for key, value in values.items() if value is not None}


def volume_mount(item: Node, folder: str) -> list[Node]:
    """Turn an entry of ``volumes`` into a mapping with type, source, target and read_only."""
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


def file_mount(item: Node, _folder: str) -> list[Node]:
    """Turn an entry of ``configs`` or ``secrets`` into a mapping with source and, if given, target."""
    if isinstance(item.value, dict):
        return [item]
    text = item.as_text()
    return [item.replaced(_optional(item, source=text))] if text else []


def exposed_port(item: Node, _folder: str) -> list[Node]:
    """Turn an entry of ``expose`` into text."""
    text = scalar_text(item)
    return [] if text is None else [item.replaced(text)]


def env_files(node: Node, folder: str) -> Node:
    """Turn ``env_file`` into a list of mappings with path, required and, if given, format."""
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
    return kept(node, long)


def label_files(node: Node, folder: str) -> Node:
    """Turn ``label_file`` into a list of paths relative to the root of the run."""
    paths = texts(node, folder)
    return paths.replaced([n.replaced(rebased(folder, str(n.value))) for n in paths.elements()], tag=paths.tag)


def name_list(node: Node, _folder: str) -> Node:
    """Turn a list of names into a mapping without values."""
    if isinstance(node.value, dict):
        return node
    if node.is_null:
        return kept(node, {})
    if not isinstance(node.value, list):
        node.report(f"A list of names or a mapping is expected here, not {node.shape}.")
        return kept(node, {})
    names = [(item.as_text(), item) for item in _unmarked(node.value)]
    return kept(node, {name: item.replaced(None) for name, item in names if name})


def start_order(node: Node, _folder: str) -> Node:
    """Turn ``depends_on`` into a mapping of services to condition and required; short entries are tagged."""
    entries: dict[str, Node] = {}
    if isinstance(node.value, dict):
        for name, child in node.entries():
            if child.tag in MARKS and not isinstance(child.value, dict):
                entries[name] = child
                continue
            if not isinstance(child.value, dict) and not child.is_null:
                child.report(f"A mapping with a condition is expected here, not {child.shape}.")
            values = dict(child.value) if isinstance(child.value, dict) else {}
            entries[name] = kept(child, _optional(child, condition="service_started", required=True) | values)
    elif isinstance(node.value, list):
        for item in _unmarked(node.value):
            if text := item.as_text():
                entries[text] = item.replaced(_optional(item, condition="service_started", required=True), tag=SHORT)
    else:
        node.report(f"A list of services or a mapping is expected here, not {node.shape}.")
    return kept(node, entries)


def pinned_hosts(node: Node, _folder: str) -> Node:
    """Turn both forms into a list of ``HOST=ADDRESS``."""
    if isinstance(node.value, dict):
        return kept(node, [long for host, child in node.entries() for long in _pinned(host, child)])
    if not isinstance(node.value, list):
        node.report(f"A list of HOST=ADDRESS or a mapping is expected here, not {node.shape}.")
        return kept(node, [])
    return kept(node, [long for item in _unmarked(node.value) for long in _pinned_text(item)])


def _pinned(host: str, node: Node) -> list[Node]:
    addresses = node.elements() if isinstance(node.value, list) else [node]
    return [node.replaced(f"{host}={_bare(address.as_text() or '')}") for address in addresses]


def _pinned_text(item: Node) -> list[Node]:
    text = item.as_text() or ""
    host, found, addresses = text.partition("=" if "=" in text else ":")
    if found and host:
        return [item.replaced(f"{host}={_bare(address)}") for address in addresses.split(",")]
    if item.is_scalar:
        item.report("HOST=ADDRESS is expected here.")
    return []


def _bare(address: str) -> str:
    bracketed = len(address) > 2 and address.startswith("[") and address.endswith("]")
    return address[1:-1] if bracketed else address
