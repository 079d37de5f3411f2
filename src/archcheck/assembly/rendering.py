"""What a rendered kustomization or chart is, and who can make one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from archcheck.model.node import Document, Problem
from archcheck.model.run import Skipped
from archcheck.sources.tree import SourceTree

__all__ = ["Rendered", "Renderer"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The manifests that a kustomization or chart amounts to, with positions in the files they come from.

    Attributes:
        documents: Manifests in the order of the program's output. Documents with a null root stand for files that
            single values come from, so that what a parser reports about such a value is found.
        paths: Every source file that took part, sorted.
        problems: What could not be rendered, and why.
        skipped: What was not looked at, and why.
    """

    documents: tuple[Document, ...] = ()
    paths: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()


class Renderer(Protocol):
    """Turns kustomizations and charts into manifests; the implementation may start programs."""

    def kustomize(self, tree: SourceTree, folder: str, components: Sequence[str] = ()) -> Rendered:
        """Return the manifests of a kustomization.

        Args:
            tree: Where the files are read.
            folder: Folder of the kustomization.
            components: Folders with ``kind: Component`` that are applied to it, in order.
        """
        ...  # pragma: no cover

    def helm(self, tree: SourceTree, chart: str, values: Sequence[str] = ()) -> Rendered:
        """Return the manifests of a chart.

        Args:
            tree: Where the files are read.
            chart: Folder with the ``Chart.yaml``.
            values: Files with values that override the chart's, the last one wins.
        """
        ...  # pragma: no cover
