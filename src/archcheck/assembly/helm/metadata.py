"""The sheet of a chart: reading and writing ``Chart.yaml``."""

import json
from collections.abc import Set as AbstractSet

from archcheck.model.node import Node

__all__ = ["text_at", "without_dependencies"]


def text_at(node: Node, key: str) -> str:
    """Return the text at a key, or an empty text."""
    child = node.child(key)
    return child.value if child is not None and isinstance(child.value, str) else ""


def without_dependencies(sheet: Node, names: AbstractSet[str]) -> bytes:
    """Return a sheet as JSON, which is YAML too, without the dependencies of the given names."""
    plain = _plain(sheet)
    if isinstance(plain, dict) and isinstance(plain.get("dependencies"), list):
        kept = [
            entry for entry in plain["dependencies"] if not isinstance(entry, dict) or entry.get("name") not in names
        ]
        plain["dependencies"] = kept
    return json.dumps(plain, ensure_ascii=False).encode("utf-8", "replace")


def _plain(node: Node) -> object:
    value = node.value
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return node.raw or str(value)  # appVersion: 1.10 is a text to helm
    return value
