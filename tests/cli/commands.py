"""Runs archcheck in this process, as its console script would."""

import io
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from archcheck.cli.main import main

__all__ = ["CLEAN", "FLAWED", "SHARED", "Archcheck", "Ended"]

CLEAN = """\
services:
  orders:
    image: acme/orders:1.0
    restart: unless-stopped
    user: "1000"
    healthcheck: {test: [CMD, curl, --fail, "http://localhost:8080/health"], interval: 10s, timeout: 2s, start_period: 9s}
    deploy: {replicas: 2, resources: {limits: {cpus: "1", memory: 512M}}}
"""
FLAWED = "services:\n  orders:\n    image: acme/orders:1.0\n    restart: always\n"
SHARED = """\
services:
  orders: {image: "acme/orders:1", environment: {DB_URL: "postgres://shop-db/shop"}}
  billing: {image: "acme/billing:1", environment: {DB_URL: "postgres://shop-db/shop"}}
  shop-db: {image: "postgres:17"}
"""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


class Archcheck:
    """Calls ``archcheck`` in a folder, with an environment without variables of its own."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, capture: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._patch = patch
        self._capture = capture
        patch.chdir(folder)
        for name in [name for name in os.environ if name.startswith("ARCHCHECK_") or name == "NO_COLOR"]:
            patch.delenv(name)

    def write(self, files: Mapping[str, str]) -> None:
        """Write files below the folder."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def __call__(self, *words: str, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> Ended:
        """Run a command and return how it ended; a traceback fails the test."""
        with self._patch.context() as patch:
            for name, value in (variables or {}).items():
                patch.setenv(name, value)
            patch.setattr(sys, "argv", ["archcheck", *words])
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
            with pytest.raises(SystemExit) as ended:
                main()
        printed = self._capture.readouterr()
        assert "Traceback" not in printed.out + printed.err
        assert isinstance(ended.value.code, int)
        return Ended(ended.value.code, printed.out, printed.err)
