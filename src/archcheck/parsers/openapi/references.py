"""References (``$ref``) in OpenAPI documents, within a file and across the files of the tree."""

import posixpath
import re
from collections.abc import Callable
from enum import StrEnum
from urllib.parse import unquote

from archcheck.model.errors import SourceError
from archcheck.model.node import Document, Node
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

__all__ = ["Broken", "Fetch", "References", "is_remote"]

Fetch = Callable[[str, Span], Document | None]

_REMOTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_CHAIN = 50  # references that lead to references; real documents have two
_LITERAL = {"example", "examples", "default", "enum", "const", "x-examples"}  # values, in which nothing refers
_NAMES = {  # mappings whose keys are names: a property may be called "default"
    "properties",
    "patternProperties",
    "definitions",
    "$defs",
    "schemas",
    "responses",
    "parameters",
    "headers",
    "requestBodies",
    "paths",
    "pathItems",
    "callbacks",
    "links",
    "content",
    "webhooks",
}


class Broken(StrEnum):
    """Why a reference is not followed."""

    REMOTE = "remote"
    MISSING = "missing"
    CYCLIC = "cyclic"


def is_remote(reference: str) -> bool:
    """Return whether a reference leads to a URL; such are never fetched."""
    return _REMOTE.match(reference) is not None


class References:
    """Follows references of one document and of those it leads to.

    Args:
        fetch: Returns the document at a path relative to the root, or None if it cannot be read; it is told where the
            reference stands.
    """

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch
        self._documents: dict[str, Document | None] = {}
        self._anchors: dict[int, dict[str, Node]] = {}
        self.broken: dict[tuple[Span, str], Broken] = {}

    def follow(self, node: Node) -> Node | None:
        """Return what a node stands for: itself, or what its reference leads to; None if that leads nowhere.

        Where it leads nowhere, the reason is kept in :attr:`broken`.
        """
        first: tuple[Span, str] | None = None
        seen: set[int] = set()
        for _ in range(_CHAIN):
            reference = _reference(node)
            if reference is None:
                return node
            place = first = first or (reference.span, str(reference.value))
            if id(node) in seen:
                break
            seen.add(id(node))
            target = self.target(reference)
            if isinstance(target, Broken):
                self.broken[place] = target
                return None
            node = target
        if first is not None:
            self.broken[first] = Broken.CYCLIC
        return None

    def target(self, reference: Node) -> Node | Broken:
        """Return the node that the text of one reference names, or why there is none."""
        text = str(reference.value)
        if is_remote(text):
            return Broken.REMOTE
        path, _, pointer = text.partition("#")
        document = reference.document
        if path:
            other = self.document(unquote(path.partition("?")[0]), reference)
            if other is None:
                return Broken.MISSING
            document = other
        pointer = unquote(pointer)
        if pointer and not pointer.startswith("/"):
            return self._anchored(document.root, pointer) or Broken.MISSING
        return _at(document.root, pointer) or Broken.MISSING

    def _anchored(self, root: Node, name: str) -> Node | None:
        """Return the schema with this ``$anchor`` (OpenAPI 3.1); each document is searched once."""
        if id(root) not in self._anchors:
            self._anchors[id(root)] = _anchors(root)
        return self._anchors[id(root)].get(name)

    def document(self, path: str, reference: Node) -> Document | None:
        """Return the document at a path written in the file of ``reference``; each is asked for once."""
        try:
            joined = SourceTree.join(posixpath.dirname(reference.document.path), path, reference.span)
        except SourceError:
            return None
        if joined == reference.document.path:
            return reference.document
        if joined not in self._documents:
            self._documents[joined] = self._fetch(joined, reference.span)
        return self._documents[joined]

    def all_broken(self, root: Node) -> list[tuple[Span, str, Broken]]:
        """Return every reference below a node, in whatever files it leads through, that is not followed; by place."""
        seen: set[int] = set()
        stack = [(root, False)]
        while stack:
            node, has_names = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if _reference(node) is not None and (target := self.follow(node)) is not None:
                stack.append((target, False))
            for key, child in node.entries():
                if has_names or key not in _LITERAL:
                    stack.append((child, not has_names and key in _NAMES))
            stack.extend((item, False) for item in node.elements())
        return sorted((span, text, reason) for (span, text), reason in self.broken.items())


def _reference(node: Node) -> Node | None:
    """Return the text behind ``$ref``, or None if the node is no reference."""
    reference = node.child("$ref")
    return reference if reference is not None and isinstance(reference.value, str) else None


def _at(root: Node, pointer: str) -> Node | None:
    """Return the node at a JSON pointer (RFC 6901)."""
    node: Node | None = root
    for part in pointer.split("/")[1:]:
        key = part.replace("~1", "/").replace("~0", "~")
        if node is None:
            return None
        if isinstance(node.value, list):
            inside = key.isascii() and key.isdigit() and len(key) < 7 and int(key) < len(node.value)
            node = node.value[int(key)] if inside else None
        else:
            node = node.value.get(key) if isinstance(node.value, dict) else None
    return node


def _anchors(root: Node) -> dict[str, Node]:
    """Return the schemas of a document that have an anchor, the first of each name."""
    found: dict[str, Node] = {}
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        anchor = node.child("$anchor") or node.child("$dynamicAnchor")
        if anchor is not None and isinstance(anchor.value, str):
            found.setdefault(anchor.value, node)
        stack.extend(reversed(list(node.value.values()) if isinstance(node.value, dict) else list(node.elements())))
    return found
