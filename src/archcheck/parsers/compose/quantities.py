"""Durations, sizes and shares as Compose writes them."""

import re

from archcheck.model.node import Node
from archcheck.parsers.time_span import seconds

__all__ = ["node_bytes", "node_cores", "node_duration_s"]

_SIZE = re.compile(r"(\d{1,18}(?:\.\d{1,9})?) ?([kmgtp]?)i?b?", re.IGNORECASE)
_FACTORS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4, "p": 5}


def node_duration_s(node: Node | None) -> float | None:
    """Return the seconds of a duration such as ``1m30s``; a problem is recorded for anything else."""
    text = None if node is None else node.as_text()
    if node is None or text is None:
        return None
    value = seconds(text)
    if value is None or (value and text.strip()[-1].isdigit()):
        node.report("A duration with a unit is expected here, such as 30s.")
    return value


def node_bytes(node: Node | None) -> int | None:
    """Return the bytes of a size such as ``512m`` (powers of 1024); a problem is recorded for anything else."""
    text = None if node is None else node.as_text()
    if node is None or text is None:
        return None
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        node.report("A size is expected here, such as 512m.")
        return None
    return int(float(found[1]) * 1024 ** _FACTORS[found[2].lower()])


def node_cores(node: Node | None) -> float | None:
    """Return a number of CPU cores such as ``0.5``; a problem is recorded for anything else."""
    text = None if node is None else node.as_text()
    if node is None or text is None:
        return None
    try:
        return float(text)
    except ValueError:
        node.report("A number of CPU cores is expected here, such as 0.5.")
        return None
