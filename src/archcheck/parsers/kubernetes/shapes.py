"""Reading the shapes that Kubernetes objects share; a wrong shape is recorded as a problem and answered as absent."""

from collections.abc import Iterator

from archcheck.model.node import Node

__all__ = ["host_and_port", "integer_or_text", "mappings", "text_map", "texts"]


def mappings(node: Node, key: str) -> Iterator[Node]:
    """Yield the mappings in the list at a key; any other item is a problem and skipped."""
    for item in node.sequence(key):
        if isinstance(item.value, dict):
            yield item
        else:
            item.report(f"An item of {key} should be a mapping, not {item.shape}.")


def texts(node: Node, key: str) -> list[tuple[str, Node]]:
    """Return the texts in the list at a key with their nodes; nulls are left out."""
    found = []
    for item in node.sequence(key):
        text = None if item.is_null else item.as_text()
        if text is not None:
            found.append((text, item))
    return found


def text_map(node: Node, key: str) -> dict[str, str]:
    """Return a mapping of texts, such as labels; a null value is the empty text."""
    found = {}
    for name, child in node.mapping(key).entries():
        text = "" if child.is_null else child.as_text()
        if text is not None:
            found[name] = text
    return found


def integer_or_text(node: Node, key: str) -> int | str | None:
    """Return a value that may be a number or a name, such as a port; digits in quotes are a number."""
    text = node.text(key)
    if text is None or text == "":
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else text


def host_and_port(address: str) -> tuple[str, int | None]:
    """Return host and port of ``HOST`` or ``HOST:PORT``."""
    host, _, port = address.rpartition(":")
    if host and ":" not in host and port.isascii() and port.isdigit() and len(port) < 6:
        return host, int(port)
    return address, None
