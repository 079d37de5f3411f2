"""The same files print the same bytes, in every format, whatever the seed of hashing and the order of folders."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archcheck.reporters.registry import GRAPH_FORMATS

from .judging import check_folder, render_all
from .systems import MANY_FORMATS, RENDERED

SYSTEMS = [MANY_FORMATS, *(folder for folders in RENDERED.values() for folder in folders)]


@contextmanager
def shuffled(patch: pytest.MonkeyPatch, seed: int) -> Iterator[None]:
    """List every folder in another order."""
    listed = os.scandir

    @contextmanager
    def scandir(path: Path) -> Iterator[list[os.DirEntry[str]]]:
        with listed(path) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
        random.Random(seed).shuffle(found)
        yield found

    with patch.context() as context:
        context.setattr(os, "scandir", scandir)
        yield


@pytest.mark.parametrize("folder", SYSTEMS, ids=lambda folder: folder.name)
def test_runs_and_listings_change_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = render_all(check_folder(folder).run)
    assert render_all(check_folder(folder).run) == expected
    for seed in (1, 2):
        with shuffled(monkeypatch, seed):
            assert render_all(check_folder(folder).run) == expected


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--verbose", "--exit-zero", "--select", "ALL"),
        *(("graph", "--format", form) for form in GRAPH_FORMATS),
    ],
    ids=" ".join,
)
def test_the_seed_of_hashing_changes_nothing(words: tuple[str, ...]) -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-m", "archcheck", words[0], str(MANY_FORMATS), *words[1:]],
            env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(printed) == 1
