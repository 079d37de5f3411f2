from pathlib import Path

import pytest

from .commands import CLEAN, FLAWED, SHARED, Archcheck


@pytest.fixture
def archcheck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Archcheck:
    """Return the command in a folder with a clean, a flawed and a broken system."""
    command = Archcheck(tmp_path, monkeypatch, capsys)
    command.write(
        {
            "clean/compose.yaml": CLEAN,
            "flawed/compose.yaml": FLAWED,
            "shared/compose.yaml": SHARED,
            "broken/compose.yaml": FLAWED + "  web: [\n",
        }
    )
    return command
