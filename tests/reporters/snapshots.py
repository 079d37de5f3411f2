"""Comparison with the outputs kept in ``snapshots/``; ``UPDATE_SNAPSHOTS=1`` rewrites them."""

import os
from pathlib import Path

__all__ = ["assert_snapshot"]

_FOLDER = Path(__file__).parent / "snapshots"


def assert_snapshot(name: str, text: str) -> None:
    """Fail unless a text equals the one kept under the name, byte for byte."""
    path = _FOLDER / name
    if os.environ.get("UPDATE_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode("utf-8"))
    assert text.encode("utf-8").decode("utf-8") == path.read_bytes().decode("utf-8")
