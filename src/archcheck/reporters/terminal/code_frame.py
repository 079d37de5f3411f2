"""Source lines with a mark under the place that a finding is about."""

from archcheck.model.finding import Excerpt
from archcheck.model.span import Span
from archcheck.reporters.printable import clipped, display_width, printable
from archcheck.reporters.terminal.page import Page, Tone

__all__ = ["code_frame"]


def code_frame(excerpt: Excerpt, span: Span, page: Page, tone: Tone) -> list[str]:
    """Return the lines of an excerpt with their numbers; a line too long for the page is shown around the mark.

    Args:
        excerpt: Source lines.
        span: The place to mark; nothing is marked if it lies outside the excerpt.
        page: Page to print on.
        tone: Tone of the mark.
    """
    lines = [line.replace("\t", " ") for line in excerpt.lines]
    gutter = len(str(excerpt.first_line + len(lines) - 1))
    room = page.width - gutter - 5
    marked = span.line - excerpt.first_line
    start = _first_column(lines[marked], span.column, room) if 0 <= marked < len(lines) else 0
    blank = page.paint(f"  {'':{gutter}} |", Tone.FAINT)
    frame = [blank]
    for index, line in enumerate(lines):
        number = page.paint(f"  {excerpt.first_line + index:>{gutter}} |", Tone.FAINT)
        frame.append(f"{number} {clipped(printable(line[start:]), room)}".rstrip())
        if index == marked:
            offset, length = _mark(line, span.column, start, room)
            frame.append(f"{blank} {' ' * offset}{page.paint('^' * length, tone)}")
    return frame


def _first_column(line: str, column: int, room: int) -> int:
    """Return the 0-based column that a frame begins with, so that the mark is on the page."""
    place = min(column - 1, len(line))
    return 0 if display_width(printable(line[:place])) < room * 2 // 3 else place - room // 3


def _mark(line: str, column: int, start: int, room: int) -> tuple[int, int]:
    """Return where in the frame the mark begins and how long it is: to the end of the line's content."""
    place = min(column - 1, len(line))
    content = line[place:].partition(" #")[0].rstrip().rstrip(":")
    offset = display_width(printable(line[start:place]))
    return offset, max(min(display_width(printable(content)), room - offset), 1)
