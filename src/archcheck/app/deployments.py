"""Which deployments a command line names, and their contents."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from archcheck.assembly.deployment import Assembled, AssemblyOptions, assemble
from archcheck.assembly.plan import DeploymentPlan, plan_named, plan_search
from archcheck.assembly.rendering import Renderer
from archcheck.assembly.sorting import Sorted, sort_files
from archcheck.model.node import Problem
from archcheck.model.run import Skipped
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

__all__ = ["Found", "read_deployments"]


@dataclass(slots=True)
class Found:
    """What the input holds.

    Attributes:
        assembled: Every deployment, read, sorted by id.
        problems: What was wrong with files that belong to none.
        skipped: What was left out, with reasons.
        unreadable: Files that could not be read at all.
    """

    assembled: list[Assembled] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def read_deployments(tree: SourceTree, paths: Sequence[str], options: AssemblyOptions) -> Found:
    """Find, plan and read every deployment.

    One folder is searched and may hold several; paths given together describe one.

    Args:
        tree: The tree.
        paths: Paths relative to its root.
        options: Input besides files.
    """
    files = sort_files(tree, paths)
    found = Found(problems=list(files.problems), skipped=list(files.skipped))
    found.unreadable = sorted({p.span.path for p in files.problems})
    for plan in _plans(tree, files, paths):
        assembled = assemble(tree, plan, _renderer, options)
        assembled.unread = assembled.unread or (bool(found.unreadable) and not _is_search(tree, paths))
        if assembled.judged or assembled.problems or assembled.skipped:
            found.assembled.append(assembled)
        else:
            found.skipped.append(Skipped(plan.id, "nothing in it that can be judged by itself"))
    _leave_out_fragments(found)
    _check_that_anything_was_judged(found, files, paths)
    return found


def _is_search(tree: SourceTree, paths: Sequence[str]) -> bool:
    """Whether one folder is searched for deployments; files and folders given together are one."""
    return len(paths) == 1 and tree.is_folder(paths[0])


def _leave_out_fragments(found: Found) -> None:
    """Leave out deployments in which nothing runs (policies, routes) where others are found: they belong to one of those."""
    whole = [a for a in found.assembled if a.facts.workloads or (a.facts.contracts and not a.plan.manifests)]
    if not whole:
        return
    for fragment in (a for a in found.assembled if a not in whole):
        found.problems.extend(fragment.problems)
        found.skipped.extend(fragment.skipped)
        found.skipped.append(
            Skipped(fragment.plan.id, "no workload in it; name it together with the files it belongs to")
        )
    found.assembled = whole


def _renderer() -> Renderer:
    from archcheck.app.rendering import ProgramRenderer  # noqa: PLC0415  only where there is something to render

    return ProgramRenderer()


def _plans(tree: SourceTree, files: Sorted, paths: Sequence[str]) -> list[DeploymentPlan]:
    if _is_search(tree, paths):
        return plan_search(tree, files, _included(tree, files), _overlaid(tree, files), paths[0])
    return plan_named(files, paths)


def _included(tree: SourceTree, files: Sorted) -> list[str]:
    """Return the Compose files that another one includes or extends."""
    if len(files.compose) < 2:
        return []
    from archcheck.assembly.compose.parts import referred_files  # noqa: PLC0415  only where there are several

    return [other for file in files.compose for other in referred_files(tree, file) if other != file]


def _overlaid(tree: SourceTree, files: Sorted) -> list[str]:
    """Return the folders of kustomizations that another one builds on, and of components."""
    if not files.kustomizations:
        return []
    from archcheck.assembly.kustomize.layers import is_component, reachable_folders  # noqa: PLC0415

    below = [f for k in files.kustomizations for f in reachable_folders(tree, k)]
    return [*below, *(k for k in files.kustomizations if is_component(tree, k))]


def _check_that_anything_was_judged(found: Found, files: Sorted, paths: Sequence[str]) -> None:
    named_and_skipped = [s for a in found.assembled for s in a.skipped if not a.judged]
    if found.assembled and any(a.judged for a in found.assembled):
        for skipped in named_and_skipped:
            if skipped.path in paths:
                found.problems.append(Problem(Span(skipped.path), f"This was not judged: {skipped.why}."))
        return
    if found.problems or any(p.unjudged for a in found.assembled for p in a.problems):
        return
    where = " ".join(paths)
    reasons = "; ".join(dict.fromkeys(f"{s.path}: {s.why}" for s in (*named_and_skipped, *files.skipped)))
    because = f" ({reasons})" if reasons else ""
    found.problems.append(
        Problem(
            Span(paths[0] if paths else "."),
            f"Nothing to judge was found in {where}: no Compose file, Kubernetes manifest, kustomization, chart or "
            f"OpenAPI document{because}.",
        )
    )
