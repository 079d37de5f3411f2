"""TOML to a document. The standard library's parser gives no positions: keys are found again in the text."""

import re
import tomllib

from archcheck.model.node import Document, Node
from archcheck.model.span import Span

__all__ = ["read_toml"]

_PLACE = re.compile(r"at line (\d+), column (\d+)")


def read_toml(path: str, data: bytes) -> Document:
    """Return the one document of a TOML file; a syntax error is a problem on it.

    A value's place is the first line where its key is written behind the line of the table that holds it.
    """
    document = Document(path)
    try:
        text = data.decode("utf-8-sig")
        content = tomllib.loads(text)
    except UnicodeDecodeError:
        document.report(Span(path), "The file is no UTF-8 text.")
        return document
    except tomllib.TOMLDecodeError as error:
        found = _PLACE.search(str(error))
        span = Span(path, int(found[1]), int(found[2])) if found else Span(path)
        document.report(span, f"This is no valid TOML: {error}.")
        return document
    document.root = _Positions(text, document).node(content, 1, 0)
    return document


class _Positions:
    """Finds the line on which a key is written."""

    def __init__(self, text: str, document: Document) -> None:
        self.lines = text.splitlines()
        self.document = document

    def node(self, value: object, line: int, column: int) -> Node:
        """Return a value as a node, its children looked for from ``line`` on."""
        if isinstance(value, dict):
            children = {key: self._child(key, child, line) for key, child in value.items()}
            return Node(children, self.document, line, column + 1)
        if isinstance(value, list):
            return Node([self.node(item, line, column) for item in value], self.document, line, column + 1)
        scalar = value if isinstance(value, str | int | float | bool) else str(value)
        return Node(scalar, self.document, line, column + 1)

    def _child(self, key: str, value: object, line: int) -> Node:
        written = re.compile(rf"(^|[\s\[.\"'{{,]){re.escape(key)}[\"']?\s*[\]=.]")
        for number, text in enumerate(self.lines[line - 1 :], line):
            if found := written.search(text):
                node = self.node(value, number, found.end(1))
                node.key_line, node.key_column = number, found.end(1) + 1
                return node
        return self.node(value, line, 0)
