"""Everything a kustomization reaches, read before any program sees it.

Only what was read here, from inside the root, is later given to kubectl, and the kustomizations themselves are written
anew from what was read. So kubectl cannot understand a file differently and reach for something that was not examined.
"""

from collections.abc import Callable, Sequence

from archcheck.assembly.kustomize.collecting import Collector, Reached
from archcheck.assembly.kustomize.embedded import EmbeddedReader
from archcheck.assembly.kustomize.generators import generated_entries
from archcheck.assembly.kustomize.patches import json_patches, merge_patch
from archcheck.assembly.kustomize.writing import written
from archcheck.model.node import Document, Node
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

__all__ = ["KUSTOMIZATION_NAMES", "find_kustomization", "read_kustomization"]

KUSTOMIZATION_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
"""File names that make a folder a kustomization, in kustomize's order."""

_PLUGIN_FILES = ("path", "paths", "files", "env", "envs")
_DEEPEST = 40
"""Most kustomizations that may stand on each other; real ones stay below ten."""


def find_kustomization(tree: SourceTree, folder: str) -> str | None:
    """Return the path of a folder's kustomization file, or None if it has none."""
    for name in KUSTOMIZATION_NAMES:
        path = tree.join(folder, name)
        if tree.is_file(path):
            return path
    return None


def read_kustomization(tree: SourceTree, folder: str, components: Sequence[str] = ()) -> Reached:
    """Return everything that a kustomization and the components applied to it reach inside the root.

    References to the network, to programs, out of the root and to files that do not exist are problems; they are left
    out, so that the rest can be built.
    """
    reader = _Reader(tree)
    for name in (folder, *components):
        if name not in reader.reached.folders and reader.folder(name, None):
            reader.reached.folders.append(name)
    return reader.reached


class _Reader(Collector):
    """Follows the references of kustomizations, depth first, in the order in which kustomize applies them."""

    def __init__(self, tree: SourceTree) -> None:
        super().__init__(tree)
        self._embedded = EmbeddedReader(tree)
        self._usable: dict[str, bool] = {}
        self._depth = 0

    # -- kustomizations ----------------------------------------------------------------------------------------------

    def folder(self, folder: str, reference: Node | None) -> bool:
        """Read the kustomization of a folder; return whether kubectl can build it."""
        if folder not in self._usable:
            self._usable[folder] = True  # a cycle is left to kubectl, which names it
            self._usable[folder] = self._read_folder(folder, reference)
        return self._usable[folder]

    def _read_folder(self, folder: str, reference: Node | None) -> bool:
        path = find_kustomization(self.tree, folder)
        if path is None:
            self.problem(reference or Span(folder), f"{folder} has no {' or '.join(KUSTOMIZATION_NAMES)}.")
            return False
        if self._depth >= _DEEPEST:
            self.problem(reference or Span(path), f"More than {_DEEPEST} kustomizations stand on each other here.")
            return False
        documents = self.documents(path, reference)
        if documents is None:
            return False
        root = self._one_kustomization(folder, path, documents)
        if not isinstance(root.value, dict):
            self.problem(root, "A kustomization has to be a mapping.")
            return False
        self._fields(folder, root)
        if root.child("kind") is not None and root.text("kind") == "Component":
            self.reached.components.append(folder)
        self.reached.files[path] = written(root, self.left_out)
        return True

    def _one_kustomization(self, folder: str, path: str, documents: list[Document]) -> Node:
        """Return the kustomization; report further ones: there is one file in a folder, and one document in it."""
        for name in KUSTOMIZATION_NAMES:
            other = self.tree.join(folder, name)
            if other != path and self.tree.is_file(other):
                self.reached.paths.add(other)
                self.problem(Span(other), f"{folder} has several kustomizations; {path} is used.")
        roots = [document.root for document in documents if not document.root.is_null] or [Document(path).root]
        for root in roots[1:]:
            self.problem(root, "A kustomization is one document; this one is not read.")
        return roots[0]

    def _fields(self, folder: str, root: Node) -> None:
        outer = self.current
        self.current, self._depth = folder, self._depth + 1
        for name, read in _FIELDS.items():
            if (node := root.child(name)) is not None:
                read(self, name, node)
        for name, node in root.entries():
            if name not in _FIELDS and name.casefold() in _FOLDED:
                self.refuse(node, f"{name} is spelt {_FOLDED[name.casefold()]} in a kustomization; it is not read.")
        self.current, self._depth = outer, self._depth - 1

    # -- fields ------------------------------------------------------------------------------------------------------

    def bases(self, name: str, node: Node) -> None:
        """Read ``resources`` and the like: folders with kustomizations, and files with objects."""
        for item in self.items(name, node):
            path = self.path(item, item.value)
            if path is None:
                continue
            if self.tree.is_folder(path):
                if not self.folder(path, item):
                    self.left_out.add(id(item))
            elif (documents := self.file_documents(path, item, objects=True)) is not None:
                self.reached.resources += documents

    def plain_files(self, name: str, node: Node) -> None:
        """Read ``crds`` and the like: files that name no other files."""
        for item in self.items(name, node):
            self.file(item, item)

    def open_api(self, name: str, node: Node) -> None:
        """Read ``openapi``: a mapping with a path."""
        self.record(name, node, node)

    def merge_patches(self, name: str, node: Node) -> None:
        """Read ``patchesStrategicMerge``: files, and patches as text."""
        for item in self.items(name, node):
            self.reached.patch_count += 1
            if isinstance(item.value, str) and "\n" in item.value.strip():
                documents: list[Document] | None = self._embedded.documents(item)
            else:
                path = self.path(item, item.value)
                documents = None if path is None else self.file_documents(path, item)
            for document in documents or ():
                self.reached.patches.append(merge_patch(document.root, None))

    def patches(self, name: str, node: Node) -> None:
        """Read ``patches`` and ``patchesJson6902``: each a file or text, for objects that it or a target names."""
        for item in self.items(name, node):
            self.reached.patch_count += 1
            documents: list[Document] | None = None
            if (text := item.child("patch")) is not None:
                documents = self._embedded.documents(text)
            if self.record(name, item, item) and (reference := item.child("path")) is not None:
                documents = self.file_documents(str(self.path(item, reference.value)), item)
            for document in documents or ():
                if isinstance(document.root.value, list):
                    self.reached.patches += json_patches(document.root, item.child("target"))
                else:
                    self.reached.patches.append(merge_patch(document.root, item.child("target")))

    def replacements(self, name: str, node: Node) -> None:
        """Read ``replacements``: written out, or in a file."""
        for item in self.items(name, node):
            self.record(name, item, item)

    def generators(self, name: str, node: Node) -> None:
        """Read ``configMapGenerator`` and ``secretGenerator``: literals, files and environment files."""
        kind = "ConfigMap" if name == "configMapGenerator" else "Secret"
        for item in self.items(name, node):
            self.exact_keys(item, ("files", "env", "envs"))
            if (files := item.child("files")) is not None:
                for entry in self.items("files", files):
                    self.file(entry, entry, named=True)
            if (files := item.child("envs")) is not None:
                for entry in self.items("envs", files):
                    self.file(entry, entry)
            if (single := item.child("env")) is not None:
                self.file(single, single)
            self.reached.patches += generated_entries(kind, item, self.current, self.tree, self.left_out)

    def plugins(self, name: str, node: Node) -> None:
        """Read ``generators``, ``transformers`` and ``validators``: configurations of kustomize's own plugins."""
        for item in self.items(name, node):
            if isinstance(item.value, str) and "\n" in item.value.strip():
                documents: list[Document] | None = self._embedded.documents(item)
            else:
                path = self.path(item, item.value)
                if path is not None and self.tree.is_folder(path):
                    self.refuse(item, f"{name} from a folder are not run; what they change is not judged.")
                    continue
                documents = None if path is None else self.file_documents(path, item)
            for document in documents or ():
                self._plugin(item, document.root)

    def programs(self, name: str, node: Node) -> None:
        """Refuse what makes kustomize start helm."""
        self.refuse(node, f"{name} make kustomize start helm and fetch charts; what they add is not judged.")

    def _plugin(self, item: Node, root: Node) -> None:
        annotations = root.at("metadata", "annotations")
        runs = any("function" in key for key, _ in annotations.entries()) if annotations is not None else False
        version, kind = root.child("apiVersion"), root.child("kind")
        built_in = version is not None and version.value == "builtin"
        if runs or not built_in or kind is None or str(kind.value).startswith("Helm"):
            self.refuse(item, "A plugin that is a program or a container is not run; what it does is not judged.")
            return
        self.exact_keys(root, _PLUGIN_FILES, item)
        for key in _PLUGIN_FILES:
            if (value := root.child(key)) is not None:
                for entry in value.elements() if isinstance(value.value, list) else (value,):
                    self.file(entry, item, named=key == "files")
        if (replacements := root.child("replacements")) is not None:
            for entry in replacements.elements():
                self.record("replacements", entry, item)


_FIELDS: dict[str, Callable[[_Reader, str, Node], None]] = {
    "resources": _Reader.bases,
    "bases": _Reader.bases,
    "configMapGenerator": _Reader.generators,
    "secretGenerator": _Reader.generators,
    "generators": _Reader.plugins,
    "helmCharts": _Reader.programs,
    "helmChartInflationGenerator": _Reader.programs,
    "components": _Reader.bases,
    "patchesStrategicMerge": _Reader.merge_patches,
    "patches": _Reader.patches,
    "patchesJson6902": _Reader.patches,
    "replacements": _Reader.replacements,
    "transformers": _Reader.plugins,
    "validators": _Reader.plugins,
    "crds": _Reader.plain_files,
    "configurations": _Reader.plain_files,
    "openapi": _Reader.open_api,
}
_FOLDED = {name.casefold(): name for name in _FIELDS}
