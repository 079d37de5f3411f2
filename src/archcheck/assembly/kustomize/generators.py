"""Where the entries of generated ConfigMaps and Secrets come from."""

import posixpath
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from archcheck.assembly.kustomize.patches import Patch, generated_entry
from archcheck.model.errors import SourceError
from archcheck.model.node import Document, Node
from archcheck.sources.tree import SourceTree

__all__ = ["generated_entries"]


def generated_entries(
    kind: str, generator: Node, folder: str, tree: SourceTree, left_out: AbstractSet[int]
) -> Iterator[Patch]:
    """Yield the entries that a generator makes, with the places of their values.

    Args:
        kind: ``ConfigMap`` or ``Secret``.
        generator: An item of ``configMapGenerator`` or ``secretGenerator``.
        folder: Folder of its kustomization.
        tree: Where environment files are read.
        left_out: ``id`` of the references that were refused.
    """
    named = generator.child("name")
    name = str(named.value) if named is not None else ""
    yield Patch(kind, name, (), generator, generates=True)
    for literal in _texts(generator, "literals"):
        key, _, value = str(literal.value).partition("=")
        yield generated_entry(kind, name, key, literal.replaced(_unquoted(value)))
    for reference in _texts(generator, "files"):
        key, _, path = str(reference.value).rpartition("=")
        if id(reference) not in left_out:
            document = Document(tree.join(folder, path))
            yield generated_entry(kind, name, key or posixpath.basename(path), (document, 1))
    for reference in (*_texts(generator, "envs"), *_texts(generator, "env")):
        if id(reference) not in left_out:
            yield from _environment(kind, name, tree, tree.join(folder, str(reference.value)))


def _texts(generator: Node, key: str) -> Iterator[Node]:
    node = generator.child(key)
    if node is not None:
        yield from (item for item in ([node] if node.is_scalar else node.elements()) if isinstance(item.value, str))


def _environment(kind: str, name: str, tree: SourceTree, path: str) -> Iterator[Patch]:
    try:
        lines = tree.read_text(path).splitlines()
    except SourceError:  # kubectl says what is wrong with it
        return
    document = Document(path)
    for number, line in enumerate(lines, start=1):
        key, equals, _ = line.strip().partition("=")
        if equals and not key.startswith("#"):
            yield generated_entry(kind, name, key.strip(), (document, number))


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
