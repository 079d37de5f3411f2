"""Which files make which deployment."""

import posixpath
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archcheck.assembly.manifest_trees import split_tree
from archcheck.assembly.sorting import Sorted
from archcheck.model.node import Node
from archcheck.sources.tree import SourceTree

__all__ = ["DeploymentPlan", "plan_named", "plan_search"]


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
    plans.extend(DeploymentPlan(root, manifests=tuple(members)) for root, members in split_tree(tree, loose))
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
