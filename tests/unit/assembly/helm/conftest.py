from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from archcheck.sources.tree import SourceTree

MakeTree = Callable[[Mapping[str, str]], SourceTree]


@pytest.fixture
def make_tree(tmp_path: Path) -> MakeTree:
    """Return a function that writes files by path and returns a tree of them."""

    def make(files: Mapping[str, str]) -> SourceTree:
        root = tmp_path / "root"
        for path, text in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text)
        return SourceTree(root)

    return make
