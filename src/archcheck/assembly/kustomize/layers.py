"""Which kustomizations stand on which."""

import posixpath
from collections.abc import Sequence

from archcheck.assembly.kustomize.reading import find_kustomization, read_kustomization
from archcheck.model.errors import SourceError
from archcheck.sources.tree import SourceTree

__all__ = ["is_component", "layers", "reachable_folders"]

_NAMES = {"kustomization.yaml", "kustomization.yml", "Kustomization"}


def is_component(tree: SourceTree, folder: str) -> bool:
    """Return whether a folder's kustomization is of ``kind: Component``: applied to others, never built by itself."""
    path = find_kustomization(tree, folder)
    try:
        documents = tree.documents(path) if path else []
    except SourceError:
        return False
    return any(d.root.text("kind") == "Component" for d in documents)


def reachable_folders(tree: SourceTree, folder: str) -> set[str]:
    """Return the folders of all kustomizations that one builds on, its own not included."""
    reached = read_kustomization(tree, folder)
    folders = {posixpath.dirname(p) or "." for p in reached.paths if posixpath.basename(p) in _NAMES}
    return folders - {folder}


def layers(tree: SourceTree, folders: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the kustomizations to build and the components to apply to them.

    What another one of the folders builds on is left out: an overlay replaces its base.
    """
    components = [f for f in folders if is_component(tree, f)]
    plain = [f for f in folders if f not in components]
    below = {r for f in plain for r in reachable_folders(tree, f)} if len(plain) > 1 else set()
    bases = [f for f in plain if f not in below]
    return (bases, components) if bases else (components, [])
