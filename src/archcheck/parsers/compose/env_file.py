"""Environment files (``.env``, ``env_file``): names and values with their places."""

import re
from collections.abc import Mapping

from archcheck.model.node import Document, Node
from archcheck.model.span import Span
from archcheck.parsers.interpolation import ROOM, Lookup, Missing, TemplateError, substitute

__all__ = ["read_env_file", "read_raw_env_file"]

_BLANKS = " \t\v\f\r\x85\xa0"
_EXPORT = re.compile(r"export[ \t\v\f\r\n]+")
_KEY = re.compile(r"[^=:\n]*")
_KEY_CHARACTERS = re.compile(r"[\w.\-\[\]]+")
_ESCAPE = re.compile(r"\\([abfnrtv$\"\\]|0[0-7]{3})")
_ESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", '"': '"', "\\": "\\"}


def read_env_file(
    document: Document, text: str, lookup: Lookup, earlier: Mapping[str, Node] | None = None
) -> dict[str, Node]:
    """Return the variables of an environment file in the order they first occur; the last value of a name counts.

    A line is ``NAME=value``, ``NAME: value`` or ``NAME`` alone (its value then comes from outside), with or without
    ``export``. Values are plain to the end of the line or a `` #``, in double quotes (escapes, several lines) or in
    single quotes (as they stand). Variables in plain and double-quoted values are replaced. What is none of this is
    reported on the document, and the next line is read.

    Args:
        document: Stands for the file: nodes and problems refer to it.
        text: Text of the file.
        lookup: Variables from outside; they win over those of the file itself.
        earlier: Variables of environment files read before this one; those of the file itself win over them.

    Source: Compose Specification, "env_file".
    """
    return _Reader(document, text, lookup, earlier or {}).read()


def read_raw_env_file(
    document: Document, text: str, lookup: Lookup, _earlier: Mapping[str, Node] | None = None
) -> dict[str, Node]:
    """Return the variables of an environment file with ``format: raw``: quotes and ``$`` mean nothing there."""
    entries: dict[str, Node] = {}
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.rstrip("\r").lstrip()
        if not stripped or stripped.startswith("#"):
            continue
        name, equals, value = stripped.partition("=")
        found = value if equals else lookup(name)
        if found is not None:
            entries[name] = _node(document, found, (number, 1), (number, 1))
    return entries


def _node(document: Document, value: str, place: tuple[int, int], key: tuple[int, int]) -> Node:
    return Node(value, document, *place, key_line=key[0], key_column=key[1])


class _Reader:
    def __init__(self, document: Document, text: str, lookup: Lookup, earlier: Mapping[str, Node]) -> None:
        self.document = document
        self.text = text
        self.outside = lookup
        self.earlier = earlier
        self.at = 0
        self.line = 1
        self.line_start = 0
        self.room = ROOM
        self.entries: dict[str, Node] = {}

    def read(self) -> dict[str, Node]:
        while self._to_statement():
            self._statement()
        return self.entries

    def _move(self, to: int) -> None:
        breaks = self.text.count("\n", self.at, to)
        if breaks:
            self.line += breaks
            self.line_start = self.text.rfind("\n", self.at, to) + 1
        self.at = to

    def _place(self) -> tuple[int, int]:
        return self.line, self.at - self.line_start + 1

    def _line_end(self) -> int:
        end = self.text.find("\n", self.at)
        return len(self.text) if end < 0 else end

    def _to_statement(self) -> bool:
        while self.at < len(self.text):
            if self.text[self.at].isspace():
                self._move(self.at + 1)
            elif self.text[self.at] == "#":
                self._move(self._line_end())
            else:
                return True
        return False

    def _statement(self) -> None:
        if export := _EXPORT.match(self.text, self.at):
            self._move(export.end())
        place = self._place()
        key = _KEY.match(self.text, self.at)
        name = key[0].strip() if key else ""
        end = key.end() if key else self.at
        if not _KEY_CHARACTERS.fullmatch(name):
            self._report("This line is no NAME=value; it is left out.")
            self._move(self._line_end())
            return
        if self.text[end : end + 1] not in {"=", ":"}:
            self._move(end)
            self._keep(name, self.outside(name), place, place)
            return
        self._move(end + 1)
        while self.text[self.at : self.at + 1] and self.text[self.at] in _BLANKS:
            self._move(self.at + 1)
        value_place = self._place()
        self._keep(name, self._value(name), value_place, place)

    def _keep(self, name: str, value: str | None, place: tuple[int, int], key_place: tuple[int, int]) -> None:
        if value is not None:
            self.entries[name] = _node(self.document, value, place, key_place)

    def _value(self, name: str) -> str | None:
        quote = self.text[self.at : self.at + 1]
        if quote and quote in "'\"":
            return self._quoted(name, quote)
        end = self._line_end()
        plain = self.text[self.at : end].partition(" #")[0].rstrip()
        value = self._expanded(name, plain)
        self._move(end)
        return value

    def _quoted(self, name: str, quote: str) -> str | None:
        end = self.at + 1
        while True:
            end = self.text.find(quote, end)
            if end < 0:
                self._report(f"The quoted value of {name} is not closed; it is left out.")
                self._move(self._line_end())
                return None
            if not self._is_escaped(end):
                break
            end += 1
        inner = self.text[self.at + 1 : end].replace(f"\\{quote}", quote)
        value = self._expanded(name, _ESCAPE.sub(_unescaped, inner)) if quote == '"' else inner
        self._move(end + 1)
        return value

    def _is_escaped(self, at: int) -> bool:
        start = at
        while self.text[start - 1] == "\\":
            start -= 1
        return (at - start) % 2 == 1

    def _expanded(self, name: str, value: str) -> str:
        if "$" not in value:
            return value
        missing = Missing(room=self.room)
        try:
            result = substitute(value, self._lookup, missing)
        except TemplateError as error:
            self._report(f"{name}: {error} A plain dollar sign is written $$.")
            return value
        self.room = missing.room
        for variable in missing.required:
            self._report(f"The variable {variable} is required and not set; it counts as empty.")
        for variable in missing.plain:
            span = Span(self.document.path, *self._place())
            self.document.remark(span, f"The variable {variable} is not set; it counts as empty.")
        return result

    def _lookup(self, name: str) -> str | None:
        value = self.outside(name)
        node = self.entries.get(name) or self.earlier.get(name)
        return str(node.value) if value is None and node is not None else value

    def _report(self, message: str) -> None:
        self.document.report(Span(self.document.path, *self._place()), message)


def _unescaped(found: re.Match[str]) -> str:
    character = found[1]
    if character == "$":
        return "$$"  # the variables are replaced afterwards
    return _ESCAPED[character] if character in _ESCAPED else chr(int(character, 8))
