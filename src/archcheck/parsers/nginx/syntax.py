"""The syntax of nginx configuration: directives, blocks, quotes and comments, with positions."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from archcheck.model.span import Span

__all__ = ["MAX_DEPTH", "Directive", "Token", "parse_nginx"]

MAX_DEPTH = 50  # nginx's own configurations nest six deep

_TOKEN = re.compile(
    r"(?P<newline>\n)"
    r"|(?P<space>[^\S\n]+)"
    r"|(?P<comment>\#[^\n]*)"
    r"|\"(?P<double>(?:[^\"\\]|\\.)*)\""
    r"|'(?P<single>(?:[^'\\]|\\.)*)'"
    r"|(?P<word>(?![\"';}])(?:\\.|\$\{[^{}\n]*\}|\{\{[^{}\n]*\}\}|[^\s;{\\])+)"
    r"|(?P<mark>[;{}])",
    re.DOTALL,
)
_TEMPLATE = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}")  # statements of Go templates and Jinja between directives
_BRACKET = re.compile(r"[{}]")
_ESCAPES = re.compile(r"\\([\"'\\ ])")


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its 1-based line and column; ``mark`` tells ``;``, ``{`` and ``}`` from words that look like them."""

    text: str
    line: int
    column: int
    mark: bool = False


@dataclass(slots=True)
class Directive:
    """A directive: its name, the words behind it and, for a block, what stands inside.

    Attributes:
        name: First word.
        words: Further words, unquoted.
        line: 1-based line of the name.
        column: 1-based column of the name.
        block: Directives inside; None for a simple directive.
    """

    name: str
    words: tuple[Token, ...]
    line: int
    column: int
    block: list["Directive"] | None = field(default=None)

    @property
    def args(self) -> list[str]:
        """The texts of the words."""
        return [word.text for word in self.words]

    def inside(self, *names: str) -> Iterator["Directive"]:
        """Yield the directives of these names directly inside the block."""
        for directive in self.block or ():
            if directive.name in names:
                yield directive


def parse_nginx(path: str, text: str, first_line: int, report: Callable[[Span, str], None]) -> list[Directive]:
    """Return the directives of a configuration, blocks nested.

    What cannot be read is reported, and what was read before it is kept.

    Args:
        path: Path of the file, for problems.
        text: The configuration.
        first_line: Line of the file on which the text begins.
        report: Takes problems.
    """
    reading = _Reading(path, report)
    for token in _tokens(path, text, first_line, report):
        if not reading.take(token):
            break
    reading.end()
    return reading.top


class _Reading:
    """The directives read so far and the blocks that are open."""

    def __init__(self, path: str, report: Callable[[Span, str], None]) -> None:
        self.path = path
        self.report = report
        self.top: list[Directive] = []
        self.open: list[Directive] = []
        self.words: list[Token] = []

    def take(self, token: Token) -> bool:
        """Take the next token; return False where reading cannot go on."""
        if not token.mark:
            self.words.append(token)
        elif token.text == ";":
            self._add(block=None)
        elif token.text == "{":
            if len(self.open) >= MAX_DEPTH:
                self.report(self._span(token), f"Blocks nest more than {MAX_DEPTH} levels deep; the rest is not read.")
                return False
            if directive := self._add(block=[]):
                self.open.append(directive)
            else:
                self.report(
                    self._span(token), "A block without a name is no nginx configuration; the rest is not read."
                )
                return False
        elif not self._close(token):
            return False
        return True

    def end(self) -> None:
        """Report what is left open at the end of the text."""
        if self.words:
            self.report(
                self._span(self.words[0]), f"The directive {self.words[0].text[:40]} is not ended by a semicolon."
            )
        elif self.open:
            last = self.open[-1]
            self.report(Span(self.path, last.line, last.column), f"The block {last.name[:40]} is not closed.")

    def _close(self, token: Token) -> bool:
        if self.words:
            self.report(
                self._span(self.words[0]), f"The directive {self.words[0].text[:40]} is not ended by a semicolon."
            )
            self._add(block=None)
        if not self.open:
            self.report(self._span(token), "This bracket closes no block; the rest is not read.")
            return False
        self.open.pop()
        return True

    def _add(self, block: list[Directive] | None) -> Directive | None:
        if not self.words:
            return None
        name, *words = self.words
        directive = Directive(name.text, tuple(words), name.line, name.column, block)
        place = self.open[-1].block if self.open else self.top
        if place is not None:
            place.append(directive)
        self.words = []
        return directive

    def _span(self, token: Token) -> Span:
        return Span(self.path, token.line, token.column)


def _tokens(path: str, text: str, line: int, report: Callable[[Span, str], None]) -> Iterator[Token]:
    position = start_of_line = 0
    fresh = True  # at the start of a directive
    name = ""
    while position < len(text):
        if fresh and (skipped := _TEMPLATE.match(text, position)):
            position = skipped.end()
            continue
        found = _TOKEN.match(text, position)
        if found is None:
            report(
                Span(path, line, position - start_of_line + 1),
                "A quote or a backslash here does not end; the rest is not read.",
            )
            return
        kind, content = found.lastgroup, found[0]
        column = position - start_of_line + 1
        position = found.end()
        if kind == "mark":
            yield Token(content, line, column, mark=True)
            if content == "{" and name.endswith("_by_lua_block"):
                skipped_to = _end_of_code(text, position)
                line += text.count("\n", position, skipped_to)
                start_of_line = text.rfind("\n", 0, skipped_to) + 1
                position = skipped_to
            fresh, name = True, ""
        elif kind in {"word", "double", "single"}:
            word = content if kind == "word" else _ESCAPES.sub(r"\1", found[kind])
            name = name or word
            fresh = False
            yield Token(word, line, column)
        if "\n" in content:
            line += content.count("\n")
            start_of_line = found.start() + content.rfind("\n") + 1


def _end_of_code(text: str, position: int) -> int:
    """Return where the closing bracket of a block of Lua code stands, or the end of the text."""
    depth = 1
    for found in _BRACKET.finditer(text, position):
        depth += 1 if found[0] == "{" else -1
        if not depth:
            return found.start()
    return len(text)
