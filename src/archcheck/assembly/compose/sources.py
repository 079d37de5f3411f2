"""The files of a Compose project: read once each, remembered in order, problems kept where the reference stands."""

from collections.abc import Mapping, Sequence

from archcheck.assembly.compose.scope import Scope
from archcheck.model.errors import SourceError
from archcheck.model.node import Document, Node
from archcheck.model.span import Span
from archcheck.parsers.compose.env_file import read_env_file, read_raw_env_file
from archcheck.parsers.interpolation import Lookup
from archcheck.sources.tree import SourceTree

__all__ = ["ProjectSources", "is_remote"]

_MOST_LOADS = 1_000
_ROOM = 2_000_000
_BYTES_A_VALUE = 16
_REMOTE = ("oci://", "git@", "git://", "ssh://", "http://", "https://", "github.com/")


def is_remote(path: str) -> bool:
    """Return whether a path names something on another machine."""
    return path.startswith(_REMOTE) or "://" in path


class ProjectSources:
    """Reads the files of one project through the tree of the run."""

    def __init__(self, tree: SourceTree) -> None:
        self.tree = tree
        self.files: list[str] = []
        self.read: set[str] = set()
        self.documents: list[Document] = []
        self._loads = 0
        self._room = _ROOM
        self._plain: dict[str, Document] = {}
        self._environments: dict[tuple[str, str], dict[str, Node]] = {}

    def spend(self, values: int, at: Node | None) -> bool:
        """Return whether there is room for that many values more; that there is none is reported.

        Files that are included, and services that are extended, again and again could grow without bound.
        """
        self._room -= values
        if self._room < 0 and at is not None:
            at.report("This project grows too large here; what it refers to is left out.")
        return self._room >= 0

    def located(self, folder: str, path: Node) -> str | None:
        """Return the path that a file refers to, relative to the root; None, reported, if it is remote or outside."""
        text = path.as_text()
        if not text:
            path.report("A path is expected here.")
            return None
        if is_remote(text):
            path.report("This is on another machine; it is not fetched.")  # the text may hold a password
            return None
        try:
            return SourceTree.join(folder, text)
        except SourceError as error:
            path.report(error.message)
            return None

    def compose_documents(self, path: str, reference: Node | None) -> Sequence[Document]:
        """Return the documents of a Compose file; what keeps it from being read is reported at the reference."""
        self._loads += reference is not None
        if self._loads > _MOST_LOADS and reference is not None:
            reference.report(f"This project refers to more than {_MOST_LOADS} files; the rest is left out.")
            return []
        try:
            documents = self.tree.documents(path, reference.span if reference else None)
        except SourceError as error:
            self._unreadable(path, reference, error)
            return []
        if not self.spend(len(self.tree.read(path)) // _BYTES_A_VALUE, reference) and reference is not None:
            return []
        if path not in self.files:
            self.files.append(path)
            self.documents.extend(documents)
        self.read.add(path)
        return documents

    def report(self, path: str, message: str) -> None:
        """Record a problem with a whole file."""
        self._document(path).report(Span(path), message)

    def _unreadable(self, path: str, reference: Node | None, error: SourceError) -> None:
        if reference is not None:
            reference.report(error.message)
            return
        self._document(path).report(error.span or Span(path), error.message)

    def _document(self, path: str) -> Document:
        """Return the document that stands for a file that is no YAML."""
        if path not in self._plain:
            self._plain[path] = Document(path)
            self.documents.append(self._plain[path])
        return self._plain[path]

    def variables(
        self, path: str, reference: Node | None, lookup: Lookup, earlier: Mapping[str, Node], *, raw: bool = False
    ) -> dict[str, Node]:
        """Return the variables of an environment file; none, reported at the reference, if it cannot be read.

        Args:
            path: The file.
            reference: Where it is named; None for a ``.env``.
            lookup: Variables from outside; they win over those of the file.
            earlier: Variables of the files before this one; those of the file win over them.
            raw: Whether quotes and ``$`` mean nothing in it.
        """
        kind = (path, "raw" if raw else "")
        if kind in self._environments:
            return self._environments[kind]
        try:
            text = self.tree.read_text(path, reference.span if reference else None)
        except SourceError as error:
            self._unreadable(path, reference, error)
            return {}
        document = self._document(path)
        self.read.add(path)
        asked: list[str] = []

        def noted(name: str) -> str | None:
            asked.append(name)
            return lookup(name)

        read = read_raw_env_file if raw else read_env_file
        entries = read(document, text, noted, earlier)
        if not asked:
            self._environments[kind] = entries
        return entries

    def scope(self, folder: str, outer: Scope, env_files: Sequence[tuple[str, Node | None]]) -> Scope:
        """Return the scope of a project folder: its environment files below the variables that are set already."""
        nodes: dict[str, Node] = {}
        for path, reference in env_files:
            nodes |= self.variables(path, reference, outer.values.get, nodes)
        values = {name: str(node.value) for name, node in nodes.items()}
        moved = outer.moved(folder)
        return Scope(folder, {**values, **moved.values}, {**nodes, **outer.nodes})
