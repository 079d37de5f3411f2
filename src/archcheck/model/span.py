"""A place in a source file."""

from dataclasses import dataclass

__all__ = ["Span"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a file, as SARIF counts it.

    Attributes:
        path: Path relative to the root of the run, with forward slashes.
        line: 1-based line.
        column: 1-based column in characters.
    """

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Return the clickable form, ``path:line:column``."""
        return f"{self.path}:{self.line}:{self.column}"
