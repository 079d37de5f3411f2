"""Runs archcheck as a user does, in this process."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from archcheck.cli.main import main

__all__ = ["Ended", "run"]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def run(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> Ended:
    """Run ``archcheck`` with these words in a folder."""
    with pytest.MonkeyPatch.context() as patch, _arguments(patch, folder, words), pytest.raises(SystemExit) as ended:
        main()
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return Ended(int(ended.value.code or 0), printed.out, printed.err)


@contextmanager
def _arguments(patch: pytest.MonkeyPatch, folder: Path, words: tuple[str, ...]) -> Iterator[None]:
    patch.setattr(sys, "argv", ["archcheck", *words])
    patch.chdir(folder)
    yield
