"""Which other Compose files one is made of, without loading the project."""

import posixpath
from collections.abc import Iterator

from archcheck.model.errors import SourceError
from archcheck.model.node import Node
from archcheck.sources.tree import SourceTree

__all__ = ["referred_files"]


def referred_files(tree: SourceTree, file: str) -> list[str]:
    """Return the files that a Compose file includes or extends, as far as their names are written out.

    Such a file is a part, and no project of its own, unless it is also given by itself.
    """
    folder = posixpath.dirname(file)
    found = []
    for document in tree.documents(file):
        for node in _references(document.root):
            if isinstance(node.value, str) and "$" not in node.value and "://" not in node.value:
                try:
                    found.append(tree.join(folder, node.value))
                except SourceError:
                    continue  # reported when the project is loaded
    return found


def _references(root: Node) -> Iterator[Node]:
    for entry in (i for n in [root.child("include")] if n is not None for i in n.elements()):
        path = entry.child("path")
        yield from [entry] if path is None else [path, *path.elements()]
    services = root.child("services")
    for _, service in services.entries() if services is not None else ():
        other = service.at("extends", "file")
        if other is not None:
            yield other
