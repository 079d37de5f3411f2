"""What a Compose file is read with: the folder of its paths and the variables it sees."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from archcheck.model.node import Node
from archcheck.parsers.compose.project import DOT_ENV, FILLED
from archcheck.parsers.interpolation import Missing, TemplateError, substitute

__all__ = ["Interpolation", "Scope"]

_ROOM = 20_000_000


@dataclass(slots=True)
class Scope:
    """The folder of relative paths, and the variables with the places of those that come from a ``.env`` file.

    Attributes:
        folder: Project folder, relative to the root of the run.
        values: Every variable that is set.
        nodes: Places of the variables that come from environment files.
    """

    folder: str
    values: Mapping[str, str]
    nodes: Mapping[str, Node] = field(default_factory=dict)

    def moved(self, folder: str) -> "Scope":
        """Return the scope for files of another folder."""
        values = dict(self.values)
        if values.get("PWD", "/")[0] == ".":
            values["PWD"] = _working_folder(posixpath.normpath(posixpath.join(self.folder, values["PWD"])), folder)
        return Scope(folder, values, self.nodes)

    def resolved(self, name: str, node: Node) -> Node:
        """Return the value of a variable that a file names without one; the node itself if it is not set."""
        if name not in self.values:
            return node
        place = self.nodes.get(name)
        if place is None or place.value != self.values[name]:
            return node.replaced(self.values[name])
        return place.replaced(place.value, tag=DOT_ENV)


def _working_folder(project: str, folder: str) -> str:
    """Return what ``PWD`` stands for in files of a folder: the project folder, where Compose runs, as a relative path.

    An absolute one would make results depend on where the repository lies.
    """
    relative = posixpath.relpath(project, folder)
    return relative if relative.startswith(".") else f"./{relative}"


class Interpolation:
    """Replaces variables in whole trees; all trees of a project share one limit on how much that may add."""

    def __init__(self) -> None:
        self.room = _ROOM

    def applied(self, node: Node, scope: Scope) -> Node:
        """Return a tree with the variables in its texts replaced (never in keys); the given tree stays as it is.

        A variable that is not set is empty and remarked; a required one is reported, as is a ``$`` that makes no sense.
        """
        value = node.value
        if isinstance(value, str):
            return self._text(node, value, scope) if "$" in value else node
        if isinstance(value, dict):
            entries = {key: self.applied(child, scope) for key, child in value.items()}
            changed = any(entries[key] is not child for key, child in value.items())
            return node.replaced(entries, tag=node.tag) if changed else node
        if isinstance(value, list):
            items = [self.applied(item, scope) for item in value]
            changed = any(new is not old for new, old in zip(items, value, strict=True))
            return node.replaced(items, tag=node.tag) if changed else node
        return node

    def _text(self, node: Node, text: str, scope: Scope) -> Node:
        missing = Missing(room=min(self.room, Missing().room))
        before = missing.room
        filled = False

        def look_up(name: str) -> str | None:
            nonlocal filled
            value = scope.values.get(name)
            filled = filled or bool(value)
            return value

        try:
            result = substitute(text, look_up, missing)
        except TemplateError as error:
            node.report(f"{error} A plain dollar sign is written $$.")
            return node
        self.room -= before - missing.room
        for name in missing.required:
            node.report(f"The variable {name} is required and not set; it counts as empty.")
        for name in missing.plain:
            node.document.remark(node.span, f"The variable {name} is not set; it counts as empty.")
        return node.replaced(result, tag=node.tag or (FILLED if filled else None))
