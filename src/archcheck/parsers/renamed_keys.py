"""Trees whose keys are spelt one way, for formats that accept several spellings."""

from collections.abc import Callable

from archcheck.model.node import Node

__all__ = ["renamed_keys", "snake_case"]


def renamed_keys(node: Node, rename: Callable[[str], str]) -> Node:
    """Return a copy of a tree in which every key went through ``rename``; of keys that become equal the first stays."""
    if isinstance(node.value, dict):
        entries: dict[str, Node] = {}
        for key, child in node.value.items():
            entries.setdefault(rename(key), renamed_keys(child, rename))
        return node.replaced(entries, raw=node.raw, tag=node.tag)
    if isinstance(node.value, list):
        return node.replaced([renamed_keys(item, rename) for item in node.value], raw=node.raw, tag=node.tag)
    return node


def snake_case(key: str) -> str:
    """Return a camel-case key in snake case (``staticResources`` gives ``static_resources``); others unchanged."""
    if not key[:1].islower() or key.islower() or not key.isalnum():
        return key
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in key)
