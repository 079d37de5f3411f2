"""YAML (and JSON) to documents with positions, through libyaml, within limits."""

import gc
import json
import operator
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from archcheck.model.node import Document, Node, Scalar, Value
from archcheck.model.span import Span
from archcheck.sources.limits import Limits

__all__ = ["read_yaml"]

_PLAIN, _TEXT, _COLLECTION = "plain", "text", "collection"
_COMPOSER_BEARS = 5_000
_SCALAR = yaml.ScalarNode
_WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL_FLOATS = {"inf": "inf", "+inf": "inf", "-inf": "-inf", "nan": "nan"}
_NUMBER_START = frozenset("+-.0123456789")


class _Loader(yaml.CSafeLoader):
    """libyaml's composer, told to leave the resolution of tags to us."""

    # PyYAML calls these around every node, for path resolvers that nobody adds: built-ins cost least.
    descend_resolver: Any = operator.is_
    ascend_resolver: Any = tuple

    def resolve(self, kind: type[yaml.Node], _value: object, implicit: object) -> str:
        """Return a mark for plain scalars, quoted scalars and collections."""
        if kind is yaml.ScalarNode:
            return _PLAIN if isinstance(implicit, tuple) and implicit[0] else _TEXT
        return _COLLECTION


def read_yaml(path: str, data: bytes, limits: Limits) -> list[Document]:
    """Return the documents of a YAML or JSON file.

    Scalars are resolved by the core schema of YAML 1.2 (``yes`` and ``1:30`` are text). Merge keys are applied. Empty
    documents are kept, with a null root, so that indexes are those of the file. What cannot be read (encoding, syntax,
    limits) and duplicate keys are problems on the document concerned; documents before a syntax error are kept.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [_broken(path, 0, _encoding_problem(data, error, path))]
    if "\0" in text:
        return [_broken(path, 0, (Span(path), "The file is binary, no YAML or JSON."))]
    documents: list[Document] = []
    if problem := _too_deep(text, path, limits):
        return [_broken(path, 0, problem)]
    aliases = "&" in text and "*" in text
    with _collector_paused():
        try:
            for root in _compose(text):
                documents.append(_convert(root, path, len(documents), limits, aliases=aliases))
        except yaml.YAMLError as error:
            if path.endswith(".json") and (whole := _plain_json(path, text)):
                return [whole]
            documents.append(_broken(path, len(documents), _syntax_problem(error, path, limits)))
    return documents


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the garbage collector: scanning the growing tree of nodes again and again costs more than parsing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _too_deep(text: str, path: str, limits: Limits) -> tuple[Span, str] | None:
    """Return a problem if the text nests deeper than libyaml's recursive composer can bear.

    The events of libyaml come without recursion. They are only counted where the text has enough openings to go so deep:
    brackets, or block collections that open on one line (by indentation alone, n levels need n * n / 2 characters).
    """
    if sum(text.count(opening) for opening in ("[", "{", "- -", "? ")) <= _COMPOSER_BEARS:
        return None
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > limits.depth:
                    mark = event.start_mark
                    span = Span(path, mark.line + 1, mark.column + 1) if mark else Span(path)
                    return span, (f"This is nested more than {limits.depth} levels deep; it is refused unread.")
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except yaml.YAMLError:
        return None  # reported, with what could be read before it, by the composer
    return None


def _compose(text: str) -> Iterator[yaml.Node | None]:
    loader = _Loader(text)
    try:
        while loader.check_node():
            yield loader.get_node()
    finally:
        loader.dispose()


def _convert(root: yaml.Node | None, path: str, index: int, limits: Limits, *, aliases: bool) -> Document:
    document = Document(path, index)
    if root is None:
        return document
    try:
        if aliases:
            _measure(root, limits)
        document.root = _Converter(document, limits).convert(root, None)
    except _TooMuchError as error:
        document.report(Span(path, error.line, error.column), error.message)
    return document


class _TooMuchError(Exception):
    def __init__(self, node: yaml.Node, message: str) -> None:
        super().__init__(message)
        mark = node.start_mark
        self.line, self.column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self.message = message


def _measure(root: yaml.Node, limits: Limits) -> None:
    """Refuse a tree that is too deep, too large with its aliases expanded, or contains itself.

    Every node is visited once, whatever the aliases, so the cost is that of the text and not of what it expands to.
    """
    sizes: dict[int, int] = {}
    heights: dict[int, int] = {}
    open_nodes: set[int] = set()
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, done = stack.pop()
        key = id(node)
        if done:
            open_nodes.discard(key)
            below = _below(node)
            sizes[key] = 1 + sum(sizes[id(b)] for b in below)
            heights[key] = 1 + max((heights[id(b)] for b in below), default=0)
            if sizes[key] > limits.nodes:
                raise _TooMuchError(
                    node, f"Aliases expand this to more than {limits.nodes} values; it is refused unread."
                )
            if heights[key] > limits.depth:
                raise _TooMuchError(root, f"This is nested more than {limits.depth} levels deep; it is refused unread.")
        elif key in sizes:
            continue
        elif isinstance(node, yaml.ScalarNode):
            sizes[key] = heights[key] = 1
        elif key in open_nodes:
            raise _TooMuchError(node, "An alias here contains itself; it is refused unread.")
        else:
            open_nodes.add(key)
            stack.append((node, True))
            stack.extend((child, False) for child in _below(node) if id(child) not in sizes)


def _below(node: Any) -> list[Any]:
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return []


class _Converter:
    """Turns PyYAML's nodes of one document into ours. It runs once a value: attribute look-ups are kept out of it."""

    def __init__(self, document: Document, limits: Limits) -> None:
        self.document = document
        self.room = limits.depth
        self.limits = limits

    def convert(self, node: Any, key_mark: Any) -> Node:
        """Return the node with its value, its place and that of its key (None: no key)."""
        mark = node.start_mark
        tag = node.tag
        raw: str | None = None
        value: Value
        if type(node) is _SCALAR:
            text = node.value
            if tag == _TEXT:
                value, tag = text, None
            else:
                value, raw = _scalar(text, tag)
        else:
            value = self._collection(node)
        shown = tag if tag is not None and tag[0] == "!" and len(tag) > 1 else None
        if key_mark is None:
            return Node(value, self.document, mark.line + 1, mark.column + 1, 0, 0, raw, shown)
        return Node(
            value, self.document, mark.line + 1, mark.column + 1, key_mark.line + 1, key_mark.column + 1, raw, shown
        )

    def _collection(self, node: Any) -> Value:
        if not self.room:
            raise _TooMuchError(
                node, f"This is nested more than {self.limits.depth} levels deep; it is refused unread."
            )
        self.room -= 1
        value: Value
        if isinstance(node, yaml.MappingNode):
            value = self._mapping(node)
        else:
            convert = self.convert
            value = [convert(item, None) for item in node.value]
        self.room += 1
        return value

    def _mapping(self, node: Any) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        merged: list[Any] = []
        convert = self.convert
        for key, child in node.value:
            if type(key) is not _SCALAR:
                self.document.report(_place(key, self.document.path), "A key has to be text here, not a collection.")
                continue
            name = key.value
            if name == "<<" and key.tag != _TEXT:
                merged.append(child)
                continue
            if name in entries:
                self.document.report(
                    _place(key, self.document.path),
                    f"The key {name!r} occurs twice in one mapping; the last one is used.",
                )
            entries[name] = convert(child, key.start_mark)
        for child in merged:
            self._merge(child, entries)
        return entries

    def _merge(self, node: Any, entries: dict[str, Node]) -> None:
        """Add the keys of a ``<<`` value that are not there yet; of several mappings the earlier wins."""
        if isinstance(node, yaml.MappingNode):
            for name, child in self._mapping(node).items():
                entries.setdefault(name, child)
        elif isinstance(node, yaml.SequenceNode) and all(isinstance(n, yaml.MappingNode) for n in node.value):
            for item in node.value:
                self._merge(item, entries)
        else:
            self.document.report(
                _place(node, self.document.path), "A merge key (<<) takes a mapping or a list of mappings."
            )


def _place(node: Any, path: str) -> Span:
    return Span(path, node.start_mark.line + 1, node.start_mark.column + 1)


def _scalar(text: str, tag: str) -> tuple[Scalar, str | None]:
    """Return the value of a plain or tagged scalar and, where it differs from its text, how it was written."""
    if tag != _PLAIN and tag not in _STANDARD_TAGS:
        return text, None
    value = _resolve(text)
    return value, (None if value.__class__ is str else text)


_STANDARD_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null")}


def _resolve(text: str) -> Scalar:
    if text in _WORDS:
        return _WORDS[text]
    return _number(text) if text[0] in _NUMBER_START else text


def _number(text: str) -> Scalar:
    if _INTEGER.fullmatch(text):
        return int(text) if len(text) <= 300 else text
    if _BASED.fullmatch(text) and len(text) <= 300:
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    special = _SPECIAL_FLOATS.get(text.replace(".", "", 1).lower())
    return float(special) if special and "." in text else text


def _broken(path: str, index: int, problem: tuple[Span, str]) -> Document:
    document = Document(path, index)
    document.report(*problem)
    return document


def _encoding_problem(data: bytes, error: UnicodeDecodeError, path: str) -> tuple[Span, str]:
    if b"\0" in data[:1024]:
        return Span(path), "The file is binary or UTF-16; save it as UTF-8 text."
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return Span(path, line, column), f"Byte 0x{data[error.start]:02x} is no UTF-8; save the file as UTF-8 text."


def _syntax_problem(error: yaml.YAMLError, path: str, limits: Limits) -> tuple[Span, str]:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    span = Span(path, mark.line + 1, mark.column + 1) if mark else Span(path)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error)
    if "nesting depth" in what:  # newer versions of libyaml have a limit of their own
        return span, f"This is nested more than {limits.depth} levels deep; it is refused unread."
    context = getattr(error, "context", None)
    return span, f"This is no valid YAML: {what}{' ' + context if context else ''}."


def _plain_json(path: str, text: str) -> Document | None:
    """Read JSON that libyaml refuses (surrogate escapes); every value then stands at the start of the file."""
    document = Document(path)
    try:
        document.root = _from_json(json.loads(text), document)
    except (ValueError, RecursionError):
        return None
    return document


def _from_json(value: object, document: Document) -> Node:
    if isinstance(value, dict):
        return Node({str(k): _from_json(v, document) for k, v in value.items()}, document, 1, 1)
    if isinstance(value, list):
        return Node([_from_json(v, document) for v in value], document, 1, 1)
    return Node(value if isinstance(value, str | int | float | bool) else None, document, 1, 1)
