"""Which line of a template a line of its output was made from.

Templates are text, and so is the comparison: a line of output comes from the template's line of the same text, or from
one whose literal text around the actions (``{{ … }}``) it begins and ends with. Of several the next after the last
match is taken, since templates are written from top to bottom; a loop goes back to the last one before.
"""

from bisect import bisect_right
from collections.abc import Sequence

__all__ = ["Template"]

_MOST_WORK = 5_000_000


class Template:
    """A template, ready to be compared with documents made from it.

    Args:
        text: The template.
    """

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        self._parts = _parts(lines)
        self._size = len(lines)
        self._work = 0
        self._last = -1

    def align(self, lines: Sequence[str]) -> list[int]:
        """Return for each line of a rendered document the 1-based line of the template that it comes from, or 0."""
        self._work += self._size
        if self._work > _MOST_WORK:  # thousands of documents in one file: their values stand at its first line
            return [0] * len(lines)
        distinct = set(lines)
        likeness = [part.likeness(distinct) for part in self._parts]
        best = max(likeness)
        alike = [number for number, value in enumerate(likeness) if value == best]
        self._last = next((number for number in alike if number > self._last), alike[-1])
        return self._parts[self._last].align(lines)


class _Part:
    """A document of a template: what stands between two separators.

    Args:
        first: 0-based number of its first line.
        lines: Its lines.
    """

    def __init__(self, first: int, lines: Sequence[str]) -> None:
        self._literal: dict[str, list[int]] = {}
        self._patterns: dict[str, list[tuple[int, str, str]]] = {}
        for number, line in enumerate(lines, start=first + 1):
            before, action, after = line.partition("{{")
            if not action:
                self._literal.setdefault(line.rstrip(), []).append(number)
            elif key := _key(before):
                self._patterns.setdefault(key, []).append((number, before, after.rpartition("}}")[2].rstrip()))
        self._literal.pop("", None)

    def likeness(self, lines: set[str]) -> int:
        """Return how many of its literal lines stand in a rendered document."""
        return sum(line in lines for line in self._literal)

    def align(self, lines: Sequence[str]) -> list[int]:
        """Return for each line of a rendered document its 1-based line in the template, or 0."""
        result: list[int] = []
        last = 0
        for line in lines:
            found = _nearest(self._literal.get(line.rstrip()) or self._like(line), last)
            result.append(found)
            last = found or last
        return result

    def _like(self, line: str) -> list[int]:
        known = self._patterns.get(_key(line)) or self._patterns.get(_dash(line)) or ()
        text = line.rstrip()
        return [number for number, before, after in known if text.startswith(before.rstrip()) and text.endswith(after)]


def _parts(lines: Sequence[str]) -> list[_Part]:
    starts = [0, *(number + 1 for number, line in enumerate(lines) if line.rstrip() == "---")]
    return [_Part(start, lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)], strict=True)]


def _nearest(numbers: Sequence[int], last: int) -> int:
    if not numbers:
        return 0
    place = bisect_right(numbers, last)
    return numbers[place] if place < len(numbers) else numbers[-1]


def _key(line: str) -> str:
    """Return a line up to its key's colon, or its dash; empty if it has neither."""
    key, colon, _ = line.partition(":")
    return f"{key}:" if colon else _dash(line)


def _dash(line: str) -> str:
    text = line.lstrip(" ")
    return f"{line[: len(line) - len(text)]}-" if text.startswith("-") else ""
