"""Compiles rules, their examples and the technology catalogue to JSON: start-up must not parse YAML of ours.

Hatchling runs it when it builds the package (editable installs too); ``python rules/build.py`` runs it by hand.
"""

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by hand, in an environment that builds nothing
    BuildHookInterface = object  # type: ignore[assignment,misc]

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src" / "archcheck" / "_compiled"


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes the compiled files before the package is put together."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile everything."""
        compile_all(TARGET)


def compile_all(target: Path) -> None:
    """Write ``rules.json``, ``examples.json`` and ``catalogue.json``; the same input gives the same bytes.

    Args:
        target: Folder for the files; made if absent.
    """
    sys.path.insert(0, str(ROOT / "src"))  # the package is not installed while it is built
    rules, catalogue = (import_module(f"archcheck.{name}.compilation") for name in ("checks", "catalogue"))
    sys.path.pop(0)
    target.mkdir(parents=True, exist_ok=True)
    _write(target / "rules.json", rules.compile_rules(ROOT / "rules"))
    _write(target / "examples.json", rules.compile_examples(ROOT / "fixtures" / "rules"))
    _write(target / "catalogue.json", catalogue.compile_catalogue(ROOT / "src" / "archcheck" / "catalogue" / "data"))


def _write(path: Path, value: object) -> None:
    """Write JSON, but leave a file alone that already says the same."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    compile_all(TARGET)
