"""Volumes in the short form, ``[SOURCE:]TARGET[:OPTIONS]``, and whether a path is one of the host."""

import posixpath
import re
from dataclasses import dataclass

__all__ = ["ShortVolume", "is_rooted", "parse_volume", "rebased"]

_DRIVE = re.compile(r"[A-Za-z]:")
_PART = re.compile(r"((?:[A-Za-z]:)?[^:]*)(?::|$)")


@dataclass(frozen=True, slots=True)
class ShortVolume:
    """A volume in the short form: ``bind`` or ``volume``, its source or None, target, and whether it is read-only."""

    type: str
    source: str | None
    target: str
    read_only: bool


def parse_volume(text: str) -> ShortVolume | None:
    """Return what a volume in the short form mounts, or None if the text is none (an empty or superfluous part)."""
    if len(text) <= 2:
        return ShortVolume("volume", None, text, read_only=False) if text else None
    parts = _parts(text)
    if not all(parts) or len(parts) > 3:
        return None
    if len(parts) == 1:
        return ShortVolume("volume", None, posixpath.normpath(parts[0]), read_only=False)
    read_only = False
    for option in parts[2].split(",") if len(parts) == 3 else ():
        read_only = {"ro": True, "rw": False}.get(option, read_only)
    kind = "bind" if _is_path(parts[0]) else "volume"
    return ShortVolume(kind, parts[0], posixpath.normpath(parts[1]), read_only)


def _parts(text: str) -> list[str]:
    parts: list[str] = []
    position = 0
    while found := _PART.match(text, position):
        parts.append(found[1])
        position = found.end()
        if position >= len(text):
            return [*parts, ""] if text.endswith(":") else parts
    return parts  # pragma: no cover  the pattern matches at every position


def _is_path(source: str) -> bool:
    return source[0] in "./~" or source.startswith("\\\\") or _DRIVE.match(source) is not None


def is_rooted(path: str) -> bool:
    """Return whether a path depends on no folder of the files: absolute, a home folder, a Windows drive."""
    return path.startswith(("/", "~", "\\\\")) or _DRIVE.match(path) is not None


def rebased(folder: str, path: str) -> str:
    """Return a path written in a file of ``folder`` relative to the root of the run; rooted ones unchanged."""
    if not path or is_rooted(path):
        return path
    return posixpath.normpath(posixpath.join(folder, path.replace("\\", "/")))
