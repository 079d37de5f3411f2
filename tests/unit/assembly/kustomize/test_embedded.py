import pytest

from archcheck.assembly.kustomize.embedded import EmbeddedReader
from archcheck.model.node import Node
from archcheck.model.span import Span

from .conftest import MakeTree


def value(make_tree: MakeTree, text: str) -> tuple[EmbeddedReader, Node]:
    tree = make_tree({"a.yaml": text})
    node = tree.documents("a.yaml")[0].root.at("patch")
    assert node is not None
    return EmbeddedReader(tree), node


@pytest.mark.parametrize("header", ["|", "|-", "|+", "| # why"])
def test_lines_of_a_literal_block_are_lines_of_the_file(make_tree: MakeTree, header: str) -> None:
    reader, node = value(make_tree, f"x: 1\npatch: {header}\n\n    kind: A\n    list:\n      - name: b\n")
    root = reader.documents(node)[0].root
    item = root.at("list")
    assert item is not None
    name = next(item.elements()).child("name")
    assert name is not None
    assert (name.span, name.key_span) == (Span("a.yaml", 6, 15), Span("a.yaml", 6, 9))
    assert root.span == Span("a.yaml", 4, 5)


def test_an_indentation_mark_is_respected(make_tree: MakeTree) -> None:
    reader, node = value(make_tree, "patch: |2\n      kind: A\n")
    kind = reader.documents(node)[0].root.child("kind")
    assert kind is not None
    assert kind.key_span == Span("a.yaml", 2, 7)


def test_several_documents_are_read(make_tree: MakeTree) -> None:
    reader, node = value(make_tree, "patch: |\n  kind: A\n  ---\n  kind: B\n")
    assert [d.root.span for d in reader.documents(node)] == [Span("a.yaml", 2, 3), Span("a.yaml", 4, 3)]


@pytest.mark.parametrize("text", ["patch: '[{op: add}]'", "patch: >\n  kind: A\n"])
def test_in_other_styles_everything_stands_where_the_text_begins(make_tree: MakeTree, text: str) -> None:
    reader, node = value(make_tree, text)
    root = reader.documents(node)[0].root
    assert {scalar.span for scalar in root.scalars()} == {node.span}
    assert {scalar.key_line for scalar in root.scalars()} == {0}


def test_an_empty_block_is_an_empty_document(make_tree: MakeTree) -> None:
    reader, node = value(make_tree, "patch: |2\n\n")
    assert [d.root.value for d in reader.documents(node)] in ([], [None])


def test_no_text_has_no_documents(make_tree: MakeTree) -> None:
    reader, node = value(make_tree, "patch: 3")
    assert reader.documents(node) == []
