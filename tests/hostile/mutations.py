"""Ways to break a file, each decided by numbers alone: the same numbers break it in the same way."""

import copy
from collections.abc import Sequence
from typing import Any

import yaml

__all__ = ["FileChange", "changed", "load_documents"]

FileChange = tuple[int, int, int]
"""Which kind of change, where (modulo the number of places), and what with."""

_STRANGE: tuple[Any, ...] = (
    None, [], {}, "", " ", True, -1, 0, 1e308, 10**40, "two", [[]], [None], {"a": None}, {"": {}}, [{}], {"x": [1, {}]},
    "${A", "${A?needed}", "${A:-${B:-c}}", "$", "$$", "$(A)", "{{ .Values.x }}", "%", "*", "/", "..", "../../x", "~/x",
    "/etc/passwd", "a:b:c:d", ":", "0:0", "70000:1", "1-0:2", "[::1]:80", "http://", "http://[", "http://u:p@h:99999/",
    "jdbc:oracle:thin:@", "tcp://:", "a\nb", "a\0b", "\u2028", "é" * 40, "x" * 5000, "1h", "1e3m", "512Q",
    "a,b;c d", "=", "a=", "=b", "'", '"', "`", "Host(`a`", "((((", "\\", "!reset", "no", "2020-01-01", "0x1F", "0o17",
    ".inf", "<<", "service:", "service:service", "container:x", "host", "none", "default", ["CMD-SHELL"], ["NONE"], ["CMD"],
    {"matchLabels": []}, {"matchExpressions": [{"operator": "In"}]}, {"$ref": "#"}, {"$ref": "#/paths"}, {"$ref": 1},
    {"value": 1, "valueFrom": []}, {"path": []}, {"file": 1, "service": []}, {"name": {}}, {"port": {"number": "x"}},
)  # fmt: skip
_BYTES = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\t", b"\r\n", b"\n", b"- ", b": ", b"{", b"}", b"[", b"]", b"'", b'"', b"#", b"&a ",
    b"*a ", b"!x ", b"|\n", b"---\n", b"...\n", b"? ", b"<<: ", b"\\", b"${", b"}}", b"\x1b[31m", b"\xe2\x80\xa8", b"%", b"@",
    b"`", b",", b"0" * 400, b"\x85", b";", b"!!binary x", b"=", b"$", b"EOF\n", b"\x0c",
)  # fmt: skip


class _Loader(yaml.CSafeLoader):
    """Loads every tag as the plain value behind it."""


def _plain(loader: yaml.CSafeLoader, _suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else None


_Loader.add_multi_constructor("!", _plain)


def load_documents(data: bytes) -> list[Any]:
    """Return the documents of a YAML file as plain values."""
    return list(yaml.load_all(data, Loader=_Loader))


def changed(data: bytes, changes: Sequence[FileChange], *, tree: bool) -> bytes:
    """Return a file with changes made to it.

    Args:
        data: The file.
        changes: The changes.
        tree: Whether to change the tree of a YAML or JSON file rather than its text.
    """
    if tree:
        try:
            documents = load_documents(data)
        except (yaml.YAMLError, ValueError, TypeError):
            tree = False
    if tree:
        for change in changes:
            _change_tree(documents, change)
        return yaml.dump_all(documents, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True, encoding="utf-8")
    for change in changes:
        data = _change_text(data, change)
    return data


def _places(documents: Any) -> list[tuple[Any, Any]]:
    """Return every container with each of its keys or indexes, parents first."""
    places: list[tuple[Any, Any]] = []
    stack, seen = [documents], set()
    while stack:
        holder = stack.pop()
        if id(holder) in seen:
            continue
        seen.add(id(holder))
        keys = list(holder) if isinstance(holder, dict) else range(len(holder))
        for key in keys:
            places.append((holder, key))
            if isinstance(holder[key], dict | list):
                stack.append(holder[key])
    return places


def _change_tree(documents: list[Any], change: FileChange) -> None:
    kind, where, what = change
    places = _places(documents)
    if not places:
        return
    holder, key = places[where % len(places)]
    strange = copy.deepcopy(_STRANGE[what % len(_STRANGE)])
    match kind % 6:
        case 0 | 1:
            holder[key] = strange
        case 2:
            del holder[key]
        case 3:
            other, place = places[what % len(places)]
            holder[key] = copy.deepcopy(other[place])
        case 4 if isinstance(holder, list):
            holder.extend(copy.deepcopy(holder[key]) for _ in range(what % 4 + 1))
        case 4 if isinstance(strange, str | int | float | None):
            holder[strange] = holder.pop(key)
        case _:
            holder[key] = [holder[key], strange] if what % 2 else {"x": holder[key]}


def _change_text(data: bytes, change: FileChange) -> bytes:
    kind, where, what = change
    at = where % (len(data) + 1)
    piece = _BYTES[what % len(_BYTES)]
    match kind % 6:
        case 0:
            return data[:at]
        case 1 | 2:
            return data[:at] + piece + data[at:]
        case 3:
            return data[:at] + data[at + what % 40 :]
        case 4:
            start = data.rfind(b"\n", 0, at) + 1
            end = data.find(b"\n", at) + 1 or len(data)
            return data[:end] + data[start:end] * (what % 3 + 1) + data[end:]
        case _:
            return data[:at] + piece + data[at + len(piece) :]
