"""A parsed document as a tree of values that know where they stand.

Parsers read documents through :class:`Node`. Its typed accessors never raise on a wrong shape: they record
a :class:`Problem` on the document, with the position of the offending value, and answer as if the key were absent.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Union

from archcheck.model.span import Span

__all__ = ["Document", "Node", "Problem", "Scalar", "Value"]

Scalar = str | int | float | bool | None
Value = Union[Scalar, dict[str, "Node"], list["Node"]]  # noqa: UP007  forward references inside


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something in a source that keeps archcheck from judging it fully; it becomes an ARC991 finding.

    Attributes:
        span: Where.
        message: What is wrong and, where it helps, what to do; a full sentence.
        unjudged: Whether it keeps archcheck from judging the file fully (ARC991, exit code 2). False for a remark: the
            platform would go on too (an unset variable), and so does archcheck; it is told in the coverage.
    """

    span: Span
    message: str
    unjudged: bool = True


class Document:
    """One document of a file: its tree and what was wrong with it.

    Attributes:
        path: Path of the file, relative to the root.
        index: 0-based position of the document in its file.
        root: Tree; a null node for an empty document.
        problems: What readers found wrong, in the order found. Readers append through :meth:`report`.
    """

    __slots__ = ("_known", "index", "path", "problems", "root")

    def __init__(self, path: str, index: int = 0) -> None:
        self.path = path
        self.index = index
        self.problems: list[Problem] = []
        self._known: set[Problem] = set()
        self.root = Node(None, self, 1, 1)

    def report(self, span: Span, message: str) -> None:
        """Record a problem once."""
        self._add(Problem(span, message))

    def remark(self, span: Span, message: str) -> None:
        """Record once what the reader should know although everything could be judged."""
        self._add(Problem(span, message, unjudged=False))

    def _add(self, problem: Problem) -> None:
        if problem not in self._known:
            self._known.add(problem)
            self.problems.append(problem)


class Node:
    """A value with its position, and the position of the key that holds it.

    Attributes:
        value: ``dict[str, Node]`` (in source order), ``list[Node]``, or a scalar resolved by YAML 1.2's core schema.
        document: The document it was read from; merged trees hold nodes of several documents.
        line: 1-based line of the value.
        column: 1-based column of the value.
        key_line: 1-based line of its key; 0 for list items and roots.
        key_column: 1-based column of its key; 0 for list items and roots.
        raw: The scalar as written, where that differs from ``str(value)``; else None.
        tag: An application tag such as ``!reset``; else None.
    """

    __slots__ = ("column", "document", "key_column", "key_line", "line", "raw", "tag", "value")

    def __init__(
        self,
        value: Value,
        document: Document,
        line: int,
        column: int,
        key_line: int = 0,
        key_column: int = 0,
        raw: str | None = None,
        tag: str | None = None,
    ) -> None:
        self.value = value
        self.document = document
        self.line = line
        self.column = column
        self.key_line = key_line
        self.key_column = key_column
        self.raw = raw
        self.tag = tag

    def __repr__(self) -> str:
        """Return the value and its place, for debugging."""
        return f"Node({self.value!r} @ {self.span})"

    # -- place ---------------------------------------------------------------------------------------------------

    @property
    def span(self) -> Span:
        """Where the value stands."""
        return Span(self.document.path, self.line, self.column)

    @property
    def key_span(self) -> Span:
        """Where the key that holds the value stands; the value's own place for list items and roots."""
        return Span(self.document.path, self.key_line, self.key_column) if self.key_line else self.span

    def report(self, message: str) -> None:
        """Record a problem with this value on its document."""
        self.document.report(self.span, message)

    def replaced(self, value: Value, *, raw: str | None = None, tag: str | None = None) -> "Node":
        """Return a node at the same place with another value (after interpolation or a merge)."""
        return Node(
            value,
            self.document,
            self.line,
            self.column,
            key_line=self.key_line,
            key_column=self.key_column,
            raw=raw,
            tag=tag,
        )

    # -- shape ---------------------------------------------------------------------------------------------------

    @property
    def shape(self) -> str:
        """The kind of value in words: mapping, list, text, number, boolean or null."""
        value = self.value
        if isinstance(value, dict):
            return "mapping"
        if isinstance(value, list):
            return "list"
        if isinstance(value, str):
            return "text"
        if isinstance(value, bool):
            return "boolean"
        return "null" if value is None else "number"

    @property
    def is_null(self) -> bool:
        """Whether the value is null or empty."""
        return self.value is None

    @property
    def is_scalar(self) -> bool:
        """Whether the value is neither a mapping nor a list."""
        return not isinstance(self.value, dict | list)

    # -- children, without complaint ------------------------------------------------------------------------------

    def child(self, key: str) -> "Node | None":
        """Return the value of a key, or None if this is no mapping, has no such key, or the value is null."""
        value = self.value
        if isinstance(value, dict):
            node = value.get(key)
            if node is not None and node.value is not None:
                return node
        return None

    def at(self, *keys: str) -> "Node | None":
        """Return the value at a path of keys, or None where any of them is absent."""
        node: Node | None = self
        for key in keys:
            if node is None:
                return None
            node = node.child(key)
        return node

    def has(self, key: str) -> bool:
        """Return whether this is a mapping with the key, whatever its value (null included)."""
        return isinstance(self.value, dict) and key in self.value

    def entries(self) -> Iterator[tuple[str, "Node"]]:
        """Yield key and value of a mapping in source order; nothing for any other shape."""
        if isinstance(self.value, dict):
            yield from self.value.items()

    def elements(self) -> Iterator["Node"]:
        """Yield the items of a list; nothing for any other shape."""
        if isinstance(self.value, list):
            yield from self.value

    def scalars(self) -> Iterator["Node"]:
        """Yield every scalar in the tree, depth first, in source order."""
        stack = [self]
        while stack:
            node = stack.pop()
            if isinstance(node.value, dict):
                stack.extend(reversed(node.value.values()))
            elif isinstance(node.value, list):
                stack.extend(reversed(node.value))
            else:
                yield node

    # -- children, with complaint ----------------------------------------------------------------------------------

    def mapping(self, key: str) -> "Node":
        """Return the mapping at a key; an empty one if absent, and a problem is recorded if it has another shape."""
        return self._shaped(key, dict, "a mapping", {})

    def sequence(self, key: str) -> list["Node"]:
        """Return the items of the list at a key; none if absent, and a problem is recorded on another shape."""
        items = self._shaped(key, list, "a list", []).value
        return items if isinstance(items, list) else []

    def text(self, key: str) -> str | None:
        """Return the scalar at a key as text, as written; a problem is recorded for a mapping or list."""
        node = self.child(key)
        return None if node is None else node.as_text()

    def integer(self, key: str) -> int | None:
        """Return the whole number at a key (digits in quotes count); a problem is recorded for anything else."""
        node = self.child(key)
        return None if node is None else node.as_integer()

    def boolean(self, key: str, default: bool = False) -> bool:
        """Return the boolean at a key (YAML 1.1 spellings count); a problem is recorded for anything else."""
        node = self.child(key)
        if node is None:
            return default
        if isinstance(node.value, bool):
            return node.value
        if isinstance(node.value, str) and node.value.lower() in _BOOLEANS:
            return _BOOLEANS[node.value.lower()]
        node.report(f"{key} should be true or false, not {node.shape}.")
        return default

    def as_text(self) -> str | None:
        """Return a scalar as written, None for null, and None with a problem recorded for a mapping or list."""
        value = self.value
        if isinstance(value, str):
            return value
        if isinstance(value, dict | list):
            self.report(f"A single value is expected here, not a {self.shape}.")
            return None
        if value is None or self.raw is not None:
            return None if value is None else self.raw
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value)

    def as_integer(self) -> int | None:
        """Return a whole number, or None with a problem recorded."""
        value = self.value
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, str):
            text = value.strip()
            digits = text[1:] if text[:1] in {"+", "-"} else text
            if digits.isascii() and digits.isdigit() and len(digits) <= 300:
                return int(text)
        self.report(f"A whole number is expected here, not {self.shape}.")
        return None

    def _shaped(self, key: str, shape: type, words: str, empty: Value) -> "Node":
        node = self.child(key)
        if node is not None:
            if isinstance(node.value, shape):
                return node
            node.report(f"{key} should be {words}, not {node.shape}.")
        return Node(empty, self.document, self.line, self.column)


_BOOLEANS = {"true": True, "yes": True, "on": True, "y": True, "false": False, "no": False, "off": False, "n": False}
