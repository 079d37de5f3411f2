"""What a kustomization reaches, collected reference by reference."""

from dataclasses import dataclass, field

from archcheck.assembly.kustomize.patches import Patch
from archcheck.assembly.kustomize.references import is_remote
from archcheck.model.errors import SourceError
from archcheck.model.node import Document, Node, Problem
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

__all__ = ["Collector", "Reached"]

_MOST_ORIGIN_WORK = 50_000


@dataclass(slots=True)
class Reached:
    """What a kustomization reaches.

    Attributes:
        folders: The kustomization's folder and those of the components, as far as they can be built.
        components: Those of the folders that are components.
        files: Bytes by path of everything kubectl may see; kustomizations are rewritten.
        resources: Documents of the resource files, in the order of the files.
        unreadable: Documents that were kept from kubectl because they cannot be read.
        patches: What patches and generators set, in the order in which they are applied.
        patch_count: How many patches there are, whatever they set.
        problems: What was refused, and why.
        paths: Every source file that takes part, whether kubectl sees it or not.
    """

    folders: list[str] = field(default_factory=list)
    components: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    resources: list[Document] = field(default_factory=list)
    unreadable: list[Document] = field(default_factory=list)
    patches: list[Patch] = field(default_factory=list)
    patch_count: int = 0
    problems: list[Problem] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)

    @property
    def asks_for_origins(self) -> bool:
        """Whether kubectl is asked where each object comes from.

        That costs it about 10 microseconds for each object and the square of the number of patches, which makes
        minutes for 1,000 objects and 200 patches; objects are then found by kind and name.
        """
        return len(self.resources) * self.patch_count**2 <= _MOST_ORIGIN_WORK


class Collector:
    """Collects files, and leaves out what must not be followed.

    Attributes:
        tree: Where files are read.
        reached: What was collected.
        left_out: ``id`` of every node of a kustomization that kubectl must not see.
        current: Folder of the kustomization that is being read; references are relative to it.
    """

    def __init__(self, tree: SourceTree) -> None:
        self.tree = tree
        self.reached = Reached()
        self.left_out: set[int] = set()
        self.current = ""
        self._told: set[Problem] = set()
        self._unreadable: set[str] = set()

    def items(self, name: str, node: Node) -> list[Node]:
        """Return the items of a list; anything else is left out."""
        if isinstance(node.value, list):
            return list(node.value)
        self.refuse(node, f"{name} should be a list, not {node.shape}.")
        return []

    def exact_keys(self, node: Node, keys: tuple[str, ...], item: Node | None = None) -> None:
        """Refuse keys that Go's JSON decoder, which ignores case, would take for keys that name files."""
        for key, child in node.entries():
            if key not in keys and key.casefold() in keys:
                self.refuse(item or child, f"{key} is spelt {key.casefold()} in a kustomization; it is not read.")

    def record(self, name: str, record: Node, item: Node) -> bool:
        """Read the file at ``path`` of a mapping; return whether the item may stay."""
        if not isinstance(record.value, dict):
            self.refuse(item, f"An entry of {name} should be a mapping, not {record.shape}.")
            return False
        self.exact_keys(record, ("path",), item)
        reference = record.child("path")
        return reference is None or self.file(reference, item)

    def file(self, reference: Node, item: Node, *, named: bool = False) -> bool:
        """Copy the file that a reference names; leave its item out where that cannot be.

        Args:
            reference: The reference.
            item: What is left out.
            named: Whether the reference may be ``KEY=PATH``.
        """
        text = reference.value
        if named and isinstance(text, str) and "=" in text and not is_remote(text):
            text = text.partition("=")[2]
        path = self.path(item, text)
        return path is not None and self._copied(path, item)

    def path(self, item: Node, text: object) -> str | None:
        """Return the path that a reference means, or leave its item out and report why."""
        if not isinstance(text, str) or not text:
            self.refuse(item, f"A path is expected here, not {item.shape}.")
        elif is_remote(text):
            self.refuse(item, f"{text} lies on the network, where archcheck does not go; what it adds is not judged.")
        else:
            try:
                path = self.tree.join(self.current, text, item.span)
                if self.tree.locate(path).exists():
                    return path
            except (SourceError, ValueError) as error:
                self.refuse(item, error.message if isinstance(error, SourceError) else f"This is no path: {error}.")
            else:
                self.refuse(item, f"{text} does not exist.")
        return None

    def _copied(self, path: str, item: Node) -> bool:
        self.reached.paths.add(path)
        try:
            self.reached.files[path] = self.tree.read(path, item.span)
        except SourceError as error:
            self.refuse(item, error.message)
            return False
        return True

    def file_documents(self, path: str, item: Node, *, objects: bool = False) -> list[Document] | None:
        """Return the documents of a file that kubectl is to see; None, its item left out, where it must not see it.

        Args:
            path: The file.
            item: The reference to it.
            objects: Whether it holds objects: what can be read of them is then kept, though kubectl does not see it.
        """
        documents = self.documents(path, item, objects=objects)
        if documents is None:
            self.left_out.add(id(item))
        else:
            self._copied(path, item)
        return documents

    def documents(self, path: str, reference: Node | None, *, objects: bool = False) -> list[Document] | None:
        """Return the documents of a file; None, with the reasons recorded, if it cannot be read completely."""
        self.reached.paths.add(path)
        try:
            documents = self.tree.documents(path, reference.span if reference else None)
        except SourceError as error:
            self.problem(error.span or Span(path), error.message)
            return None
        problems = [problem for document in documents for problem in document.problems if problem.unjudged]
        if not problems:
            return documents
        if objects and path not in self._unreadable:
            self._unreadable.add(path)
            self.reached.unreadable += documents
        elif not objects:
            for problem in problems:
                self.problem(problem.span, problem.message)
        return None

    def refuse(self, node: Node, message: str) -> None:
        """Leave a part of a kustomization out, and say why."""
        self.left_out.add(id(node))
        self.problem(node, message)

    def problem(self, where: Node | Span, message: str) -> None:
        """Record a problem once."""
        problem = Problem(where if isinstance(where, Span) else where.span, message)
        if problem not in self._told:
            self._told.add(problem)
            self.reached.problems.append(problem)
