from collections.abc import Iterator
from pathlib import Path

import pytest

from archcheck.model.facts import CustomResource
from archcheck.model.node import Document, Node, Value
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.reader import kubernetes_facts
from archcheck.sources.reader import read_documents

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.yaml"))
WRONG: tuple[object, ...] = (
    [],
    {},
    "text",
    "",
    None,
    True,
    -1,
    1.5,
    float("inf"),
    float("nan"),
    int("f" * 298, 16),
    "9" * 5000,
    "--5",
    "1e99",
    "$(A)",
    "$$(",
    [None],
    ["a", {"b": 1}],
    [{"name": "x"}],
    {"name": "x"},
    {"a": None},
)


def node(value: object, document: Document) -> Value:
    if isinstance(value, dict):
        return {key: Node(node(item, document), document, 7, 3) for key, item in value.items()}
    if isinstance(value, list):
        return [Node(node(item, document), document, 7, 3) for item in value]
    assert value is None or isinstance(value, str | int | float | bool)
    return value


def tree(root: Node) -> Iterator[Node]:
    yield root
    for _, child in root.entries():
        yield from tree(child)
    for child in root.elements():
        yield from tree(child)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_value_of_another_shape_yields_facts_or_problems_with_places(path: Path) -> None:
    documents = read_documents("m.yaml", path.read_bytes())
    nodes = [child for document in documents for child in tree(document.root)]
    for index, child in enumerate(nodes):
        before = child.value, child.raw
        for wrong in (WRONG[index % len(WRONG)], [] if index % 2 else {}):
            child.value, child.raw = node(wrong, child.document), None
            kubernetes_facts(documents)
        child.value, child.raw = before
    problems = [problem for document in documents for problem in document.problems]
    assert len(problems) > 50
    assert all(p.span.path == "m.yaml" and p.span.line > 0 and p.message.endswith(".") for p in problems)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_key_may_be_absent(path: Path) -> None:
    documents = read_documents("m.yaml", path.read_bytes())
    for parent in [child for document in documents for child in tree(document.root)]:
        whole = parent.value
        if isinstance(whole, dict):
            for key in whole:
                parent.value = {name: value for name, value in whole.items() if name != key}
                kubernetes_facts(documents)
            parent.value = whole
    assert all(problem.span.line > 0 for document in documents for problem in document.problems)


def test_other_kinds_are_kept_and_well_known_ones_are_not() -> None:
    text = b"""
{apiVersion: kafka.strimzi.io/v1beta2, kind: Kafka, metadata: {name: events, namespace: n}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: n}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: r}}
---
{apiVersion: v1, kind: Mystery, metadata: {name: m}}
---
{apiVersion: v1, kind: Secret, metadata: {name: s}}
"""
    facts = kubernetes_facts(read_documents("m.yaml", text))
    assert facts.custom_resources == [
        CustomResource("Kafka", "kafka.strimzi.io/v1beta2", "events", "n", Span("m.yaml", 2, 70)),
        CustomResource("Mystery", "v1", "m", None, Span("m.yaml", 8, 50)),
    ]


def test_reading_twice_gives_the_same_facts() -> None:
    for path in SAMPLES:
        first = kubernetes_facts(read_documents("m.yaml", path.read_bytes()))
        second = kubernetes_facts(read_documents("m.yaml", path.read_bytes()))
        assert first == second
