"""What the tests of the Kubernetes reader share."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from archcheck.model.facts import Facts
from archcheck.model.node import Document, Problem
from archcheck.parsers.kubernetes.reader import kubernetes_facts
from archcheck.sources.reader import read_documents

SAMPLES = Path(__file__).parent / "samples"


class Manifest:
    """A manifest, its documents and facts."""

    def __init__(self, text: str) -> None:
        self.documents: list[Document] = read_documents("m.yaml", dedent(text).encode())
        self.facts: Facts = kubernetes_facts(self.documents)

    @property
    def problems(self) -> list[Problem]:
        """All problems, in order."""
        return [problem for document in self.documents for problem in document.problems]

    @property
    def messages(self) -> list[str]:
        """Problems as LINE:COLUMN MESSAGE."""
        return [f"{p.span.line}:{p.span.column} {p.message}" for p in self.problems]


@pytest.fixture
def read() -> Callable[[str], Manifest]:
    """Return a function that reads a manifest."""
    return Manifest


@pytest.fixture
def sample() -> Callable[[str], Manifest]:
    """Return a function that reads one of the sample files, which are all free of problems."""

    def reader(name: str) -> Manifest:
        manifest = Manifest((SAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
        assert manifest.problems == []
        return manifest

    return reader
