"""The systems that are mutated: every fixture, and one that holds a file of each format."""

from functools import cache
from pathlib import Path

__all__ = ["FAST", "MANY_FORMATS", "RENDERED", "SAMPLES", "files_of", "write_system"]

_ROOT = Path(__file__).parent.parent.parent
SAMPLES = _ROOT / "tests" / "unit" / "parsers" / "kubernetes" / "samples"
MANY_FORMATS = Path(__file__).parent / "systems" / "many-formats"

_COMPOSE = sorted(p for p in (_ROOT / "fixtures" / "compose").iterdir() if p.is_dir())
_CASES = sorted(p for p in (_ROOT / "fixtures" / "rules").glob("ARC*/*") if p.is_dir())
_KUBERNETES = [p for p in _CASES if not (p / "compose.yaml").exists()]

FAST: dict[str, list[Path]] = {
    "compose": [*_COMPOSE, *(p for p in _CASES if p not in _KUBERNETES)],
    "kubernetes": [SAMPLES, *_KUBERNETES],
    "formats": [MANY_FORMATS],
    "openapi": [_ROOT / "fixtures" / "openapi", MANY_FORMATS / "orders"],
}
"""Folders by what they mostly hold; none of them needs another program."""

RENDERED: dict[str, list[Path]] = {
    "kustomize": [_ROOT / "fixtures" / "kustomize"],
    "helm": [_ROOT / "fixtures" / "helm" / "storefront"],
}
"""Folders that kubectl or helm render."""


@cache
def files_of(folder: Path) -> dict[str, bytes]:
    """Return the files of a system by path, sorted."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def write_system(files: dict[str, bytes], target: Path) -> None:
    """Write files below a folder."""
    for path, data in files.items():
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
