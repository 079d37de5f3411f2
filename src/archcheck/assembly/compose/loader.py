"""From the files of a Compose project to its merged and interpolated model."""

import posixpath
import re
from collections.abc import Mapping, Sequence

from archcheck.assembly.compose.canonical import canonical_file
from archcheck.assembly.compose.environment import with_bare_names
from archcheck.assembly.compose.extends import Extender
from archcheck.assembly.compose.finish import each_service, finished
from archcheck.assembly.compose.include import imported, included_files
from archcheck.assembly.compose.merge import merged, settled
from archcheck.assembly.compose.scope import Interpolation, Scope
from archcheck.assembly.compose.sources import ProjectSources
from archcheck.assembly.compose.version_one import modernised
from archcheck.model.node import Document, Node
from archcheck.parsers.compose.project import ComposeProject
from archcheck.sources.tree import SourceTree

__all__ = ["load_project"]

_NAME_CHARACTERS = re.compile(r"[a-z0-9_-]")
_DEEPEST_INCLUDE = 30


def load_project(
    tree: SourceTree, files: Sequence[str], environment: Mapping[str, str] | None = None
) -> ComposeProject:
    """Return the project that ``docker compose -f FILE -f FILE ...`` would run, with every profile enabled.

    Relative paths start from the folder of the first file; its ``.env`` is read. The environment of the process is not
    looked at. What is wrong with the files is recorded on their documents, never raised.

    Args:
        tree: Folder of the run.
        files: Compose files in merge order, relative to the root.
        environment: Variables that the user gives; they win over ``.env``.

    Source: Compose Specification; compose-go is its reference implementation.
    """
    return _Loader(tree, environment or {}).load(files)


class _Loader:
    def __init__(self, tree: SourceTree, environment: Mapping[str, str]) -> None:
        self.sources = ProjectSources(tree)
        self.environment = environment
        self.interpolation = Interpolation()
        self.folders: dict[str, str] = {}
        self._extenders: dict[tuple[str, int], tuple[Scope, Extender]] = {}

    def load(self, files: Sequence[str]) -> ComposeProject:
        for path in files:
            self.sources.compose_documents(path, None)
        folder = posixpath.dirname(files[0]) or "." if files else "."
        env_path = posixpath.normpath(posixpath.join(folder, ".env"))
        has_env = self.sources.tree.is_file(env_path)
        outer = Scope(folder, {"PWD": ".", **self.environment})
        scope = self.sources.scope(folder, outer, [(env_path, None)] if has_env else [])
        name = self._name(files, scope)
        scope = Scope(folder, {**scope.values, "COMPOSE_PROJECT_NAME": name}, scope.nodes)
        root = self._model(files, scope, (), None)
        if not isinstance(root.value, dict) or not root.value:
            self._nothing_found(files)
        root = finished(root, scope, self.sources, self.folders)  # reads environment files too
        return ComposeProject(
            name=name,
            files=tuple(self.sources.files),
            read=tuple(sorted(self.sources.read)),
            root=root,
            documents=tuple(self.sources.documents),
            folders=self.folders,
            env_path=env_path if has_env else None,
        )

    def _nothing_found(self, files: Sequence[str]) -> None:
        if files and not any(document.problems for document in self.sources.documents):
            self.sources.report(files[0], "This Compose file is empty.")

    def _name(self, files: Sequence[str], scope: Scope) -> str:
        """Return the project's name: a variable, the last ``name`` of the files, or that of the folder."""
        name = scope.values.get("COMPOSE_PROJECT_NAME") or ""
        for path in () if name else files:
            for document in self.sources.compose_documents(path, None):
                node = document.root.child("name")
                if node is not None and isinstance(node.value, str):
                    name = str(self.interpolation.applied(node, scope).value)
        return _plain_name(name) or _plain_name(self.sources.tree.locate(scope.folder).name) or "default"

    # -- one set of files ---------------------------------------------------------------------------------------------

    def _model(self, files: Sequence[str], scope: Scope, chain: tuple[str, ...], reference: Node | None) -> Node:
        """Return the files merged, their includes imported; ``chain`` holds the files that include them."""
        root: Node | None = None
        for path in files:
            for document in self.sources.compose_documents(path, reference):
                one = self._file(document, scope, chain)
                root = one if root is None or one is None else merged(root, one)
                root = None if root is None else settled(root)
        if root is None:
            return Document(files[0] if files else ".").root
        return each_service(root, lambda _, service: with_bare_names(service, scope))

    def _file(self, document: Document, scope: Scope, chain: tuple[str, ...]) -> Node | None:
        root = self._canonical(document, scope)
        if root is None:
            return None
        services = _extendable(root)
        for name in services:
            self.folders.setdefault(name, scope.folder)
        resolved = self._extender(document.path, services, scope).all()
        if resolved and isinstance(root.value, dict):
            services_node = root.value["services"]
            root = root.replaced(
                {**root.value, "services": services_node.replaced(dict(resolved), tag=services_node.tag)}
            )
        return self._with_includes(root, document.path, scope, chain)

    def _canonical(self, document: Document, scope: Scope) -> Node | None:
        if document.root.is_null:
            return None
        if not isinstance(document.root.value, dict):
            document.root.report(f"A Compose file is a mapping, not a {document.root.shape}.")
            return None
        return canonical_file(modernised(self.interpolation.applied(document.root, scope)), scope.folder)

    # -- extends and include ------------------------------------------------------------------------------------------

    def _extender(self, path: str, services: dict[str, Node], scope: Scope) -> Extender:
        return Extender(path, services, lambda file: self._extended_file(file, scope), self.sources.spend)

    def _extended_file(self, file: Node, scope: Scope) -> Extender | None:
        path = self.sources.located(scope.folder, file)
        if path is None:
            return None
        key = path, id(scope.values)  # the scope is kept, so the id stays its own
        if key not in self._extenders:
            inner = scope.moved(posixpath.dirname(path) or ".")
            services: dict[str, Node] = {}
            documents = self.sources.compose_documents(path, file)
            for document in documents:
                root = self._canonical(document, inner)
                services |= {} if root is None else _extendable(root)
            if not documents:
                return None
            self._extenders[key] = scope, self._extender(path, services, inner)
        return self._extenders[key][1]

    def _with_includes(self, root: Node, path: str, scope: Scope, chain: tuple[str, ...]) -> Node:
        include = root.child("include")
        if include is None:
            return root
        chain = (*chain, path)
        if len(chain) > _DEEPEST_INCLUDE:
            include.report(f"Files include each other more than {_DEEPEST_INCLUDE} levels deep; the rest is left out.")
            return root
        projects = []
        for entry in included_files(include, scope, chain, self.sources):
            inner = self.sources.scope(entry.folder, scope, entry.env_files)
            projects.append((entry.node, self._model(entry.paths, inner, chain, entry.node)))
        return imported(root, projects)


def _plain_name(text: str) -> str:
    return "".join(_NAME_CHARACTERS.findall(text.lower())).lstrip("_-")


def _extendable(root: Node) -> dict[str, Node]:
    services = root.child("services")
    return dict(services.entries()) if services is not None else {}
