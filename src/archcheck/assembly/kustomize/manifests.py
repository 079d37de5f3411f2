"""What kubectl printed, as documents of the files it was made from."""

import json
from collections.abc import Iterable

from archcheck.assembly.kustomize.collecting import Reached
from archcheck.assembly.kustomize.patches import Patch, PatchIndex
from archcheck.assembly.kustomize.reading import find_kustomization
from archcheck.assembly.kustomize.tracing import Tracer
from archcheck.model.errors import SourceError
from archcheck.model.node import Document, Node
from archcheck.sources.limits import DEFAULT_LIMITS
from archcheck.sources.tree import SourceTree
from archcheck.sources.yaml_reader import read_yaml

__all__ = ["rendered_documents", "wrapper"]

_ORIGIN = "config.kubernetes.io/origin"
"""The annotation in which kustomize says where an object comes from."""


def wrapper(reached: Reached, inputs: str) -> bytes:
    """Return the kustomization that builds what was reached and, where it is cheap, asks for origins.

    Args:
        reached: What was read; it has at least one folder.
        inputs: Path from the wrapper's folder to the root of the copied files.
    """
    folders = {folder: f"{inputs}/{folder}" if folder != "." else inputs for folder in reached.folders}
    sheet = {
        "apiVersion": "kustomize.config.k8s.io/v1beta1",
        "kind": "Kustomization",
        "buildMetadata": ["originAnnotations"] if reached.asks_for_origins else [],
        "resources": [path for folder, path in folders.items() if folder not in reached.components],
        "components": [path for folder, path in folders.items() if folder in reached.components],
    }
    return json.dumps(sheet, ensure_ascii=False).encode("utf-8", "replace")


def rendered_documents(tree: SourceTree, reached: Reached, output: bytes, inputs: str) -> list[Document]:
    """Return the objects that kubectl printed, each as a document of the file it comes from.

    Args:
        tree: Where the sources were read.
        reached: What was read.
        output: What kubectl printed.
        inputs: Path from the wrapper's folder to the copied files, with which the origins begin.
    """
    tracer, index, sources = Tracer(), PatchIndex(reached.patches), _Sources(tree, reached)
    outermost = find_kustomization(tree, reached.folders[0]) or reached.folders[0]
    result: list[Document] = []
    for printed in read_yaml(outermost, output, tree.limits):
        origin = _take_origin(printed.root).removeprefix(f"{inputs}/")
        kind, name = _text(printed.root, "kind"), _name(printed.root)
        source = sources.find(origin if origin in reached.paths else None, kind, name)
        patches = index.matching(kind, sorted({name, _name(source)} if source else {name}))
        path = source.document.path if source else origin if origin in reached.paths else _generator(patches)
        home = Document(path or outermost, source.document.index if source else 0)
        home.root = tracer.trace(printed.root, source, patches, home)
        home.problems += printed.problems
        result.append(home)
    return [*result, *(document for _, document in sorted(tracer.others.items()))]


def _generator(patches: Iterable[Patch]) -> str | None:
    """Return the kustomization whose generator made an object."""
    return next((patch.value.document.path for patch in patches if patch.generates), None)


def _take_origin(root: Node) -> str:
    """Return the path in an object's origin annotation, and remove the annotation, which is not the user's."""
    metadata = root.child("metadata")
    annotations = metadata.child("annotations") if metadata else None
    if metadata is None or annotations is None or not isinstance(annotations.value, dict):
        return ""
    origin = annotations.value.pop(_ORIGIN, None)
    if not annotations.value and isinstance(metadata.value, dict):
        del metadata.value["annotations"]
    for document in read_yaml("", str(origin.value).encode("utf-8", "replace"), DEFAULT_LIMITS) if origin else ():
        return _text(document.root, "path") or _text(document.root, "configuredIn")
    return ""


class _Sources:
    """The objects in the source files, by file, kind and name."""

    def __init__(self, tree: SourceTree, reached: Reached) -> None:
        self._tree = tree
        self._reached = reached
        self._known: dict[str | None, dict[str, dict[str, Node]]] = {}

    def find(self, path: str | None, kind: str, name: str) -> Node | None:
        """Return the object that a rendered one was made from: of that name, else the one its name was made from.

        Args:
            path: The file it stands in; None if it may be any of them.
            kind: Kind of the object.
            name: Name of the rendered object.
        """
        if path not in self._known:
            self._known[path] = _by_kind(self._reached.resources if path is None else self._documents(path))
        named = self._known[path].get(kind, {})
        if name in named:
            return named[name]
        parts = [part for part in named if part in name]
        if parts:
            return named[max(parts, key=len)]
        return next(iter(named.values())) if len(named) == 1 and path is not None else None

    def _documents(self, path: str) -> list[Document]:
        try:
            return self._tree.documents(path)
        except SourceError:  # reported when the kustomization was read
            return []


def _by_kind(documents: Iterable[Document]) -> dict[str, dict[str, Node]]:
    kinds: dict[str, dict[str, Node]] = {}
    for root in _objects(document.root for document in documents):
        kinds.setdefault(_text(root, "kind"), {}).setdefault(_name(root), root)
    return kinds


def _objects(roots: Iterable[Node]) -> Iterable[Node]:
    for root in roots:
        items = root.child("items") if _text(root, "kind").endswith("List") else None
        yield from items.elements() if items else (root,)


def _name(root: Node) -> str:
    return _text(root, "metadata", "name")


def _text(root: Node, *keys: str) -> str:
    node = root.at(*keys)
    return node.value if node is not None and isinstance(node.value, str) else ""
