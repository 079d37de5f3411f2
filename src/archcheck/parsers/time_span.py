"""Lengths of time as proxies write them, in seconds."""

import re

from archcheck.model.node import Node

__all__ = ["node_seconds", "seconds"]

_UNITS = {
    "ns": 1e-9,
    "us": 1e-6,
    "µs": 1e-6,
    "ms": 1e-3,
    "": 1.0,
    "s": 1.0,
    "m": 60.0,
    "h": 3600.0,
    "d": 86_400.0,
    "w": 604_800.0,
    "M": 2_592_000.0,
    "y": 31_536_000.0,
}
_PART = re.compile(r" *(\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})(ns|us|µs|ms|[smhdwMy]|$)")


def seconds(text: str) -> float | None:
    """Return the seconds of ``90``, ``1m30s``, ``250ms`` or ``0.5s``; None for anything else.

    A number without a unit counts seconds, as in nginx, Traefik and Prometheus.
    """
    total, position = 0.0, 0
    text = text.strip()
    while found := _PART.match(text, position):
        total += float(found[1]) * _UNITS[found[2]]
        position = found.end()
    return round(total, 9) if text and position == len(text) else None


def node_seconds(node: Node | None, unit_s: float = 1.0) -> float | None:
    """Return the seconds that a scalar says; a problem is recorded if it is no length of time.

    Args:
        node: The scalar, or None.
        unit_s: What a bare number counts, in seconds.
    """
    text = None if node is None else node.as_text()
    if node is None or text is None or "$" in text:  # a variable's value is not in the file
        return None
    value = seconds(text)
    if value is None:
        node.report("A length of time is expected here, such as 30s.")
        return None
    return round(value * unit_s, 9) if text.strip()[-1].isdigit() else value
