"""Kubernetes quantities, Go durations and rates to plain numbers."""

import math
import re

from archcheck.model.node import Node

__all__ = ["duration_s", "quantity", "quotient", "seconds"]

_QUANTITY = re.compile(r"([+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40}))(?:([eE][+-]?\d{1,2})|([a-zA-Z]{0,2}))")
_SCALES = {
    "": 1.0,
    "n": 1e-9,
    "u": 1e-6,
    "m": 1e-3,
    "k": 1e3,
    "M": 1e6,
    "G": 1e9,
    "T": 1e12,
    "P": 1e15,
    "E": 1e18,
    "Ki": 2.0**10,
    "Mi": 2.0**20,
    "Gi": 2.0**30,
    "Ti": 2.0**40,
    "Pi": 2.0**50,
    "Ei": 2.0**60,
}
_DURATION_PART = re.compile(r"(\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(ns|us|µs|ms|s|m|h|d)")
_UNITS_S = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}


def quantity(node: Node, key: str) -> float | None:
    """Return a resource quantity (``500m``, ``128Mi``, ``1e3``) as a number; a problem is recorded for anything else.

    Source: Kubernetes, "Quantity" in the reference of common definitions.
    """
    text = node.text(key)
    if text is None:
        return None
    match = _QUANTITY.fullmatch(text.strip())
    if match and (match[3] or "") in _SCALES:
        return round(float(match[1] + (match[2] or "")) * _SCALES[match[3] or ""], 12)
    if (child := node.child(key)) is not None:
        child.report("A quantity such as 500m or 128Mi is expected here.")
    return None


def quotient(count: float | None, divisor: float) -> float | None:
    """Return a count divided, rounded to a millionth; None without a count, or for one that no setting can mean."""
    return None if count is None or abs(count) > 1e15 else round(count / divisor, 6)


def seconds(text: str) -> float | None:
    """Return the seconds of a Go duration such as ``1m30s`` or ``300ms``, or of plain digits; else None."""
    text = text.strip().lower()
    if text.isascii() and text.replace(".", "", 1).isdigit() and len(text) < 20:
        return float(text)
    total, position = 0.0, 0
    while position < len(text):
        part = _DURATION_PART.match(text, position)
        if part is None:
            return None
        total += float(part[1]) * _UNITS_S[part[2]]
        position = part.end()
    return round(total, 9) if position and math.isfinite(total) else None


def duration_s(node: Node, key: str) -> float | None:
    """Return a Go duration at a key in seconds; a problem is recorded for anything else. ``infinity`` is None."""
    text = node.text(key)
    if text is None or text.strip().lower() in {"", "infinity", "infinite"}:
        return None
    result = seconds(text)
    if result is None and (child := node.child(key)) is not None:
        child.report("A duration such as 5s or 300ms is expected here.")
    return result
