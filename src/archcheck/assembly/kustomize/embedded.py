"""YAML that stands as text inside YAML, such as an inline patch."""

from archcheck.model.node import Document, Node, Value
from archcheck.sources.tree import SourceTree
from archcheck.sources.yaml_reader import read_yaml

__all__ = ["EmbeddedReader"]


class EmbeddedReader:
    """Reads text values as documents.

    Args:
        tree: Where the files that hold them are read.
    """

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._lines: dict[str, list[str]] = {}

    def documents(self, node: Node) -> list[Document]:
        """Return the documents written in a text value, with places in the file that holds it.

        Lines of a literal block scalar (``|``) are lines of the file, so every value gets its true place. In other
        styles every value stands where the text begins.
        """
        if not isinstance(node.value, str):
            return []
        documents = read_yaml(node.document.path, node.value.encode("utf-8", "replace"), self._tree.limits)
        indent = self._block_indent(node)
        for document in documents:
            document.root = _moved(document.root, node, indent)
        return documents

    def _block_indent(self, node: Node) -> int | None:
        """Return how far a literal block scalar is indented; None if the text has another style."""
        lines = self._file_lines(node.document.path)
        if node.line > len(lines) or not lines[node.line - 1].startswith("|", node.column - 1):
            return None
        first = next((line for line in str(node.value).split("\n") if line.strip()), "")
        for number in range(node.line, len(lines)):
            if lines[number].strip():
                return max(0, _indent(lines[number]) - _indent(first))
        return None

    def _file_lines(self, path: str) -> list[str]:
        if path not in self._lines:
            self._lines[path] = self._tree.read_text(path).split("\n")
        return self._lines[path]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _moved(node: Node, holder: Node, indent: int | None) -> Node:
    value: Value = node.value
    if isinstance(value, dict):
        value = {key: _moved(child, holder, indent) for key, child in value.items()}
    elif isinstance(value, list):
        value = [_moved(child, holder, indent) for child in value]
    if indent is None:
        moved = holder.replaced(value, raw=node.raw, tag=node.tag)
        moved.key_line = moved.key_column = 0
        return moved
    key = (holder.line + node.key_line, node.key_column + indent) if node.key_line else (0, 0)
    return Node(
        value,
        holder.document,
        holder.line + node.line,
        node.column + indent,
        key_line=key[0],
        key_column=key[1],
        raw=node.raw,
        tag=node.tag,
    )
