"""Finding files: sorted, without what is ignored, vendored, or linked from elsewhere."""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest

from archcheck.model.run import Skipped
from archcheck.sources.discovery import SKIPPED_FOLDERS, find_files
from archcheck.sources.tree import SourceTree


def plant(root: Path, paths: Iterable[str]) -> None:
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("a: 1\n")


def found(root: Path, folder: str = ".") -> tuple[list[str], list[Skipped]]:
    skipped: list[Skipped] = []
    return list(find_files(SourceTree(root), folder, skipped)), skipped


def test_files_that_may_matter_are_found_sorted(tmp_path: Path) -> None:
    names = [
        "a.yaml", "a.yml", "a.YAML", "api.json", "b/kustomization", "b/Kustomization", "b/c/d.yml",
        "b/application.properties", "b/application-dev.properties", "b/bootstrap.properties",
        "b/bootstrap-dev.properties",
    ]  # fmt: skip
    plant(tmp_path, [*names, "README.md", "main.tf", "log4j.properties", "Dockerfile", "x.yaml.bak"])
    assert found(tmp_path) == (
        [
            "a.YAML", "a.yaml", "a.yml", "api.json", "b/Kustomization", "b/application-dev.properties",
            "b/application.properties", "b/bootstrap-dev.properties", "b/bootstrap.properties", "b/c/d.yml",
            "b/kustomization",
        ],
        [],
    )  # fmt: skip


def test_folders_of_others_are_skipped(tmp_path: Path) -> None:
    plant(tmp_path, [f"{folder}/a.yaml" for folder in sorted(SKIPPED_FOLDERS)] + ["vendors/a.yaml"])
    assert found(tmp_path) == (["vendors/a.yaml"], [])


def test_the_folder_searched_may_have_any_name(tmp_path: Path) -> None:
    plant(tmp_path, ["vendor/a.yaml"])
    assert found(tmp_path, "vendor") == (["vendor/a.yaml"], [])


def test_ignore_files_are_respected_the_nearest_winning(tmp_path: Path) -> None:
    plant(tmp_path, ["a.yaml", "b.yaml", "gen/c.yaml", "x/b.yaml", "x/keep.yaml", "x/y/b.yaml", "x/y/drop.yaml"])
    (tmp_path / ".gitignore").write_text("b.yaml\n/gen/\nkeep.yaml\n")
    (tmp_path / "x" / ".gitignore").write_text("!keep.yaml\n/y/drop.yaml\n")
    (tmp_path / "x" / "y" / ".archcheckignore").write_text("!b.yaml\n")
    assert found(tmp_path) == (["a.yaml", "x/keep.yaml", "x/y/b.yaml"], [])


def test_archcheckignore_has_the_last_word_beside_gitignore(tmp_path: Path) -> None:
    plant(tmp_path, ["a.yaml", "b.yaml"])
    (tmp_path / ".gitignore").write_text("a.yaml\n")
    (tmp_path / ".archcheckignore").write_text("!a.yaml\nb.yaml\n")
    assert found(tmp_path) == (["a.yaml"], [])


def test_an_ignored_folder_hides_what_is_below(tmp_path: Path) -> None:
    plant(tmp_path, ["gen/a.yaml"])
    (tmp_path / ".gitignore").write_text("gen/\n!gen/a.yaml\n")
    assert found(tmp_path) == ([], [])


def test_ignore_files_above_the_folder_searched_count(tmp_path: Path) -> None:
    plant(tmp_path, ["x/y/a.yaml", "x/y/b.yaml", "x/y/c.yaml"])
    (tmp_path / ".gitignore").write_text("a.yaml\n")
    (tmp_path / "x" / ".gitignore").write_text("/y/b.yaml\n")
    assert found(tmp_path, "x/y") == (["x/y/c.yaml"], [])


def test_an_unreadable_ignore_file_ignores_nothing_and_is_said(tmp_path: Path) -> None:
    plant(tmp_path, ["a.yaml"])
    (tmp_path / ".gitignore").write_bytes(b"\xff\n")
    assert found(tmp_path) == (["a.yaml"], [Skipped(".gitignore", "The file is no UTF-8 text.")])


@pytest.mark.parametrize("pattern", ["\\", "!", "[z-a].yaml", "*a*a*a*a*a*a*b.yaml", "**/a/**/b/**/c/**/d"])
def test_patterns_that_cannot_be_applied_are_said(tmp_path: Path, pattern: str) -> None:
    plant(tmp_path, ["a" * 200 + ".yaml", "b.yaml"])
    (tmp_path / ".gitignore").write_text(f"{pattern}\nb.yaml\n")
    assert found(tmp_path) == (
        ["a" * 200 + ".yaml"],
        [Skipped(".gitignore", f"patterns that cannot be applied: {pattern}")],
    )


@pytest.mark.parametrize("pattern", ["[", "***", "# note", "", "a" * 10_000, "*~*", "*.*.*"])
def test_unusual_patterns_are_applied(tmp_path: Path, pattern: str) -> None:
    plant(tmp_path, ["a.yaml", "b.yaml"])
    (tmp_path / ".gitignore").write_text(f"{pattern}\n!a.yaml\nb.yaml\n")
    assert found(tmp_path) == (["a.yaml"], [])


def test_links_are_followed_to_files_inside_alone(tmp_path: Path) -> None:
    root = tmp_path / "root"
    plant(root, ["a.yaml", "inner/b.yaml"])
    plant(tmp_path, ["outside.yaml", "beside/c.yaml"])
    (root / "in.yaml").symlink_to("inner/b.yaml")
    (root / "out.yaml").symlink_to(tmp_path / "outside.yaml")
    (root / "gone.yaml").symlink_to("nowhere")
    (root / "folder.yaml").symlink_to("inner")
    (root / "linked").symlink_to("inner")
    (root / "beside").symlink_to(tmp_path / "beside")
    why = "a link that leads out of the folder that is checked, or nowhere"
    assert found(root) == (["a.yaml", "in.yaml", "inner/b.yaml"], [Skipped("gone.yaml", why), Skipped("out.yaml", why)])


def test_what_is_neither_file_nor_folder_is_left(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "folder.yaml").mkdir()
    assert found(tmp_path) == ([], [])


def test_very_deep_folders_are_said(tmp_path: Path) -> None:
    deep = "/".join(["d"] * 66)
    plant(tmp_path, [f"{deep}/a.yaml", "a.yaml"])
    assert found(tmp_path) == (["a.yaml"], [Skipped("/".join(["d"] * 65), "more than 64 folders deep")])


def test_a_folder_that_cannot_be_listed_is_said(tmp_path: Path) -> None:
    assert found(tmp_path, "absent") == (
        [],
        [Skipped("absent", "The folder cannot be listed: No such file or directory.")],
    )
