"""Which loose manifests are one system, and which are alternatives to each other."""

from pathlib import Path

from archcheck.assembly.manifest_trees import split_tree
from archcheck.sources.tree import SourceTree


def split(root: Path, files: dict[str, str]) -> list[tuple[str, list[str]]]:
    """Split a tree of files, each given as the names of the Deployments in it."""
    for path, names in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        objects = (f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}}}\n" for name in names.split())
        (root / path).write_text("---\n".join(objects))
    return split_tree(SourceTree(root), list(files))


def test_no_files_are_no_system(tmp_path: Path) -> None:
    assert split(tmp_path, {}) == []


def test_one_file_names_its_system(tmp_path: Path) -> None:
    assert split(tmp_path, {"k8s/a.yaml": "a"}) == [("k8s/a.yaml", ["k8s/a.yaml"])]


def test_a_tree_without_rivals_is_one_system_named_by_its_common_folder(tmp_path: Path) -> None:
    files = {"k8s/a/a.yaml": "a", "k8s/b/b.yaml": "b", "k8s/c.yaml": "c"}
    assert split(tmp_path, files) == [("k8s", list(files))]
    assert split(tmp_path, {"x/a.yaml": "a", "b.yaml": "b"}) == [(".", ["x/a.yaml", "b.yaml"])]


def test_folders_that_define_the_same_objects_are_alternatives(tmp_path: Path) -> None:
    files = {"k8s/base.yaml": "db", "k8s/dev/a.yaml": "a", "k8s/dev/b.yaml": "b", "k8s/prod/a.yaml": "a"}
    assert split(tmp_path, files) == [
        ("k8s", ["k8s/base.yaml"]),
        ("k8s/dev", ["k8s/dev/a.yaml", "k8s/dev/b.yaml"]),
        ("k8s/prod/a.yaml", ["k8s/prod/a.yaml"]),
    ]


def test_files_that_define_the_same_objects_are_alternatives(tmp_path: Path) -> None:
    assert split(tmp_path, {"v1.yaml": "a b", "v2.yaml": "a c", "d.yaml": "d"}) == [
        (".", ["d.yaml"]),
        ("v1.yaml", ["v1.yaml"]),
        ("v2.yaml", ["v2.yaml"]),
    ]


def test_alternatives_are_looked_for_at_every_level(tmp_path: Path) -> None:
    files = {"x/one/a.yaml": "a", "x/two/a.yaml": "a", "y/a.yaml": "a"}
    assert split(tmp_path, files) == [
        ("x/one/a.yaml", ["x/one/a.yaml"]),
        ("x/two/a.yaml", ["x/two/a.yaml"]),
        ("y/a.yaml", ["y/a.yaml"]),
    ]


def test_folders_without_a_common_one_are_one_system_of_the_root(tmp_path: Path) -> None:
    assert split(tmp_path, {"api/a.yaml": "a", "web/b.yaml": "b"}) == [(".", ["api/a.yaml", "web/b.yaml"])]


def test_a_file_that_defines_an_object_twice_is_no_rival_of_itself(tmp_path: Path) -> None:
    assert split(tmp_path, {"a.yaml": "a a", "b.yaml": "b"}) == [(".", ["a.yaml", "b.yaml"])]
