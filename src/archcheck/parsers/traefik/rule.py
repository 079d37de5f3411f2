"""Traefik's rule language: which requests a router takes."""

import re
from dataclasses import dataclass

__all__ = ["RuleMatch", "parse_rule"]

_TOKEN = re.compile(r"\s*(?:(&&|\|\||[!(),])|`([^`]*)`|\"((?:[^\"\\]|\\.)*)\"|([A-Za-z]\w*))")
_LIMIT = 32  # alternatives of one rule; more are not told apart
_DEPTH = 50
_PATHS = {"path": "exact", "pathprefix": "prefix", "pathregexp": "regex", "pathprefixstrip": "prefix"}
_HOSTS = {"host", "hostsni", "hosts", "hostheader", "hostregexp", "hostsniregexp"}


@dataclass(frozen=True, slots=True)
class RuleMatch:
    """One alternative of a rule: hosts and methods (() for any), the path (None for any) and how it is compared."""

    hosts: tuple[str, ...] = ()
    path: str | None = None
    path_kind: str = "prefix"
    methods: tuple[str, ...] = ()

    def both(self, other: "RuleMatch") -> "RuleMatch":
        """Return what two conditions together let through, as far as it can be told."""
        longer = self if len(self.path or "") >= len(other.path or "") else other
        return RuleMatch(self.hosts or other.hosts, longer.path, longer.path_kind, self.methods or other.methods)


def parse_rule(text: str) -> tuple[RuleMatch, ...]:
    """Return the alternatives of a rule, one that matches everything if it cannot be read.

    Alternatives that differ in the host alone are merged. All versions of the language are read, version 1's
    ``Host:a;PathPrefix:/x,/y`` too. Conditions on headers, queries and addresses, and negated ones, narrow
    nothing here.
    """
    matches = _version_1(text) if re.match(r"\s*[A-Za-z]+ *:", text) else _Rule(text).read()
    merged: dict[RuleMatch, tuple[str, ...]] = {}
    for match in matches:
        key = RuleMatch((), match.path, match.path_kind, match.methods)
        known = merged.get(key, match.hosts)
        merged[key] = tuple(dict.fromkeys(known + match.hosts)) if known and match.hosts else ()
    return tuple(RuleMatch(hosts, key.path, key.path_kind, key.methods) for key, hosts in merged.items())


def _version_1(text: str) -> list[RuleMatch]:
    matches = [RuleMatch()]
    for part in text.split(";"):
        name, _, arguments = part.partition(":")
        alternatives = _condition(name, [a.strip() for a in arguments.split(",") if a.strip()])
        matches = [m.both(a) for m in matches for a in alternatives][:_LIMIT]
    return matches


def _condition(name: str, arguments: list[str]) -> list[RuleMatch]:
    """Return the alternatives of one condition."""
    name = name.strip().lower()
    if name in _HOSTS:
        hosts = tuple(argument for argument in arguments if argument not in {"*", "{any:.*}", ".*", ".+"})
        return [RuleMatch(hosts=hosts)]
    if name in _PATHS:
        return [RuleMatch(path=argument, path_kind=_PATHS[name]) for argument in arguments] or [RuleMatch()]
    if name in {"method", "methods"}:
        return [RuleMatch(methods=tuple(argument.upper() for argument in arguments))]
    return [RuleMatch()]


class _Rule:
    """A reader of one rule; ``a && b || c`` binds as in Go."""

    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        position = 0
        text = text.strip()
        while position < len(text):
            found = _TOKEN.match(text, position)
            if found is None:
                self.tokens = []
                break
            kind = "mark" if found[1] else "name" if found[4] else "text"
            self.tokens.append((kind, found[1] or found[4] or found[2] or found[3] or ""))
            position = found.end()
        self.next = 0
        self.depth = 0

    def read(self) -> list[RuleMatch]:
        """Return the alternatives of the rule; one that matches all if it cannot be read."""
        matches = self._either()
        return matches if matches and self.next == len(self.tokens) else [RuleMatch()]

    def _accept(self, mark: str) -> bool:
        if self.next < len(self.tokens) and self.tokens[self.next] == ("mark", mark):
            self.next += 1
            return True
        return False

    def _either(self) -> list[RuleMatch]:
        matches = self._both()
        while self._accept("||"):
            matches = (matches + self._both())[:_LIMIT]
        return matches

    def _both(self) -> list[RuleMatch]:
        matches = self._term()
        while self._accept("&&"):
            following = self._term()
            matches = [a.both(b) for a in matches for b in following][:_LIMIT]
        return matches

    def _term(self) -> list[RuleMatch]:
        if self._accept("!"):
            while self._accept("!"):
                pass
            return [RuleMatch()] if self._term() else []
        if self._accept("("):
            self.depth += 1
            matches = self._either() if self.depth <= _DEPTH else []
            self.depth -= 1
            return matches if self._accept(")") else []
        return self._call()

    def _call(self) -> list[RuleMatch]:
        """Read ``Name(`a`, `b`)``."""
        if self.next >= len(self.tokens) or self.tokens[self.next][0] != "name":
            return []
        name = self.tokens[self.next][1]
        self.next += 1
        if not self._accept("("):
            return []
        arguments = []
        while not self._accept(")"):
            if self.next >= len(self.tokens):
                return []
            kind, text = self.tokens[self.next]
            self.next += 1
            if kind == "text":
                arguments.append(text)
        return _condition(name, arguments)
