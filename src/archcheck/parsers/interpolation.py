"""Variables in Compose files, environment files and Dockerfiles.

``$A`` and ``${A}`` are the value of ``A``; ``${A:-b}`` has a default, ``${A:?message}`` is required, ``${A:+b}`` is
``b`` if ``A`` is set, and ``$$`` is a dollar sign. Without the colon an empty value counts as set.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["ROOM", "Lookup", "Missing", "TemplateError", "substitute"]

Lookup = Callable[[str], str | None]
"""Returns the value of a variable, or None if it is not set."""

ROOM = 1_000_000
"""Most characters that variables may add to a text: values that repeat each other could grow without bound."""

_DEPTH = 40
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OPERATOR = re.compile(r":?[-?+]")
_SPECIAL = re.compile(r"\$")
_SPECIAL_INSIDE = re.compile(r"[${}]")


class TemplateError(ValueError):
    """A text uses ``$`` in a way that is no variable; ``$$`` would be a plain dollar sign."""


@dataclass(slots=True)
class Missing:
    """Variables that a text needs and that have no value, in the order met, and how much others may still add.

    Attributes:
        plain: Names used without a default.
        required: Names marked as required (``${A:?message}``).
        room: Characters that values of variables may still add.
    """

    plain: list[str] = field(default_factory=list)
    required: list[str] = field(default_factory=list)
    room: int = ROOM


def substitute(text: str, lookup: Lookup, missing: Missing | None = None) -> str:
    """Return a text with its variables replaced; a variable without a value is empty and noted in ``missing``.

    Raises:
        TemplateError: A ``${`` is not closed or names no variable, defaults are nested too deeply, or the values need
            more room than there is.

    Source: Compose Specification, "Interpolation".
    """
    if "$" not in text:
        return text
    return _Template(text, lookup, missing or Missing()).run(0, 0, live=True)[0]


class _Template:
    def __init__(self, text: str, lookup: Lookup, missing: Missing) -> None:
        self.text = text
        self.lookup = lookup
        self.missing = missing

    def run(self, start: int, depth: int, *, live: bool) -> tuple[str, int]:
        """Return the text from ``start`` to its end (inside braces: to the brace that closes), and where that is."""
        pattern = _SPECIAL_INSIDE if depth else _SPECIAL
        parts: list[str] = []
        position, braces = start, 0
        while found := pattern.search(self.text, position):
            at = found.start()
            parts.append(self.text[position:at])
            if found[0] == "$":
                part, position = self._dollar(at + 1, depth, live=live)
                parts.append(part)
                continue
            if found[0] == "}":
                if not braces:
                    return "".join(parts), at + 1
                braces -= 1
            else:
                braces += 1
            parts.append(found[0])
            position = at + 1
        if depth:
            raise TemplateError("A ${ here is not closed.")
        parts.append(self.text[position:])
        return "".join(parts), len(self.text)

    def _dollar(self, at: int, depth: int, *, live: bool) -> tuple[str, int]:
        following = self.text[at : at + 1]
        if following == "$":
            return "$", at + 1
        if following == "{":
            return self._braced(at + 1, depth, live=live)
        if name := _NAME.match(self.text, at):
            return self._value(name[0], live=live), name.end()
        return "$", at

    def _braced(self, at: int, depth: int, *, live: bool) -> tuple[str, int]:
        name = _NAME.match(self.text, at)
        if name is None:
            raise TemplateError("A ${ here is followed by no name of a variable.")
        at = name.end()
        if self.text[at : at + 1] == "}":
            return self._value(name[0], live=live), at + 1
        operator = _OPERATOR.match(self.text, at)
        if operator is None:
            raise TemplateError(f"The variable {name[0]} is followed by something that is no operator.")
        if depth >= _DEPTH:
            raise TemplateError(f"Variables are nested more than {_DEPTH} deep.")
        value = self._looked_up(name[0]) if live else None
        present = bool(value) if operator[0][0] == ":" else value is not None
        kind = operator[0][-1]
        needed = {"-": not present, "+": present, "?": False}[kind]
        word, end = self.run(operator.end(), depth + 1, live=live and needed)
        if kind == "?" and live and not present:
            self.missing.required.append(name[0])
        if needed:
            return word, end
        return (value or "") if kind != "+" else "", end

    def _value(self, name: str, *, live: bool) -> str:
        if not live:
            return ""
        value = self._looked_up(name)
        if value is None:
            self.missing.plain.append(name)
        return value or ""

    def _looked_up(self, name: str) -> str | None:
        value = self.lookup(name)
        self.missing.room -= len(value or "")
        if self.missing.room < 0:
            raise TemplateError("The values of the variables here add up to too many characters.")
        return value
