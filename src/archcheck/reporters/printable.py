"""Scanned text made safe to print.

Names, messages and source lines come from files that may be hostile: an escape sequence in a service's name could clear
the terminal, and a bidirectional override could show other code than there is. Everything that a report prints
for people passes :func:`printable`.
"""

import re
import unicodedata

__all__ = ["clipped", "display_width", "printable"]

# C0 and C1 controls, soft hyphen, Arabic letter mark, zero-width and bidirectional controls, line separators, the byte
# order mark, interlinear anchors, tag characters and unpaired surrogates.
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def printable(text: str) -> str:
    r"""Return a text with every control and invisible character written as a visible escape, such as ``\x1b``."""
    return _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    if character in _SHORT:
        return _SHORT[character]
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def display_width(text: str) -> int:
    """Return how many columns of a terminal a printable text takes: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def clipped(text: str, columns: int) -> str:
    """Return a printable text cut to a number of columns, with ``...`` at its end where something was cut."""
    if display_width(text) <= columns:
        return text
    kept: list[str] = []
    room = columns - 3
    for character in text:
        room -= _columns(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept) + "..."
