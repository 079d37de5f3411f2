"""Places for the values of a rendered object: where each one stands in its source or in a patch."""

from collections.abc import Sequence

from archcheck.assembly.kustomize.patches import Patch
from archcheck.model.node import Document, Node, Value

__all__ = ["Tracer"]

_IDENTITIES = ("mountPath", "containerPort", "name", "ip", "port", "key", "path", "host")
"""Keys by which items of a list are recognised, the most telling first."""


class Tracer:
    """Gives rendered objects the places of what they were made from.

    Attributes:
        others: By path, a document without a tree for each file that single values come from.
    """

    def __init__(self) -> None:
        self.others: dict[str, Document] = {}

    def trace(self, rendered: Node, source: Node | None, patches: Sequence[Patch], home: Document) -> Node:
        """Return a rendered object with places.

        A value stands where the source says the same at the same keys, else where the last patch that says so does,
        else where the source says something else there (which a transformer changed), else where the value around
        it stands. Items of lists are recognised by their name, port or path.

        Args:
            rendered: The object's root.
            source: The object as its file has it; None if no file has it.
            patches: What else put values into it, in the order in which it was applied.
            home: Document of the result; its path is that of the source.
        """
        overrides: dict[int, list[Node]] = {}
        for patch in patches:
            for target in _targets(rendered, patch.at, patch.value):
                overrides.setdefault(id(target), []).append(patch.value)
        origins = ([] if source is None else [source]) + overrides.get(id(rendered), [])
        return self._traced(rendered, origins, Node(None, home, 1, 1), overrides, home)

    def _traced(
        self, rendered: Node, origins: list[Node], near: Node, overrides: dict[int, list[Node]], home: Document
    ) -> Node:
        place = _place(rendered, origins)
        inner = place or near
        value: Value = rendered.value
        if isinstance(value, dict):
            value = {
                key: self._traced(child, _children(origins, key) + overrides.get(id(child), []), inner, overrides, home)
                for key, child in value.items()
            }
        elif isinstance(value, list):
            lists = [_Items(origin) for origin in origins if isinstance(origin.value, list)]
            value = [
                self._traced(
                    item,
                    [found for items in lists if (found := items.like(item, index)) is not None]
                    + overrides.get(id(item), []),
                    inner,
                    overrides,
                    home,
                )
                for index, item in enumerate(value)
            ]
        return self._placed(rendered, value, inner, home, keyed=place is not None)

    def _placed(self, rendered: Node, value: Value, place: Node, home: Document, *, keyed: bool) -> Node:
        path = place.document.path
        return Node(
            value,
            home if path == home.path else self.others.setdefault(path, Document(path)),
            place.line,
            place.column,
            key_line=place.key_line if keyed else 0,
            key_column=place.key_column if keyed else 0,
            raw=rendered.raw,
        )


class _Items:
    """The items of a list by what identifies them; built once for all look-ups in the list."""

    def __init__(self, node: Node) -> None:
        self._items = node.value if isinstance(node.value, list) else []
        self._known: dict[tuple[str, object], Node] = {}
        for item in self._items:
            for identity in _identities(item):
                self._known.setdefault(identity, item)

    def like(self, item: Node, index: int) -> Node | None:
        """Return the item that a rendered item at a position was made from."""
        for identity in _identities(item):
            if identity in self._known:
                return self._known[identity]
        if isinstance(item.value, dict | list) and index < len(self._items):
            other = self._items[index]
            if type(other.value) is type(item.value) and not _identities(other):
                return other
        return None


def _identities(item: Node) -> list[tuple[str, object]]:
    if isinstance(item.value, dict):
        known = ((key, item.value.get(key)) for key in _IDENTITIES)
        return [(key, str(node.value)) for key, node in known if node is not None and node.is_scalar]
    return [("", str(item.value))] if item.is_scalar else []


def _place(rendered: Node, origins: Sequence[Node]) -> Node | None:
    """Return the origin whose place a value gets: one that says the same, later patches before earlier ones."""
    if not origins:
        return None
    first, *later = origins
    for origin in (first, *reversed(later)):
        if rendered.is_scalar and origin.is_scalar:
            if origin.value == rendered.value or str(origin.value) == str(rendered.value):
                return origin
        elif type(origin.value) is type(rendered.value):
            return origin
    return first


def _children(origins: Sequence[Node], key: str) -> list[Node]:
    return [origin.value[key] for origin in origins if isinstance(origin.value, dict) and key in origin.value]


def _targets(root: Node, steps: Sequence[str], value: Node) -> list[Node]:
    """Return the value in a rendered tree that a patch's steps lead to, if it is there."""
    node = root
    for number, step in enumerate(steps, start=1):
        if isinstance(node.value, dict):
            found = node.value.get(step)
        elif isinstance(node.value, list):
            found = _item(node.value, step, value if number == len(steps) else None)
        else:
            found = None
        if found is None:
            return []
        node = found
    return [node]


def _item(items: list[Node], step: str, value: Node | None) -> Node | None:
    """Return an item by its position; one that was added is the item that is like it, wherever it ended up."""
    if value is not None:
        for item in reversed(items):
            if set(_identities(item)) & set(_identities(value)):
                return item
    if step == "-":
        return items[-1] if items else None
    return items[int(step)] if step.isascii() and step.isdigit() and len(step) < 7 and int(step) < len(items) else None
