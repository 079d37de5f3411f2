"""Same input, same bytes out: run by run, whatever the order of listings and of hashing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archcheck.app.check import CheckRequest, check_paths
from archcheck.reporters.options import RenderOptions
from archcheck.reporters.registry import FORMATS, reporter

SAMPLES = Path(__file__).parents[2] / "fixtures"


def reports(folder: Path) -> list[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run = check_paths(CheckRequest((".",), "2026-01-01T00:00:00Z", folder)).run
    return [reporter(name)(run, RenderOptions(verbose=True, statistics=True, show_files=True)) for name in FORMATS]


def test_two_runs_print_the_same_bytes() -> None:
    assert reports(SAMPLES / "seed-diagram") == reports(SAMPLES / "seed-diagram")


def test_the_order_of_a_listing_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = reports(SAMPLES / "seed-diagram")
    listed = os.scandir

    class Reversed:
        def __init__(self, path: str) -> None:
            with listed(path) as entries:
                self.entries = sorted(entries, key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> "Reversed":
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def __iter__(self) -> object:
            return iter(self.entries)

    monkeypatch.setattr(os, "scandir", Reversed)
    assert reports(SAMPLES / "seed-diagram") == expected


def test_the_seed_of_hashing_changes_nothing() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-m", "archcheck", "check", "seed-diagram", "shop", "--verbose", "--exit-zero"],
            cwd=SAMPLES,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(printed) == 1
    assert b"Checklist" in printed.pop()
