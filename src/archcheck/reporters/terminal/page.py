"""Lines of a terminal page: colours and wrapping."""

import textwrap
from collections.abc import Sequence
from enum import Enum
from itertools import chain, repeat

from archcheck.model.finding import Level
from archcheck.model.run import Verdict
from archcheck.reporters.printable import display_width

__all__ = ["LEVEL_TONES", "VERDICT_TONES", "Page", "Tone", "counted"]

_NARROWEST = 40


class Tone(Enum):
    """A way to print text: the parameters of a terminal's SGR sequence."""

    STRONG = "1"
    FAINT = "2"
    RED = "1;31"
    GREEN = "32"
    YELLOW = "33"
    BLUE = "34"
    CYAN = "36"


LEVEL_TONES = {Level.ERROR: Tone.RED, Level.WARNING: Tone.YELLOW, Level.NOTE: Tone.BLUE, Level.OFF: Tone.FAINT}
VERDICT_TONES = {
    Verdict.PASS: Tone.GREEN,
    Verdict.FAIL: Tone.RED,
    Verdict.UNKNOWN: Tone.YELLOW,
    Verdict.NOT_APPLICABLE: Tone.FAINT,
}


class Page:
    """How lines are laid out. Text given to it is printable already.

    Args:
        width: Columns of the terminal; a page is at least 40 wide.
        color: Whether to colour.
    """

    def __init__(self, width: int, *, color: bool) -> None:
        self.width = max(width, _NARROWEST)
        self._color = color

    def paint(self, text: str, tone: Tone) -> str:
        """Return a text in a tone."""
        return f"\x1b[{tone.value}m{text}\x1b[0m" if self._color and text else text

    def wrapped(self, text: str, first: str = "", rest: str | None = None, tone: Tone | None = None) -> list[str]:
        """Return a text as lines no wider than the page; words too long for a line stay whole.

        Args:
            text: Text without line breaks.
            first: What the first line begins with (uncoloured spaces or a label).
            rest: What further lines begin with; as many spaces as ``first`` is wide if not given.
            tone: Tone of the text.
        """
        hanging = " " * display_width(first) if rest is None else rest
        lines = textwrap.wrap(
            text,
            self.width,
            initial_indent=first,
            subsequent_indent=hanging,
            break_long_words=False,
            break_on_hyphens=False,
        ) or [first.rstrip()]
        if tone is None:
            return lines
        return [
            line[: len(start)] + self.paint(line[len(start) :], tone)
            for start, line in zip(chain([first], repeat(hanging)), lines, strict=False)
        ]

    def table(self, rows: Sequence[tuple[str, str]], indent: int = 2, tone: Tone | None = None) -> list[str]:
        """Return two columns: the first as wide as it must be (in a tone), the second wrapped beside it."""
        column = min(max((display_width(left) for left, _ in rows), default=0), self.width // 2)
        lines: list[str] = []
        for left, right in rows:
            start = " " * indent + left + " " * max(column - display_width(left), 0) + "  "
            first, *rest = self.wrapped(right, first=start, rest=" " * (indent + column + 2))
            lines += [first if tone is None else first.replace(left, self.paint(left, tone), 1), *rest]
        return lines


def counted(number: int, word: str, plural: str | None = None) -> str:
    """Return a number with its word: ``1 error``, ``2 errors``."""
    return f"{number:,} {word if number == 1 else plural or word + 's'}"
