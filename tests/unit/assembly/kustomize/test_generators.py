from archcheck.assembly.kustomize.generators import generated_entries
from archcheck.model.span import Span

from .conftest import MakeTree

GENERATOR = """\
name: settings
literals:
  - A=1
  - B="two words"
  - 3
files: [conf/a.conf, key=b.conf, gone.conf]
envs: [c.env, missing.env]
env: d.env
"""


def test_entries_stand_where_their_values_come_from(make_tree: MakeTree) -> None:
    tree = make_tree({"k/g.yaml": GENERATOR, "k/c.env": "# why\n\nC = 3\nnothing\n", "k/d.env": "D=4"})
    generator = tree.documents("k/g.yaml")[0].root
    files = generator.child("files")
    assert files is not None
    left_out = {id(list(files.elements())[2])}
    entries = list(generated_entries("ConfigMap", generator, "k", tree, left_out))
    assert {(entry.kind, entry.name) for entry in entries} == {("ConfigMap", "settings")}
    assert [(entry.at, entry.value.span) for entry in entries] == [
        ((), Span("k/g.yaml", 1, 1)),
        (("data", "A"), Span("k/g.yaml", 3, 5)),
        (("data", "B"), Span("k/g.yaml", 4, 5)),
        (("data", "a.conf"), Span("k/conf/a.conf", 1, 1)),
        (("data", "key"), Span("k/b.conf", 1, 1)),
        (("data", "C"), Span("k/c.env", 3, 1)),
        (("data", "D"), Span("k/d.env", 1, 1)),
    ]
    assert [entry.value.value for entry in entries[1:3]] == ["1", "two words"]


def test_a_generator_without_a_name_is_no_error(make_tree: MakeTree) -> None:
    tree = make_tree({"g.yaml": "literals: A=1\n"})
    entries = list(generated_entries("Secret", tree.documents("g.yaml")[0].root, ".", tree, set()))
    assert [(entry.name, entry.at) for entry in entries] == [("", ()), ("", ("data", "A"))]
