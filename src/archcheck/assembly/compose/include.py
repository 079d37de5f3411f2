"""``include``: projects of other folders, each read with its own folder and variables, become part of this one."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archcheck.assembly.compose.scope import Scope
from archcheck.assembly.compose.sources import ProjectSources
from archcheck.model.node import Node

__all__ = ["IncludedFiles", "imported", "included_files"]

_SECTIONS = ("services", "volumes", "networks", "secrets", "configs", "models")


@dataclass(frozen=True, slots=True)
class IncludedFiles:
    """One entry of ``include``.

    Attributes:
        node: The entry.
        paths: Compose files to merge, relative to the root.
        folder: Project folder they are read with.
        env_files: Environment files they are read with, each with the node that names it (None: the folder's ``.env``).
    """

    node: Node
    paths: tuple[str, ...]
    folder: str
    env_files: tuple[tuple[str, Node | None], ...]


def included_files(
    include: Node, scope: Scope, chain: tuple[str, ...], sources: ProjectSources
) -> Iterator[IncludedFiles]:
    """Yield the entries of ``include`` that can be read; loops, remote files and paths out of the root are reported.

    Args:
        include: Value of the key.
        scope: Scope of the file that includes.
        chain: Files that are being included, the one with this key last.
        sources: Files of the project.
    """
    if not isinstance(include.value, list):
        include.report(f"include should be a list, not {include.shape}.")
    for entry in include.elements():
        found = _entry(entry, scope, chain, sources)
        if found is not None:
            yield found


def _entry(entry: Node, scope: Scope, chain: tuple[str, ...], sources: ProjectSources) -> IncludedFiles | None:
    named = entry.child("path") if isinstance(entry.value, dict) else entry
    if named is None or named.value == []:
        entry.report("An include needs a path.")
        return None
    located = [(sources.located(scope.folder, path), path) for path in _listed(named)]
    paths = [path for path, _ in located if path is not None]
    if not paths or len(paths) < len(located):
        return None
    for path, node in located:
        if path in chain:
            node.report(f"{path} includes itself; the loop is cut here.")
            return None
    folder = posixpath.dirname(paths[0]) or "."
    project = entry.child("project_directory")
    if project is not None:
        given = sources.located(scope.folder, project)
        if given is None:
            return None
        folder = given
    return IncludedFiles(entry, tuple(paths), folder, tuple(_env_files(entry, folder, scope, sources)))


def _listed(node: Node) -> list[Node]:
    return list(node.elements()) if isinstance(node.value, list) else [node]


def _env_files(entry: Node, folder: str, scope: Scope, sources: ProjectSources) -> Iterator[tuple[str, Node | None]]:
    named = entry.child("env_file")
    if named is not None:
        for node in _listed(named):
            path = sources.located(scope.folder, node)
            if path is not None:
                yield path, node
        return
    default = posixpath.normpath(posixpath.join(folder, ".env"))
    if sources.tree.is_file(default):
        yield default, None


def imported(root: Node, projects: Sequence[tuple[Node, Node]]) -> Node:
    """Return a file with the services, networks and so on of the projects it includes; names that clash are reported.

    Args:
        root: The file.
        projects: Each included project behind the entry that includes it.
    """
    values = dict(root.value) if isinstance(root.value, dict) else {}
    for section in _SECTIONS:
        ours = values.get(section, root.replaced({}))
        entries = dict(ours.value) if isinstance(ours.value, dict) else {}
        for entry, project in projects:
            theirs = project.child(section)
            for name, node in theirs.entries() if theirs is not None else ():
                if not _same(entries.setdefault(name, node), node):
                    entry.report(f"This include defines {name} in {section}, which is defined otherwise before.")
        values[section] = ours.replaced(dict(entries), tag=ours.tag)
    return root.replaced(dict(values))


def _same(ours: Node, theirs: Node) -> bool:
    if ours is theirs or (not ours.value and not theirs.value):
        return True
    if isinstance(ours.value, dict) and isinstance(theirs.value, dict):
        return ours.value.keys() == theirs.value.keys() and all(
            _same(node, theirs.value[key]) for key, node in ours.value.items()
        )
    if isinstance(ours.value, list) and isinstance(theirs.value, list):
        return len(ours.value) == len(theirs.value) and all(map(_same, ours.value, theirs.value))
    return ours.value == theirs.value
