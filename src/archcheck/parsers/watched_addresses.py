"""Addresses that the configuration of an observability tool names."""

from collections.abc import Mapping

from archcheck.model.facts import ConfigReference, Facts
from archcheck.model.node import Node
from archcheck.parsers.host_target import address_text, expanded, host_target

__all__ = ["WatchedAddresses"]

_OWN_ADDRESSES = {"0.0.0.0", "::", "localhost", "127.0.0.1", "::1"}  # noqa: S104  the tool itself: listening, self-scrape


class WatchedAddresses:
    """Collects the addresses of one file as references.

    Args:
        path: Path of the file.
        product: Technology that reads it.
        variables: Values of a template's variables, by name.
        file: What the facts call the file, if not by its path.
    """

    def __init__(self, path: str, product: str, variables: Mapping[str, str] | None, *, file: str | None) -> None:
        self.file = file or path
        self.product = product
        self.variables = variables or {}
        self.found: list[ConfigReference] = []

    def add(self, node: Node | None, because: str, type_hint: str | None = "observability") -> None:
        """Add the address that a node holds, if it names a host that can be asked."""
        text = node.as_text() if node is not None else None
        if node is None or text is None:
            return
        text = expanded(text.strip(), self.variables)
        target = host_target(text)
        if target is None or target.host in _OWN_ADDRESSES:
            return
        words = f"{because} {address_text(target)}"
        self.found.append(ConfigReference(self.file, text, words, node.span, type_hint, self.product))

    def facts(self) -> Facts:
        """Return what was added."""
        return Facts(references=self.found)
