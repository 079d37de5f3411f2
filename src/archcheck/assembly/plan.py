"""Which files make which deployment."""

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archcheck.assembly.classification import FileKind, classify, looks_like_version_1, may_matter
from archcheck.model.errors import SourceError
from archcheck.model.node import Document, Node, Problem
from archcheck.model.run import Skipped
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.objects import objects
from archcheck.parsers.spring import is_spring_document, is_spring_name
from archcheck.sources.discovery import find_files
from archcheck.sources.tree import SourceTree

__all__ = ["DeploymentPlan", "Sorted", "plan_named", "plan_search", "sort_files"]


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


@dataclass(frozen=True, slots=True)
class DeploymentPlan:
    """The files of one deployment, before they are read.

    Attributes:
        id: Stable id: the path that defines it, with a variant behind ``:``.
        compose: Compose files in merge order.
        kustomizations: Folders to render.
        charts: Folders to render.
        manifests: Loose manifests.
        contracts: API documents that may describe its components.
        applications: Configuration files of applications that may belong to its components.
        others: Configuration files that were named.
    """

    id: str
    compose: tuple[str, ...] = ()
    kustomizations: tuple[str, ...] = ()
    charts: tuple[str, ...] = ()
    manifests: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    applications: tuple[str, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """``compose``, ``kustomize``, ``helm``, ``kubernetes``, ``openapi`` or ``mixed``."""
        parts = {
            "compose": self.compose,
            "kustomize": self.kustomizations,
            "helm": self.charts,
            "kubernetes": self.manifests,
        }
        present = [name for name, files in parts.items() if files]
        return present[0] if len(present) == 1 else "mixed" if present else "openapi"


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
    if is_spring_name(file):
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


# -- one system from all paths -----------------------------------------------------------------------------------------


def plan_named(found: Sorted, paths: Sequence[str]) -> list[DeploymentPlan]:
    """Return the one deployment that all files of a command line form."""
    if not found.anything:
        return []
    return [
        DeploymentPlan(
            " + ".join(dict.fromkeys(paths)),
            tuple(found.compose),
            tuple(found.kustomizations),
            tuple(found.charts),
            tuple(found.manifests),
            tuple(found.contracts),
            tuple(found.applications),
            tuple(found.others),
        )
    ]


# -- several systems in one folder -------------------------------------------------------------------------------------

_BASE_NAMES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")
_OVERRIDE = re.compile(r"((?:docker-)?compose)\.override\.(ya?ml)")
_VARIANT = re.compile(r"(?:docker-)?(?:compose|stack)[._-](.+)\.ya?ml")


def plan_search(
    tree: SourceTree, found: Sorted, included: Iterable[str], overlaid: Iterable[str], folder: str
) -> list[DeploymentPlan]:
    """Return the deployments of a folder that was searched, sorted by id.

    Args:
        tree: The tree.
        found: Its files.
        included: Compose files that another one includes or extends: no deployments of their own.
        overlaid: Folders of kustomizations that another one builds on.
        folder: The folder searched.
    """
    plans: list[DeploymentPlan] = []
    parts = set(included)
    for names in _compose_folders([f for f in found.compose if f not in parts]):
        plans.extend(_compose_plans(tree, names))
    bases = set(overlaid)
    roots = [k for k in found.kustomizations if k not in bases]
    plans.extend(DeploymentPlan(k, kustomizations=(k,)) for k in roots)
    plans.extend(DeploymentPlan(c, charts=(c,)) for c in found.charts)
    loose = [m for m in found.manifests if not any(m.startswith(f"{k}/") or k == "." for k in found.kustomizations)]
    plans.extend(_manifest_plans(tree, loose, folder))
    if not plans and found.contracts:
        plans.append(DeploymentPlan(folder))
    contracts, applications = tuple(found.contracts), tuple(found.applications)
    complete = (replace(plan, contracts=contracts, applications=applications) for plan in plans)
    return sorted(complete, key=lambda p: p.id)


def _compose_folders(files: Sequence[str]) -> list[list[str]]:
    folders: dict[str, list[str]] = {}
    for file in files:
        folders.setdefault(posixpath.dirname(file), []).append(file)
    return list(folders.values())


def _compose_plans(tree: SourceTree, files: list[str]) -> list[DeploymentPlan]:
    by_name = {posixpath.basename(f): f for f in files}
    base = next((by_name[n] for n in _BASE_NAMES if n in by_name), None)
    overrides = [f for n, f in by_name.items() if _OVERRIDE.fullmatch(n)] if base else []
    plans = [DeploymentPlan(base, (base, *overrides[:1]))] if base else []
    for name, file in by_name.items():
        if file == base or file in overrides:
            continue
        if base is None or _stands_alone(tree, file):
            plans.append(DeploymentPlan(file, (file,)))
        else:
            variant = _VARIANT.fullmatch(name)
            plans.append(DeploymentPlan(f"{base}:{variant[1] if variant else name}", (base, file)))
    return plans


def _stands_alone(tree: SourceTree, file: str) -> bool:
    """Whether a Compose file needs no other: its services have an image or a build, and what they name is defined in it."""
    for root in (d.root for d in tree.documents(file)):
        services = dict(root.mapping("services").entries())
        if not services or not all(s.has("image") or s.has("build") or s.has("extends") for s in services.values()):
            return False
        networks = {name for name, _ in root.mapping("networks").entries()} | {"default"}
        if any(
            _names(s.child("networks")) - networks or _names(s.child("depends_on")) - services.keys()
            for s in services.values()
        ):
            return False
    return True


def _names(node: Node | None) -> set[str]:
    """Return the names in a list or the keys of a mapping."""
    if node is None:
        return set()
    return {str(i.value) for i in node.elements() if i.is_scalar} | {name for name, _ in node.entries()}


def _manifest_plans(tree: SourceTree, files: Sequence[str], folder: str) -> list[DeploymentPlan]:
    """Return the deployments of loose manifests: one, unless parts define the same objects and so are alternatives."""
    if not files:
        return []
    keys = {file: frozenset(o.key for o in objects(tree.documents(file))) for file in files}
    plans = []
    for root, members in _split(files, keys, _common_folder(files) or folder):
        plans.append(DeploymentPlan(root, manifests=tuple(members)))
    return plans


def _common_folder(files: Sequence[str]) -> str:
    folders = [posixpath.dirname(f) for f in files]
    return posixpath.commonpath(folders) if all(folders) else "."


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
