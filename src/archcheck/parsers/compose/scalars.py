"""Scalars of a Compose file as text, as Compose itself prints them into a container's environment."""

import re

from archcheck.model.node import Node

__all__ = ["scalar_text"]

_OCTAL = re.compile(r"[-+]?0[0-7]+")


def scalar_text(node: Node) -> str | None:
    """Return a scalar as the text that a container sees, None for null; a problem is recorded for other shapes.

    Numbers lose how they were written: ``1.10`` is ``1.1``, ``0123`` is octal.
    """
    value = node.value
    if value is None:
        return None
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, int) and not isinstance(value, bool):
        if node.raw and _OCTAL.fullmatch(node.raw):
            return str(int(node.raw, 8))
        return str(value) if -(2**63) <= value < 2**64 else _float_text(float(value))
    return node.as_text()


def _float_text(value: float) -> str:
    """Return the shortest text that reads back as the number, with an exponent from 21 digits on."""
    if value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124  NaN
        return {"nan": "NaN", "inf": "+Inf", "-inf": "-Inf"}[str(value)]
    if value and not 1e-4 <= abs(value) < 1e21:
        mantissa, _, exponent = f"{value!r}".partition("e")
        if not exponent:  # Python switches to exponents earlier or later than Compose
            mantissa, _, exponent = f"{value:.17e}".partition("e")
        return f"{mantissa.removesuffix('.0')}e{int(exponent):+03d}"
    text = f"{value:.0f}" if value.is_integer() else repr(value)
    return text if "e" not in text else f"{value:f}"
