"""Patches of kustomizations as values with a place, so that what they set can be traced back to them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archcheck.model.node import Document, Node

__all__ = ["Patch", "PatchIndex", "generated_entry", "json_patches", "merge_patch"]

_NOT_LITERAL = re.compile(r"[^A-Za-z0-9_\-]")
_HASH = re.compile(r"-[a-z0-9]{10}$")


@dataclass(frozen=True, slots=True)
class Patch:
    """A value that a kustomization puts into objects.

    Attributes:
        kind: Kind of the objects; None for any.
        name: Name of the objects; None for any.
        at: Keys and list positions that lead to it from the object's root.
        value: The value (a part of an object), with its place.
        generates: Whether it stands for a generator, which makes the whole object.
    """

    kind: str | None
    name: str | None
    at: tuple[str, ...]
    value: Node
    generates: bool = False


class PatchIndex:
    """Patches by the objects they apply to.

    Args:
        patches: In the order in which they are applied.
    """

    def __init__(self, patches: Iterable[Patch]) -> None:
        self._found: dict[tuple[str | None, str | None], list[tuple[int, Patch]]] = {}
        self._names: dict[str | None, list[str]] = {}
        for order, patch in enumerate(patches):
            key = (patch.kind, patch.name)
            if key not in self._found and patch.name is not None:
                self._names.setdefault(patch.kind, []).append(patch.name)
            self._found.setdefault(key, []).append((order, patch))

    def matching(self, kind: str, names: Iterable[str]) -> list[Patch]:
        """Return the patches for an object, in the order in which they are applied.

        Args:
            kind: Its kind.
            names: Its name in the output and, where known, in its source: a patch may use either.
        """
        known = set(names)
        known |= {_HASH.sub("", name) for name in known}
        found = [hit for name in (*known, None) for key in (kind, None) for hit in self._found.get((key, name), ())]
        if not any(patch.name for _, patch in found):
            found += [hit for name in self._inside(kind, known) for hit in self._found[kind, name]]
        return [patch for _, patch in sorted(found, key=lambda hit: hit[0])]

    def _inside(self, kind: str, known: Iterable[str]) -> list[str]:
        """Return the longest patched name that stands in a name made longer by prefixes and suffixes."""
        inside = [part for part in self._names.get(kind, ()) if any(part in name for name in known)]
        return sorted(inside, key=lambda part: (-len(part), part))[:1]


def merge_patch(root: Node, target: Node | None) -> Patch:
    """Return a strategic merge patch: a part of an object, for the object that it names or for a target."""
    if target is not None:
        return Patch(*_target(target), (), root)
    name = root.at("metadata", "name")
    return Patch(_literal(root.child("kind")), _literal(name), (), root)


def json_patches(operations: Node, target: Node | None) -> Iterator[Patch]:
    """Yield what the operations of a JSON patch (RFC 6902) set."""
    kind, name = (None, None) if target is None else _target(target)
    for operation in operations.elements():
        path, value = operation.child("path"), operation.child("value")
        if path is None or value is None or not isinstance(path.value, str):
            continue
        steps = (step.replace("~1", "/").replace("~0", "~") for step in path.value.split("/")[1:])
        yield Patch(kind, name, tuple(steps), value)


def generated_entry(kind: str, name: str, key: str, place: Node | tuple[Document, int]) -> Patch:
    """Return an entry that a generator puts into a ConfigMap or Secret.

    Args:
        kind: ``ConfigMap`` or ``Secret``.
        name: Name given to the generator.
        key: The entry's key.
        place: The literal, or the file and line that the value comes from.
    """
    if isinstance(place, Node):
        return Patch(kind, name, ("data", key), place)
    document, line = place
    return Patch(kind, name, ("data", key), Node("", document, line, 1))


def _target(target: Node) -> tuple[str | None, str | None]:
    """Return kind and name of a target; names are patterns, and one that is no plain word is taken for any name."""
    name = _literal(target.child("name"))
    if name is not None and _NOT_LITERAL.search(name):
        name = None
    return _literal(target.child("kind")), name


def _literal(node: Node | None) -> str | None:
    return node.value if node is not None and isinstance(node.value, str) else None
