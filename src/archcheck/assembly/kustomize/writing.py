"""A kustomization written anew from what was read of it."""

import json
from collections.abc import Set as AbstractSet

from archcheck.model.node import Node

__all__ = ["written"]


def written(root: Node, left_out: AbstractSet[int]) -> bytes:
    """Return a kustomization as JSON, which is YAML too.

    Args:
        root: Its tree.
        left_out: ``id`` of every node that must not be in it.
    """
    return json.dumps(_plain(root, left_out), ensure_ascii=False).encode("utf-8", "replace")


def _plain(node: Node, left_out: AbstractSet[int]) -> object:
    value = node.value
    if isinstance(value, dict):
        return {key: _plain(child, left_out) for key, child in value.items() if id(child) not in left_out}
    if isinstance(value, list):
        return [_plain(child, left_out) for child in value if id(child) not in left_out]
    return value
