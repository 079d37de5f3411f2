"""Where in a file secrets stand: found in its tree, because a line alone often does not tell."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from types import NoneType

from archcheck.model.masking import is_reference, is_secret_name
from archcheck.model.node import Document, Node

__all__ = ["SecretPlaces"]

_MASK = "***"
_LONGEST_REFERENCE = 200
_LONGEST_BLOCK = 100  # lines
_SECRET_DATA = ("data", "stringData")


class SecretPlaces:
    """The secrets of the documents of one file.

    Values of Secrets, those behind a key that names a secret, behind a ``name: DB_PASSWORD`` beside them, or behind such an
    option in a list.

    Args:
        documents: The documents of the file; where one of them cannot be read, its lines alone tell.
        lines: The lines of the file.
    """

    def __init__(self, documents: Sequence[Document], lines: Sequence[str]) -> None:
        self._lines = lines
        self._broken = any(document.root.is_null and document.problems for document in documents)
        self._starts: dict[int, list[Node]] = {}
        self._hidden: set[int] = set()
        secrets = [node for document in documents for node in _secrets(document.root)]
        spread = any("\n" in str(node.value) or " " in str(node.value) for node in secrets)
        starts = _line_numbers(documents) if spread else []
        for node in secrets:
            self._starts.setdefault(node.line, []).append(node)
            text = str(node.value)
            if "\n" in text or " " in text:
                following = bisect_right(starts, node.line)
                end = starts[following] if following < len(starts) else node.line + text.count("\n") + 2
                self._hidden.update(range(node.line + 1, end))

    def hide(self, number: int, line: str) -> str:
        """Return a line of the file without the secrets that stand on it.

        Args:
            number: Its 1-based number.
            line: Its text.
        """
        hidden = number in self._hidden or (self._broken and _continues_secret(self._lines, number - 1))
        if hidden and line.strip() and not line.startswith(("---", "...")):
            return line[: len(line) - len(line.lstrip())] + _MASK
        for node in sorted(self._starts.get(number, ()), key=lambda n: -n.column):
            start = node.column - 1
            written = node.raw or str(node.value)
            behind = line[start:].lstrip("\"'")
            if written and behind.startswith(written):
                at = len(line) - len(behind)
                line = line[:at] + _MASK + line[at + len(written) :]
            elif not behind.startswith(("|", ">", "*", "&")) or "\n" not in written:
                line = line[:start] + _MASK
        return line


def _line_numbers(documents: Sequence[Document]) -> list[int]:
    """Return the lines on which something begins, sorted."""
    nodes = (node for document in documents for node in _nodes(document.root))
    return sorted({line for node in nodes for line in (node.key_line, node.line) if line})


def _continues_secret(lines: Sequence[str], at: int) -> bool:
    """Return whether the lines above make a line a secret: a block below such a key, or the value of such a name."""
    line = lines[at]
    before = lines[at - 1].strip().removeprefix("- ") if at else ""
    key, _, value = before.partition(":")
    if key == "name" and line.strip().startswith("value:") and is_secret_name(value.strip(" \"'")):
        return True
    if before.startswith("-") and line.strip().startswith("- ") and is_secret_name(before.strip("-\"' ")):
        return True
    indent = _indent(line)
    for above in reversed(lines[max(at - _LONGEST_BLOCK, 0) : at]):
        if above.strip() and _indent(above) < indent:
            indent = _indent(above)
            if is_secret_name(above.strip().removeprefix("- ").partition(":")[0]):
                return True
    return False


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _nodes(root: Node) -> Iterator[Node]:
    """Yield every node of a tree once, in source order."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            below = list(node.value.values()) if isinstance(node.value, dict) else list(node.elements())
            stack.extend(reversed(below))


def _secrets(root: Node) -> Iterator[Node]:
    """Yield the scalars of a tree that are secrets."""
    for manifest in (root, *_items(root)):
        kind = manifest.child("kind")
        if kind is not None and kind.value == "Secret":
            for part in _SECRET_DATA:
                child = manifest.child(part)
                yield from (node for node in (child.scalars() if child is not None else ()) if _is_text(node))
    section = root.child("secrets")
    for _, secret in section.entries() if section is not None else ():
        content = secret.child("content")
        if content is not None and _is_text(content):
            yield content
    for value in _collections(root):
        yield from _of_mapping(value) if isinstance(value, dict) else _of_list(value)


def _collections(root: Node) -> Iterator[dict[str, Node] | list[Node]]:
    """Yield every mapping and list of a tree once; most nodes are scalars, and cost nothing here."""
    seen: set[int] = set()
    stack = [root.value]
    while stack:
        value = stack.pop()
        if isinstance(value, dict | list) and id(value) not in seen:
            seen.add(id(value))
            yield value
            below = value.values() if isinstance(value, dict) else value
            stack.extend(node.value for node in below if node.value.__class__ in _COLLECTIONS)


_COLLECTIONS = (dict, list)


def _items(root: Node) -> Iterator[Node]:
    items = root.child("items")
    if items is not None:
        yield from items.elements()


def _of_mapping(entries: Mapping[str, Node]) -> Iterator[Node]:
    for key, node in entries.items():
        if is_secret_name(key) and _is_text(node):
            yield node
    name, value = entries.get("name"), entries.get("value")
    named = name is not None and isinstance(name.value, str) and is_secret_name(name.value)
    if named and value is not None and _is_text(value):
        yield value


def _of_list(items: Sequence[Node]) -> Iterator[Node]:
    before = ""
    for item in items:
        if before.startswith("-") and "=" not in before and is_secret_name(before.lstrip("-")) and _is_text(item):
            yield item
        before = item.value if isinstance(item.value, str) else ""


def _is_text(node: Node) -> bool:
    if not node.is_scalar or isinstance(node.value, bool | NoneType):
        return False
    text = str(node.value)
    return text != "" and not is_reference(text[:_LONGEST_REFERENCE])
