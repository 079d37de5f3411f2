"""A command line given as one text, split into words."""

__all__ = ["shell_words"]

_ENDS = frozenset(";&|<>")
_SPACES = frozenset(" \t\r\n")


def shell_words(line: str, *, operators: bool = True) -> tuple[str, ...]:
    """Return the words of a command line.

    Compose splits the text itself, without a shell: quotes group and are dropped, ``$(...)`` and backquotes group and
    stay, a backslash escapes, and what follows an unquoted ``;``, ``&``, ``|``, ``<`` or ``>`` never reaches the
    container. A quote that is not closed reaches to the end.

    Args:
        line: The command line.
        operators: Whether those five characters end the command; in a list of assignments they mean nothing.
    """
    splitter = _Splitter()
    characters = iter(line)
    for character in characters:
        if character == "\\" and splitter.closing != "'":
            splitter.add(next(characters, ""))
        elif splitter.closing:
            splitter.inside(character)
        elif operators and character in _ENDS:
            splitter.forget_file_number(character)
            break
        else:
            splitter.outside(character)
    return splitter.finished()


class _Splitter:
    """Collects words; ``closing`` is the character that ends the group it is in, empty outside of groups."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.word: list[str] = []
        self.begun = False
        self.closing = ""

    def add(self, text: str) -> None:
        """Append to the current word, or begin one."""
        self.word.append(text)
        self.begun = True

    def inside(self, character: str) -> None:
        """Take a character of a group."""
        ends = character == self.closing
        if not ends or character in ")`":
            self.add(character)
        if ends:
            self.closing = ""

    def outside(self, character: str) -> None:
        """Take a character that is in no group."""
        if character in _SPACES:
            self._end_word()
        elif character in "'\"":
            self.closing = character
            self.begun = True
        else:
            if character == "`":
                self.closing = "`"
            elif character == "(" and self.word[-1:] == ["$"]:
                self.closing = ")"
            self.add(character)

    def forget_file_number(self, character: str) -> None:
        """Drop the number before a ``>``, as in ``2>&1``."""
        if character == ">" and self.word and self.word[0].isdigit():
            self.word, self.begun = [], False

    def finished(self) -> tuple[str, ...]:
        """Return the words."""
        self._end_word()
        return tuple(self.words)

    def _end_word(self) -> None:
        if self.begun:
            self.words.append("".join(self.word))
        self.word, self.begun = [], False
