"""Which of the files of the input are what."""

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass, field

from archcheck.assembly.classification import FileKind, classify, looks_like_version_1, may_matter
from archcheck.model.errors import SourceError
from archcheck.model.node import Document, Problem
from archcheck.model.run import Skipped
from archcheck.model.span import Span
from archcheck.parsers.spring import is_spring_document, is_spring_name
from archcheck.sources.discovery import find_files
from archcheck.sources.tree import SourceTree

__all__ = ["Sorted", "sort_files"]


@dataclass(slots=True)
class Sorted:
    """The files of the input by what they are, each list in input order (sorted below a folder).

    Attributes:
        compose: Compose files.
        kustomizations: Folders with a kustomization.
        charts: Folders with a chart.
        manifests: Loose Kubernetes manifests.
        contracts: OpenAPI documents.
        applications: Configuration files of applications (Spring).
        others: Files that were named and that only a reader of configuration files may know.
        problems: What could not be read.
        skipped: What was left out, with reasons.
    """

    compose: list[str] = field(default_factory=list)
    kustomizations: list[str] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    manifests: list[str] = field(default_factory=list)
    contracts: list[str] = field(default_factory=list)
    applications: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def anything(self) -> bool:
        """Whether there is anything to judge."""
        return bool(self.compose or self.kustomizations or self.charts or self.manifests or self.contracts)


def sort_files(tree: SourceTree, paths: Sequence[str]) -> Sorted:
    """Find and classify every file of the input.

    Args:
        tree: The tree.
        paths: Files and folders relative to the root, ``-`` for standard input.
    """
    found = Sorted()
    for path in paths:
        if tree.is_folder(path):
            files = list(find_files(tree, path, found.skipped))
            charts = {posixpath.dirname(f) for f in files if posixpath.basename(f) == "Chart.yaml"}
            for file in files:
                if not _inside_chart(file, charts):
                    _sort(tree, file, found, named=False)
        else:
            _sort(tree, path, found, named=True)
    return found


def _inside_chart(file: str, charts: set[str]) -> bool:
    """Whether a file belongs to a chart (templates, values, subcharts) other than by being its Chart.yaml."""
    folder = posixpath.dirname(file)
    owners = {c for c in charts if folder == c or folder.startswith(f"{c}/" if c else "")}
    if posixpath.basename(file) == "Chart.yaml":
        owners.discard(folder)
    prefixes = ("templates/", "charts/")
    return any(folder == c or file.startswith(tuple(f"{c}/{p}" if c else p for p in prefixes)) for c in owners)


def _sort(tree: SourceTree, file: str, found: Sorted, *, named: bool) -> None:
    try:
        data = tree.read(file)
    except SourceError as error:
        found.problems.append(Problem(error.span or Span(file), error.message))
        return
    if not named and not may_matter(file, data):
        return
    if is_spring_name(file) and not _is_manifest(tree, file):
        found.applications.append(file)
        return
    if named and not _parsable(file):
        found.others.append(file)
        return
    documents = tree.documents(file)
    kind = classify(file, documents)
    if kind is FileKind.OTHER and named and documents and looks_like_version_1(documents[0].root):
        kind = FileKind.COMPOSE
    _place(file, kind, documents, found, data, named=named)


def _is_manifest(tree: SourceTree, file: str) -> bool:
    """Whether a file is a manifest, though it is named as Spring's files are (an Argo CD ``application.yaml``)."""
    documents = [] if file.endswith(".properties") else tree.documents(file)
    return classify(file, documents) not in {FileKind.OTHER, FileKind.BROKEN}


def _parsable(file: str) -> bool:
    return (
        file == "-"
        or file.lower().endswith((".yml", ".yaml", ".json", ".toml"))
        or posixpath.basename(file) == "Kustomization"
    )


def _place(file: str, kind: FileKind, documents: list[Document], found: Sorted, data: bytes, *, named: bool) -> None:
    folder = posixpath.dirname(file) or "."
    match kind:
        case FileKind.COMPOSE:
            found.compose.append(file)
        case FileKind.KUSTOMIZATION:
            found.kustomizations.append(folder)
        case FileKind.CHART:
            found.charts.append(folder)
        case FileKind.KUBERNETES:
            found.manifests.append(file)
        case FileKind.OPENAPI:
            found.contracts.append(file)
        case FileKind.BROKEN:
            _broken(file, documents, found, data, named=named)
        case FileKind.OTHER if any(is_spring_document(d.root) for d in documents):
            found.applications.append(file)
        case FileKind.OTHER if named:
            found.others.append(file)
        case _:
            return


def _broken(file: str, documents: list[Document], found: Sorted, data: bytes, *, named: bool) -> None:
    if not named and b"{{" in data:
        found.skipped.append(Skipped(file, "a template (it holds {{ }}), not a manifest"))
        return
    found.problems.extend(p for d in documents for p in d.problems)
