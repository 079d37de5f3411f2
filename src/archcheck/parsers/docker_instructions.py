"""The syntax of Dockerfiles: instructions, their flags and arguments."""

import json
import re
from collections.abc import Iterator

from archcheck.model.facts import HealthCheck, HealthKind, HealthMethod, Port, Word
from archcheck.model.span import Span
from archcheck.parsers.port_numbers import listed_ports
from archcheck.parsers.shell_words import shell_words
from archcheck.parsers.time_span import seconds

__all__ = ["command_words", "environment_pairs", "exposed_ports", "flags", "health_check", "instructions"]

_DIRECTIVE = re.compile(r"#\s*(\w+)\s*=\s*(\S+)\s*")
_HEREDOC = re.compile(r"<<-?([\"']?)([A-Za-z_]\w*)\1")
_FLAG = re.compile(r"--([a-z-]+)(?:=(\S*))?\s*")


def instructions(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield line number, name in upper case and arguments of each instruction, its continued lines joined."""
    escape = _escape_character(text)
    lines = iter(enumerate(text.replace("\r\n", "\n").split("\n"), 1))
    for number, line in lines:
        if _is_idle(line):
            continue
        parts = [line.strip()]
        while parts[-1].endswith(escape):
            parts[-1] = parts[-1][: -len(escape)]
            parts.append(next((further.rstrip() for _, further in lines if not _is_idle(further)), ""))
        name, arguments = [*"".join(parts).split(None, 1), "", ""][:2]
        arguments = arguments.strip()
        if name.upper() in {"RUN", "COPY", "ADD"}:
            for _quote, end in _HEREDOC.findall(arguments):
                _skip_heredoc(lines, end)
        yield number, name.upper(), arguments


def _is_idle(line: str) -> bool:
    """Return whether a line is empty or a comment; both may stand between continued lines."""
    stripped = line.strip()
    return not stripped or stripped.startswith("#")


def _skip_heredoc(lines: Iterator[tuple[int, str]], end: str) -> None:
    for _, line in lines:
        if line.strip() == end:
            return


def _escape_character(text: str) -> str:
    for line in text.split("\n"):
        directive = _DIRECTIVE.fullmatch(line.strip())
        if directive is None:
            return "\\"
        if directive[1].lower() == "escape":
            return directive[2]
    return "\\"


def flags(rest: str) -> tuple[dict[str, str], str]:
    """Return the flags before an instruction's arguments, by name, and the arguments."""
    given: dict[str, str] = {}
    position = 0
    while found := _FLAG.match(rest, position):
        given[found[1]] = found[2] or ""
        position = found.end()
    return given, rest[position:]


def environment_pairs(rest: str) -> Iterator[tuple[str, str]]:
    """Yield names and values of ENV in its new form, ``A=b C="d e"``, or its old one, ``A b``."""
    name, blank, value = rest.partition(" ")
    if "=" not in name:
        if blank:
            yield name, value.strip()
        return
    for word in shell_words(rest.replace("\\$", "\\\\$"), operators=False):
        name, equals, value = word.partition("=")
        if equals:
            yield name, value


def exposed_ports(rest: str, span: Span) -> Iterator[Port]:
    """Yield the ports of EXPOSE; what is no port is passed over."""
    for word in rest.split():
        number, _, protocol = word.partition("/")
        for port in listed_ports(number) or ():
            yield Port(port, None, protocol.lower() or "tcp", span)


def command_words(rest: str, span: Span) -> tuple[Word, ...]:
    """Return the words of CMD or ENTRYPOINT; the shell form is ``/bin/sh -c`` and one word."""
    if rest.startswith("["):
        words = _json_words(rest)
        if words is not None:
            return tuple(Word(word, span) for word in words)
    return tuple(Word(word, span) for word in ("/bin/sh", "-c", rest)) if rest else ()


def _json_words(text: str) -> list[str] | None:
    try:
        words = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return words if isinstance(words, list) and all(isinstance(word, str) for word in words) else None


def health_check(rest: str, span: Span) -> HealthCheck | None:
    """Return the check that HEALTHCHECK declares, or None if the instruction makes no sense."""
    given, rest = flags(rest)
    kind, _, command = rest.partition(" ")
    if kind.upper() == "NONE":
        return HealthCheck(HealthKind.CONTAINER, HealthMethod.DISABLED, span)
    if kind.upper() != "CMD":
        return None
    words = _json_words(command.strip()) if command.strip().startswith("[") else None
    retries = given.get("retries", "")
    return HealthCheck(
        HealthKind.CONTAINER,
        HealthMethod.EXEC,
        span,
        command=tuple(words) if words is not None else ("CMD-SHELL", command.strip()),
        threshold=int(retries) if retries.isascii() and retries.isdigit() and len(retries) < 6 else None,
        interval_s=seconds(given.get("interval", "")),
        timeout_s=seconds(given.get("timeout", "")),
        initial_delay_s=seconds(given.get("start-period", "")),
    )
