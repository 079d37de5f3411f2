"""TOML to a document. The standard library's parser gives no positions: keys are found again in the text."""

import re
import tomllib
from collections.abc import Iterable

from archcheck.model.node import Document, Node
from archcheck.model.span import Span
from archcheck.sources.limits import DEFAULT_LIMITS, Limits

__all__ = ["read_toml"]

_PLACE = re.compile(r"at line (\d+), column (\d+)")
_PART = re.compile(r"""[\w-]++|"[^"]*+"|'[^']*+'""", re.ASCII)
_KEY = rf"(?:{_PART.pattern})(?:\s*+\.\s*+(?:{_PART.pattern}))*+"
_LINE = re.compile(rf"\s*+(?:(?P<open>\[\[?)\s*+(?P<table>{_KEY})\s*+\]|(?P<entry>{_KEY})\s*+=)", re.ASCII)
_LONGEST_LINE = 2_000

Path = tuple[str | int, ...]
Place = tuple[int, int]


def read_toml(path: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Return the one document of a TOML file; a syntax error is a problem on it.

    A value stands where its key is written; where that cannot be told, at the table or list that holds it.
    """
    document = Document(path)
    try:
        text = data.decode("utf-8-sig")
        content = tomllib.loads(text)
        document.root = _Builder(document, text.splitlines(), limits.depth).node(content, (), (1, 1))
    except UnicodeDecodeError:
        document.report(Span(path), "The file is no UTF-8 text.")
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        span = Span(path, int(found[1]), int(found[2])) if found else Span(path)
        document.report(span, f"This is no valid TOML: {error}.")
    except RecursionError:
        document.report(Span(path), f"This is nested more than {limits.depth} levels deep; it is refused unread.")
    return document


class _Builder:
    """Turns the parser's values into nodes."""

    def __init__(self, document: Document, lines: list[str], deepest: int) -> None:
        self.document = document
        self.lines = lines
        self.deepest = deepest
        self.places = _places(lines, deepest)

    def node(self, value: object, path: Path, place: Place) -> Node:
        """Return the value at a path of keys and positions; ``place`` is where it stands.

        Raises:
            RecursionError: It is nested deeper than the limit.
        """
        if len(path) > self.deepest:
            raise RecursionError
        if isinstance(value, dict):
            return Node({k: self._entry(k, v, (*path, k), place) for k, v in value.items()}, self.document, *place)
        if isinstance(value, list):
            items = ((item, (*path, index)) for index, item in enumerate(value))
            return Node([self.node(i, p, self.places.get(p, place)) for i, p in items], self.document, *place)
        return Node(value if isinstance(value, str | int | float | bool) else str(value), self.document, *place)

    def _entry(self, key: str, value: object, path: Path, around: Place) -> Node:
        found = self.places.get(path) or self._in_line(key, around)
        node = self.node(value, path, found or around)
        if found is not None:
            node.key_line, node.key_column = found
        return node

    def _in_line(self, key: str, place: Place) -> Place | None:
        """Return where a key of an inline table stands in the line of the table."""
        number, column = place
        text = self.lines[number - 1] if number <= len(self.lines) else ""
        if len(text) > _LONGEST_LINE:
            return None
        found = re.compile(rf"(?<![\w.-])[\"']?{re.escape(key)}[\"']?\s*=").search(text, column)
        return (number, found.start() + 1) if found else None


def _places(lines: Iterable[str], deepest: int) -> dict[Path, Place]:
    """Return where keys and tables are first written, by their path; an element of a list of tables has its position."""
    places: dict[Path, Place] = {}
    last: dict[Path, int] = {}
    table: Path = ()
    for number, text in enumerate(lines, 1):
        match = _LINE.match(text)
        if match is None:
            continue
        group = "table" if match["open"] else "entry"
        parts = list(_PART.finditer(text, match.start(group), match.end(group)))[: deepest + 1]
        path = () if match["open"] else table
        for position, part in enumerate(parts):
            path = (*path, part[0].strip("\"'"))
            places.setdefault(path, (number, part.start() + 1))
            if match["open"] == "[[" and position == len(parts) - 1:
                last[path] = last.get(path, -1) + 1
            if path in last:
                path = (*path, last[path])
                places.setdefault(path, (number, part.start() + 1))
        table = path if match["open"] else table
    return places
