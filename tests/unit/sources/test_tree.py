"""The one door to files: what lies inside the root is read, what leads out is not."""

import hashlib
import os
from pathlib import Path

import pytest

from archcheck.model.errors import SourceError
from archcheck.model.run import Input
from archcheck.model.span import Span
from archcheck.sources.limits import Limits
from archcheck.sources.tree import SourceTree

HERE = Span("compose.yaml", 3, 5)


@pytest.fixture
def tree(tmp_path: Path) -> SourceTree:
    root = tmp_path / "root"
    (root / "inner").mkdir(parents=True)
    (root / "a.yaml").write_text("a: 1\n")
    (root / "inner" / "b.yaml").write_text("\ufeffb: 1\n")
    (root / "latin.txt").write_bytes(b"caf\xe9")
    (tmp_path / "outside.yaml").write_text("secret: 1\n")
    (tmp_path / "root-twin").mkdir()
    (tmp_path / "root-twin" / "c.yaml").write_text("secret: 1\n")
    (root / "out").symlink_to(tmp_path / "root-twin")
    (root / "out.yaml").symlink_to(tmp_path / "outside.yaml")
    (root / "in.yaml").symlink_to("inner/b.yaml")
    (root / "gone.yaml").symlink_to("nowhere")
    (root / "loop.yaml").symlink_to("loop.yaml")
    (root / "linked").symlink_to("inner")
    os.mkfifo(root / "pipe.yaml")
    return SourceTree(root)


def refused(tree: SourceTree, path: str, span: Span | None = None) -> str:
    with pytest.raises(SourceError) as caught:
        tree.read(path, span)
    return str(caught.value)


# -- paths as written --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("folder", "path", "joined"),
    [
        (".", "a.yaml", "a.yaml"),
        (".", "./a/../b.yaml", "b.yaml"),
        ("deploy/prod", "../base", "deploy/base"),
        ("deploy", "..", "."),
        ("deploy", "conf\\nginx.conf", "deploy/conf/nginx.conf"),
        ("deploy", "..a/b", "deploy/..a/b"),
    ],
)
def test_paths_are_relative_to_the_folder_of_their_file(folder: str, path: str, joined: str) -> None:
    assert SourceTree.join(folder, path) == joined


@pytest.mark.parametrize("path", ["/etc/passwd", "..", "../a", "x/../../a", "\\etc\\passwd", "a\\..\\..\\b", "~/.ssh"])
def test_paths_that_lead_out_are_refused(path: str) -> None:
    with pytest.raises(SourceError) as caught:
        SourceTree.join(".", path, HERE)
    assert str(caught.value) == (
        f"compose.yaml:3:5: {path} leads out of the folder that is checked; check the folder above, or name it with --root."
    )


def test_a_path_may_not_climb_out_of_a_folder_inside() -> None:
    with pytest.raises(SourceError):
        SourceTree.join("deploy", "../../a")


# -- reading -----------------------------------------------------------------------------------------------------------


def test_files_are_read_and_remembered(tree: SourceTree) -> None:
    assert [tree.read("inner/b.yaml"), tree.read("a.yaml"), tree.read("in.yaml")] == [
        b"\xef\xbb\xbfb: 1\n", b"a: 1\n", b"\xef\xbb\xbfb: 1\n",
    ]  # fmt: skip
    assert tree.read_text("inner/b.yaml") == "b: 1\n"
    digest = {path: hashlib.sha256(tree.read(path)).hexdigest() for path in ("a.yaml", "in.yaml", "inner/b.yaml")}
    assert tree.inputs() == tuple(Input(path, digest[path]) for path in sorted(digest))


def test_a_file_is_parsed_once(tree: SourceTree) -> None:
    assert tree.documents("a.yaml") is tree.documents("a.yaml")
    assert [d.path for d in tree.documents("linked/b.yaml")] == ["linked/b.yaml"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("absent.yaml", "The file does not exist."),
        ("a.yaml/b", "The file does not exist."),
        ("gone.yaml", "The file does not exist."),
        ("inner", "The file is not a regular file."),
        ("pipe.yaml", "The file is not a regular file."),
        ("out.yaml", "This link leads out of the folder that is checked; it is not followed."),
        ("loop.yaml", "The file cannot be read: Too many levels of symbolic links."),
        ("x" * 300, "The file cannot be read: File name too long."),
    ],
)
def test_what_is_not_read_is_said(tree: SourceTree, path: str, message: str) -> None:
    assert refused(tree, path) == f"{path}:1:1: {message}"
    assert tree.inputs() == ()


def test_a_folder_that_leads_out_is_not_entered(tree: SourceTree) -> None:
    assert refused(tree, "out/c.yaml") == (
        "out:1:1: This link leads out of the folder that is checked; it is not followed."
    )
    assert not tree.is_file("out/c.yaml")


def test_a_nul_byte_in_a_path_is_a_problem_like_others(tree: SourceTree) -> None:
    assert refused(tree, "a\0b").startswith("a\0b:1:1: The file cannot be read: embedded null ")
    assert (tree.is_file("a\0b"), tree.is_folder("a\0b")) == (False, False)
    with pytest.raises(SourceError, match="The folder cannot be listed: "):
        list(tree.list_folder("a\0b"))


def test_the_message_points_to_where_a_file_is_asked_for(tree: SourceTree) -> None:
    assert refused(tree, "absent.env", HERE) == "compose.yaml:3:5: absent.env does not exist."


def test_an_unreadable_file_is_said(tree: SourceTree) -> None:
    (tree.root / "a.yaml").chmod(0)
    if os.access(tree.root / "a.yaml", os.R_OK):
        pytest.skip("this user may read everything")
    assert refused(tree, "a.yaml") == "a.yaml:1:1: The file cannot be read: Permission denied."


def test_other_encodings_are_said(tree: SourceTree) -> None:
    with pytest.raises(SourceError, match=r"latin.txt:1:1: The file is no UTF-8 text\."):
        tree.read_text("latin.txt")


def test_large_files_and_many_files_are_refused(tree: SourceTree) -> None:
    small = SourceTree(tree.root, Limits(file_bytes=4))
    assert refused(small, "a.yaml") == (
        "a.yaml:1:1: The file has 5 bytes, more than the 4 that are read; exclude it in .archcheckignore if it is no manifest."
    )
    few = SourceTree(tree.root, Limits(files=1))
    assert (few.read("a.yaml"), few.read("a.yaml")) == (b"a: 1\n", b"a: 1\n")
    assert refused(few, "in.yaml") == "in.yaml:1:1: The file is not read: more than 1 files; check a smaller folder."


def test_standard_input_answers_for_its_path(tree: SourceTree) -> None:
    piped = SourceTree(tree.root, standard_input=b"a: 1")
    assert (piped.is_file("-"), piped.read("-"), [i.path for i in piped.inputs()]) == (True, b"a: 1", ["-"])
    assert not tree.is_file("-")


# -- folders -----------------------------------------------------------------------------------------------------------


def test_files_and_folders_are_told_apart(tree: SourceTree) -> None:
    paths = ["a.yaml", "in.yaml", "out.yaml", "gone.yaml", "pipe.yaml", "inner", "linked", "out", "."]
    assert [p for p in paths if tree.is_file(p)] == ["a.yaml", "in.yaml"]
    assert [p for p in paths if tree.is_folder(p)] == ["inner", "linked", "."]


def test_folders_are_listed_by_name(tree: SourceTree) -> None:
    names = [entry.name for entry in tree.list_folder(".")]
    assert names == sorted(names)
    assert [entry.name for entry in tree.list_folder("linked")] == ["b.yaml"]


@pytest.mark.parametrize("path", ["absent", "a.yaml"])
def test_what_is_no_folder_cannot_be_listed(tree: SourceTree, path: str) -> None:
    with pytest.raises(SourceError, match=rf"{path}:1:1: The folder cannot be listed: N"):
        list(tree.list_folder(path))


def test_a_root_that_is_a_link_is_the_folder_it_leads_to(tmp_path: Path, tree: SourceTree) -> None:
    (tmp_path / "alias").symlink_to(tree.root)
    assert SourceTree(tmp_path / "alias").read("linked/b.yaml") == b"\xef\xbb\xbfb: 1\n"


def test_the_whole_file_system_may_be_the_root() -> None:
    assert SourceTree(Path("/")).is_folder("etc")
