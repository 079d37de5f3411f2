"""What helm rendered, as documents of the templates it was made from."""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from archcheck.assembly.helm.alignment import Template
from archcheck.assembly.helm.reading import ReachedChart
from archcheck.model.errors import SourceError
from archcheck.model.node import Document, Node, Value
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree
from archcheck.sources.yaml_reader import read_yaml

__all__ = ["Manifest", "printed_manifests", "rendered_documents"]

_SOURCE = "# Source: "
_HOOK = "helm.sh/hook"
_TESTS = ("test", "test-success", "test-failure")


@dataclass(frozen=True, slots=True)
class Manifest:
    """A rendered document: the template's name as helm gives it, and the text."""

    template: str
    text: str


def printed_manifests(output: str) -> Iterator[Manifest]:
    """Yield the documents of ``helm template``, which names the template of each in a comment."""
    template = ""
    for lines in _separated(output):
        if lines and lines[0].startswith(_SOURCE):
            template, lines[:1] = lines[0].removeprefix(_SOURCE).strip(), []
        yield Manifest(template, "\n".join(lines))


def rendered_documents(tree: SourceTree, chart: ReachedChart, manifests: Iterable[Manifest]) -> list[Document]:
    """Return the manifests of a chart, each as a document of its template; tests and notes are left out.

    Args:
        tree: Where the templates are read.
        chart: The chart as it was read.
        manifests: What helm rendered.
    """
    templates: dict[str, Template] = {}
    counts: dict[str, int] = {}
    result: list[Document] = []
    for manifest in manifests:
        if posixpath.basename(manifest.template) == "NOTES.txt" or not manifest.text.strip():
            continue
        path = chart.source(manifest.template)
        if path not in templates:
            templates[path] = Template(_template_text(tree, path))
        for lines in _separated(manifest.text):
            document = _document(path, counts.get(path, 0), lines, templates[path], tree)
            if document is not None:
                counts[path] = document.index + 1
                result.append(document)
    return result


def _separated(text: str) -> Iterator[list[str]]:
    """Yield the lines of each document of a text with several."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.rstrip() == "---":
            yield lines
            lines = []
        else:
            lines.append(line)
    yield lines


def _template_text(tree: SourceTree, path: str) -> str:
    try:
        return tree.read_text(path)
    except SourceError:  # a chart in an archive: its values stand at the archive's first line
        return ""


def _document(path: str, index: int, lines: list[str], template: Template, tree: SourceTree) -> Document | None:
    """Return a rendered document with places in its template; None if it is empty or a test."""
    if not any(line.strip() and not line.lstrip().startswith("#") for line in lines):
        return None
    printed = read_yaml(path, "\n".join(lines).encode("utf-8", "replace"), tree.limits)[0]
    if _is_test(printed.root):
        return None
    numbers = template.align(lines)
    document = Document(path, index)
    document.root = _placed(printed.root, document, numbers, (1, 1))
    for problem in printed.problems:
        line = _mapped(numbers, problem.span.line)
        document.report(Span(path, line or 1), f"The rendered manifest cannot be read: {problem.message}")
    return document


def _is_test(root: Node) -> bool:
    hook = root.at("metadata", "annotations", _HOOK)
    return hook is not None and any(name.strip() in _TESTS for name in str(hook.value).split(","))


def _placed(node: Node, document: Document, numbers: Sequence[int], near: tuple[int, int]) -> Node:
    """Return a rendered value where its line stands in the template, else where the value around it does."""
    line, key_line = _mapped(numbers, node.line), _mapped(numbers, node.key_line)
    place = (line, node.column) if line else (key_line, node.key_column) if key_line else near
    value: Value = node.value
    if isinstance(value, dict):
        value = {key: _placed(child, document, numbers, place) for key, child in value.items()}
    elif isinstance(value, list):
        value = [_placed(child, document, numbers, place) for child in value]
    key = (key_line, node.key_column) if key_line else (0, 0)
    return Node(value, document, place[0], place[1], key_line=key[0], key_column=key[1], raw=node.raw, tag=node.tag)


def _mapped(numbers: Sequence[int], line: int) -> int:
    return numbers[line - 1] if 0 < line <= len(numbers) else 0
