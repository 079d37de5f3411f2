"""Whether a shell command can fail at all: what a health check that runs it can notice."""

import re
import shlex
from collections.abc import Sequence
from enum import IntEnum

__all__ = ["Power", "command_power"]


class Power(IntEnum):
    """What the exit status of a command can tell, from nothing to much."""

    NEVER_FAILS = 0
    BLIND_TO_ANSWERS = 1
    CAN_FAIL = 2
    ALWAYS_FAILS = 3


_SHELLS = frozenset({"sh", "bash", "ash", "dash", "zsh"})
_ALWAYS_ZERO = frozenset({"true", ":", "echo", "printf", "sleep", "date", "hostname", "pwd", "whoami", "id"})
_BEYOND_JUDGEMENT = frozenset(
    {"if", "while", "until", "for", "case", "{", "}", "!", "function", "trap", "eval", "source", ".", "select", "[["}
)
_CURL_OPTIONS_WITH_VALUE = frozenset("AbcCdDeEFHhKmoPQrtTuUwxXyYz")
_CURL_FAIL = frozenset({"--fail", "--fail-with-body", "--fail-early"})
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_SUBSHELL = re.compile(r"[()`]")


def command_power(command: Sequence[str]) -> Power:
    """Return what a health check's command can tell; what is not understood is taken to be able to fail.

    Args:
        command: Words of the check; a leading ``CMD`` or ``CMD-SHELL`` is Compose's.
    """
    words = list(command)
    if words[:1] == ["CMD-SHELL"]:
        return _script_power(" ".join(words[1:]))
    if words[:1] == ["CMD"]:
        words = words[1:]
    if words and words[0].rpartition("/")[2] in _SHELLS:
        flag = next((i for i, word in enumerate(words) if i and word.startswith("-") and word.endswith("c")), None)
        return _script_power(words[flag + 1]) if flag is not None and flag + 1 < len(words) else Power.CAN_FAIL
    if len(words) == 1 and " " in words[0]:
        return _script_power(words[0])
    return _simple_power(words)


def _script_power(script: str) -> Power:
    tokens = _tokens(script)
    if tokens is None or any(token in _BEYOND_JUDGEMENT for token in tokens):
        return Power.CAN_FAIL
    stop_on_failure = tokens[:1] == ["set"] and any(t.startswith("-") and "e" in t for t in tokens[1:3])
    before = last = Power.NEVER_FAILS
    for command in _split(tokens, {";"}):
        last = _list_power(command)
        if command[0] == "exit":
            break
        # What stands before the last command counts only if it can end the script.
        if stop_on_failure or _ends_script(command):
            before = max(before, last)
    return max(before, last)


def _ends_script(command: list[str]) -> bool:
    """Return whether a list such as ``curl … || exit 1`` can end the script with a failure before its end."""
    following = [*command[1:], ""]
    return any(word == "exit" and after != "0" for word, after in zip(command, following, strict=True))


def _list_power(tokens: list[str]) -> Power:
    """Return what a list joined by ``&&`` and ``||`` can tell."""
    result: Power | None = None
    operator = ""
    for part in _split(tokens, {"&&", "||"}, keep=True):
        if part in (["&&"], ["||"]):
            operator = part[0]
            continue
        power = _simple_power(_split(part, {"|", "|&"})[-1])
        if result is None:
            result = power
        elif operator == "||":
            result = min(result, power)
        else:
            result = max(result, power)
    return Power.CAN_FAIL if result is None else result


def _simple_power(words: list[str]) -> Power:
    words = _bare(words)
    if not words:
        return Power.CAN_FAIL
    name, arguments = words[0].rpartition("/")[2], words[1:]
    if name in {"exit", "return"}:
        return Power.NEVER_FAILS if arguments[:1] == ["0"] else Power.ALWAYS_FAILS
    if name == "false":
        return Power.ALWAYS_FAILS
    if name in _ALWAYS_ZERO:
        return Power.NEVER_FAILS
    if name == "curl" and _ignores_answers(arguments):
        return Power.BLIND_TO_ANSWERS
    return Power.CAN_FAIL


def _bare(words: list[str]) -> list[str]:
    """Return a command without assignments before it, redirections, and programs that only run it."""
    plain: list[str] = []
    skip = False
    for word in words:
        if skip:
            skip = False
        elif word and set(word) <= set("<>&"):
            skip = True
        else:
            plain.append(word)
    while plain and _ASSIGNMENT.match(plain[0]):
        plain = plain[1:]
    if plain[:1] == ["exec"]:
        return plain[1:]
    if plain[:1] == ["timeout"]:
        rest = [w for w in plain[1:] if not w.startswith("-")]
        return plain[plain.index(rest[1]) :] if len(rest) > 1 else []
    return plain


def _ignores_answers(arguments: list[str]) -> bool:
    """Return whether curl is asked for HTTP and not told to fail on an error status."""
    for argument in arguments:
        if argument in _CURL_FAIL:
            return False
        if argument.startswith("-") and not argument.startswith("--") and _has_short_f(argument):
            return False
        scheme = argument.partition("://")[0] if "://" in argument else "http"
        if scheme not in {"http", "https"}:
            return False
    return True


def _has_short_f(cluster: str) -> bool:
    for letter in cluster[1:]:
        if letter == "f":
            return True
        if letter in _CURL_OPTIONS_WITH_VALUE:
            return False
    return False


def _split(tokens: list[str], separators: set[str], *, keep: bool = False) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token in separators:
            parts += [[token], []] if keep else [[]]
        else:
            parts[-1].append(token)
    return [part for part in parts if part] or [[""]]


def _tokens(script: str) -> list[str] | None:
    """Return the words and operators of a script, or None for one that needs a real shell to be understood."""
    if _SUBSHELL.search(script):
        return None
    lexer = shlex.shlex(script.replace("\\\n", " ").replace("\n", " ; "), posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        tokens = list(lexer)
    except ValueError:
        return None
    return None if "&" in tokens else tokens
