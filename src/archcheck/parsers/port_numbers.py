"""Port numbers and ranges of them."""

from collections.abc import Iterable

__all__ = ["listed_ports", "port_range"]

_MOST = 65_535
_LONGEST_LIST = 16


def port_range(text: str) -> range | None:
    """Return the ports of ``80`` or ``8000-8010``, or None if the text is neither."""
    first, dash, last = text.partition("-")
    if not all(_is_port(part) for part in ((first, last) if dash else (first,))):
        return None
    return range(int(first), int(last if dash else first) + 1) or None


def listed_ports(text: str) -> Iterable[int | None] | None:
    """Return the ports of a declaration one by one, a single None for a wide range; None if the text is no port."""
    ports = port_range(text)
    return (None,) if ports is not None and len(ports) > _LONGEST_LIST else ports


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= _MOST
