"""Caddyfiles: where Caddy forwards requests."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archcheck.model.facts import Facts, HostTarget, Policy, PolicyKind, Route
from archcheck.model.span import Span
from archcheck.parsers.host_target import address_text, expanded, host_target
from archcheck.parsers.time_span import seconds

__all__ = ["caddy_facts", "is_caddyfile"]

Params = dict[str, str | float | bool]

_WORD = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|`([^`]*)`|((?:[^\s\"`])(?:[^\s])*)")
_VARIABLE = re.compile(r"\{(?:\$|env\.)(\w+)(?::([^{}]*))?\}")
_PROXIES = {"reverse_proxy": None, "php_fastcgi": "fastcgi", "forward_auth": None}
_PATHS = {"handle", "handle_path", "route"}
_SETTINGS = {
    "rate_limit": PolicyKind.RATE_LIMIT,
    "basicauth": PolicyKind.AUTHENTICATION,
    "basic_auth": PolicyKind.AUTHENTICATION,
    "forward_auth": PolicyKind.AUTHENTICATION,
    "jwtauth": PolicyKind.AUTHENTICATION,
    "authorize": PolicyKind.AUTHENTICATION,
    "cache": PolicyKind.CACHE,
    "tls": PolicyKind.TLS,
    "log": PolicyKind.ACCESS_LOG,
}


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Block:
    """An open block: the words before its bracket, and the path it narrows to."""

    words: tuple[str, ...]
    path: str | None


def is_caddyfile(name: str) -> bool:
    """Return whether a file is a Caddyfile, by its name."""
    base = posixpath.basename(name).lower()
    return base.startswith("caddyfile") or base.endswith((".caddyfile", ".caddy"))


def caddy_facts(
    path: str, text: str, variables: Mapping[str, str], *, file: str | None = None, first_line: int = 1
) -> Facts:
    """Return the routes and policies of a Caddyfile; imported files and snippets are not followed.

    Args:
        path: Path of the file.
        text: The Caddyfile.
        variables: Values of environment variables, by name.
        file: What the facts call the file, if not by its path.
        first_line: Line of ``path`` on which the text begins.
    """
    reader = _Reader(path, file or path, variables)
    for number, content in enumerate(text.splitlines(), first_line):
        reader.line(_words(content, number))
    return reader.facts


def _words(content: str, number: int) -> list[_Word]:
    words = []
    for found in _WORD.finditer(content):
        if found[0].startswith("#"):
            break
        words.append(_Word(found[1] or found[2] or found[3] or "", number, found.start() + 1))
    return words


class _Reader:
    """Reads a Caddyfile line by line; every directive has its own line."""

    def __init__(self, path: str, file: str, variables: Mapping[str, str]) -> None:
        self.path = path
        self.file = file
        self.variables = variables
        self.facts = Facts()
        self.blocks: list[_Block] = []
        self.matchers: dict[str, str] = {}

    def line(self, words: list[_Word]) -> None:
        """Take the next line."""
        texts = [word.text for word in words]
        if not words:
            return
        if texts[0] == "}":
            if self.blocks:
                self.blocks.pop()
            return
        opens = texts[-1] == "{"
        if opens:
            words, texts = words[:-1], texts[:-1]
        path = self.blocks[-1].path if self.blocks else None
        if texts:
            path = self._directive(words, texts, path)
        if opens:
            self.blocks.append(_Block(tuple(texts), path))

    def _directive(self, words: list[_Word], texts: list[str], path: str | None) -> str | None:
        """Read one directive; return the path that a block behind it narrows to."""
        name, *arguments = texts
        inside = self.blocks[-1].words[:1] if self.blocks else ()
        if name.startswith("@"):
            self._matcher(name, arguments)
        elif inside and inside[0].startswith("@") and name == "path" and arguments:
            self.matchers[inside[0]] = arguments[0]
        elif name in _PROXIES or (name == "to" and inside and inside[0] in _PROXIES):
            own = self._path(arguments[:1]) or path
            self._forward(words, name, own)
            path = own
        elif name in _PATHS:
            path = self._path(arguments[:1]) or path
        if name in _SETTINGS and not (name == "tls" and arguments == ["off"]):
            self._policy(_SETTINGS[name], {}, words[0], path)
        elif any(block.words[:1] and block.words[0] in _PROXIES for block in self.blocks):
            for kind, params in _proxy_settings(texts):
                self._policy(kind, params, words[0], path)
        return path

    def _matcher(self, name: str, arguments: list[str]) -> None:
        if len(arguments) > 1 and arguments[0] == "path":
            self.matchers[name] = arguments[1]

    def _path(self, arguments: list[str]) -> str | None:
        """Return the path of a matcher, written out or by name."""
        if not arguments:
            return None
        text = self.matchers.get(arguments[0], arguments[0])
        return text.removesuffix("*").rstrip("/") or "/" if text.startswith("/") else None

    def _forward(self, words: list[_Word], name: str, path: str | None) -> None:
        scheme = _PROXIES.get(name)
        targets = list(self._targets(words[1:], scheme))
        for target, word in targets:
            because = f"{name} {address_text(target)}" + (f" for {path}" if path else "")
            span = Span(self.path, word.line, word.column)
            self.facts.routes.append(Route(target, span, because, file=self.file, path=path))
        if len(targets) > 1:
            self._policy(PolicyKind.LOAD_BALANCING, {"servers": len(targets)}, words[0], path)

    def _targets(self, words: list[_Word], scheme: str | None) -> Iterator[tuple[HostTarget, _Word]]:
        for word in words:
            text = _VARIABLE.sub(lambda m: f"${{{m[1]}:-{m[2]}}}" if m[2] else f"${{{m[1]}}}", word.text)
            target = host_target(expanded(text, self.variables))
            if target is not None and word.text[0] not in "/@*":
                yield HostTarget(target.host, target.port, target.scheme or scheme), word

    def _policy(self, kind: PolicyKind, params: Params, word: _Word, path: str | None) -> None:
        span = Span(self.path, word.line, word.column)
        self.facts.policies.append(Policy(kind, "caddy", span, params, file=self.file, route_path=path))


def _proxy_settings(texts: list[str]) -> Iterator[tuple[PolicyKind, Params]]:
    """Yield what a line inside ``reverse_proxy`` sets."""
    match texts:
        case ["lb_retries", count, *_] if count.isascii() and count.isdigit():
            yield PolicyKind.RETRY, {"attempts": int(count[:9])}
        case ["lb_try_duration", _, *_]:
            yield PolicyKind.RETRY, {}
        case ["max_fails", count, *_] if count.isascii() and count.isdigit() and count != "0":
            yield PolicyKind.CIRCUIT_BREAKER, {"consecutive_errors": int(count[:9])}
        case [("response_header_timeout" | "read_timeout"), value, *_] if (length := seconds(value)) is not None:
            yield PolicyKind.TIMEOUT, {"timeout_s": length}
