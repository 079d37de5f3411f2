"""How checks put names and numbers into sentences."""

from collections.abc import Iterable

__all__ = ["counted", "listed"]


def listed(names: Iterable[str], *, most: int = 12) -> str:
    """Return names as a list in a sentence, such as ``a, b and c``; of more than ``most``, the rest is counted."""
    shown = list(names)
    if len(shown) > most:
        shown = [*shown[: most - 1], f"{len(shown) - most + 1} more"]
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return a number with its noun, such as ``1 route`` or ``3 routes``."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
