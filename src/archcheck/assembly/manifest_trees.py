"""Which loose manifests of a folder tree form a system, and which are alternatives to each other."""

import posixpath
from collections.abc import Mapping, Sequence

from archcheck.parsers.kubernetes.objects import objects
from archcheck.sources.tree import SourceTree

__all__ = ["split_tree"]


def split_tree(tree: SourceTree, files: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return the systems that loose manifests form, each with the path that names it and its files.

    All files are one system, unless parts of the tree define the same objects and so are alternatives: those are systems
    of their own, and what is left stays together.
    """
    if not files:
        return []
    keys = {file: frozenset(o.key for o in objects(tree.documents(file))) for file in files}
    return _split(files, keys, _common_folder(files))


def _common_folder(files: Sequence[str]) -> str:
    folders = [posixpath.dirname(f) for f in files]
    return (posixpath.commonpath(folders) if all(folders) else "") or "."


def _split(files: Sequence[str], keys: Mapping[str, frozenset[object]], folder: str) -> list[tuple[str, list[str]]]:
    """Split files below a folder where its parts (subfolders and files) define the same objects."""
    parts: dict[str, list[str]] = {}
    for file in files:
        inner = file if folder == "." else file[len(folder) + 1 :]
        head, separator, _ = inner.partition("/")
        part = head if folder == "." else f"{folder}/{head}"
        parts.setdefault(part if separator else file, []).append(file)
    owner: dict[object, str] = {}
    rivals: set[str] = set()
    for part, members in parts.items():
        for key in {k for m in members for k in keys[m]}:
            if key in owner and owner[key] != part:
                rivals.update({part, owner[key]})
            owner.setdefault(key, part)
    if not rivals:
        return [(folder if len(files) > 1 else files[0], list(files))]
    together = [f for part, members in parts.items() if part not in rivals for f in members]
    result = [(folder, together)] if together else []
    for part in sorted(rivals):
        members = parts[part]
        result.extend([(part, members)] if members == [part] else _split(members, keys, part))
    return result
