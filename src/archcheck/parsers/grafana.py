"""Data sources of Grafana."""

from collections.abc import Mapping

from archcheck.model.facts import Facts
from archcheck.model.node import Document, Node
from archcheck.parsers.watched_addresses import WatchedAddresses

__all__ = ["grafana_facts", "is_grafana"]


def is_grafana(root: Node) -> bool:
    """Return whether a tree provisions data sources of Grafana, or is one as its API takes it."""
    sources = root.child("datasources")
    if sources is not None:
        return any(source.has("type") and source.has("name") for source in sources.elements())
    return all(root.has(key) for key in ("name", "type", "url", "access"))


def grafana_facts(
    path: str, document: Document, variables: Mapping[str, str] | None = None, *, file: str | None = None
) -> Facts:
    """Return the data sources that a Grafana shows.

    Args:
        path: Path of the file.
        document: The file's document; wrong shapes are recorded on it.
        variables: Values of a template's variables, by name.
        file: What the facts call the file, if not by its path.
    """
    addresses = WatchedAddresses(path, "grafana", variables, file=file)
    root = document.root
    for source in root.sequence("datasources") if root.has("datasources") else [root]:
        name = source.text("name") or "without a name"
        addresses.add(source.child("url"), f"data source {name}")
    return addresses.facts()
