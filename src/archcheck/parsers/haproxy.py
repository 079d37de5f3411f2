"""HAProxy's configuration: frontends, backends and their servers."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from archcheck.model.facts import Facts, HostTarget, Policy, PolicyKind, Route
from archcheck.model.span import Span
from archcheck.parsers.host_target import expanded, host_target
from archcheck.parsers.time_span import seconds

__all__ = ["haproxy_facts", "is_haproxy"]

Params = dict[str, str | float | bool]

_SECTION = re.compile(
    r"(global|defaults|frontend|backend|listen|resolvers|peers|userlist|program|cache)\b[^\S\n]*(\S*)"
)
_CONTENT = re.compile(r"^(?:frontend|backend|listen)[^\S\n]+\S", re.MULTILINE)
_SERVER = re.compile(r"^[^\S\n]+(?:server|server-template)[^\S\n]+\S+[^\S\n]+\S", re.MULTILINE)
_WORD = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|((?:\\.|[^\s\"'\\])+)")
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")


@dataclass(slots=True)
class _Line:
    """Words of a line with their columns."""

    number: int
    words: list[str]
    columns: list[int]


@dataclass(slots=True)
class _Section:
    kind: str
    name: str
    lines: list[_Line] = field(default_factory=list)

    def find(self, *start: str) -> Iterator[_Line]:
        """Yield the lines that begin with these words."""
        for line in self.lines:
            if line.words[: len(start)] == list(start):
                yield line


def is_haproxy(name: str, text: str) -> bool:
    """Return whether a file is configuration of HAProxy, by its name and its sections."""
    suffix = posixpath.splitext(name)[1].lower()
    return (suffix in {".cfg", ".conf", ".template", ".tmpl"} or "haproxy" in name.lower()) and bool(
        _CONTENT.search(text) and _SERVER.search(text)
    )


def haproxy_facts(
    path: str, text: str, variables: Mapping[str, str], *, file: str | None = None, first_line: int = 1
) -> Facts:
    """Return the routes and policies of a configuration of HAProxy.

    Args:
        path: Path of the file.
        text: The configuration.
        variables: Values of environment variables, by name.
        file: What the facts call the file, if not by its path.
        first_line: Line of ``path`` on which the text begins.
    """
    reader = _Reader(path, file or path, variables, _sections(text, first_line))
    reader.read()
    return reader.facts


def _sections(text: str, first_line: int) -> list[_Section]:
    sections: list[_Section] = []
    for number, content in enumerate(text.splitlines(), first_line):
        found = [(m[1] or m[2] or m[3] or "", m.start() + 1) for m in _WORD.finditer(content.partition("#")[0])]
        if not found:
            continue
        if section := _SECTION.match(content):
            sections.append(_Section(section[1], section[2]))
        elif sections:
            sections[-1].lines.append(_Line(number, [word for word, _ in found], [column for _, column in found]))
    return sections


class _Reader:
    """Collects the facts of one configuration."""

    def __init__(self, path: str, file: str, variables: Mapping[str, str], sections: list[_Section]) -> None:
        self.path = path
        self.file = file
        self.variables = variables
        self.sections = sections
        self.backends = {s.name: s for s in sections if s.kind in {"backend", "listen"}}
        self.facts = Facts()

    def read(self) -> None:
        """Read all sections."""
        for section in self.sections:
            if section.kind == "frontend":
                self._frontend(section)
            elif section.kind == "listen":
                self._lead(section, f"listen {section.name}", None)
            self._policies(section)

    def _frontend(self, frontend: _Section) -> None:
        paths = {
            line.words[1]: line.words[-1]
            for line in frontend.find("acl")
            if len(line.words) > 3 and line.words[2] in {"path_beg", "path", "path_dir"}
        }
        for line in [*frontend.find("use_backend"), *frontend.find("default_backend")]:
            backend = self.backends.get(line.words[1]) if len(line.words) > 1 else None
            if backend is not None:
                path = next((paths[word] for word in line.words[2:] if word in paths), None)
                self._lead(backend, f"frontend {frontend.name} backend {backend.name}", path)

    def _lead(self, backend: _Section, because: str, path: str | None) -> None:
        for line, target in self._servers(backend):
            words = f"{because} server {line.words[2]}" if line.words[0] == "server" else because
            self.facts.routes.append(
                Route(target, Span(self.path, line.number, line.columns[-1]), words, file=self.file, path=path)
            )

    def _servers(self, backend: _Section) -> Iterator[tuple[_Line, HostTarget]]:
        mode = next((line.words[1] for line in backend.find("mode") if len(line.words) > 1), None)
        for line in [*backend.find("server"), *backend.find("server-template")]:
            at = 2 if line.words[0] == "server" else 3
            if len(line.words) <= at or "disabled" in line.words[at:]:
                continue
            target = host_target(expanded(_VARIABLE.sub(r"${\1\2}", line.words[at]), self.variables))
            if target is not None:
                place = _Line(line.number, line.words, [line.columns[at]])
                yield place, HostTarget(target.host, target.port, "tcp" if mode == "tcp" else None)

    def _policies(self, section: _Section) -> None:
        for line in section.lines:
            for kind, params in _settings(line.words):
                self.facts.policies.append(
                    Policy(kind, "haproxy", Span(self.path, line.number, line.columns[0]), params, file=self.file)
                )
        servers = list(self._servers(section)) if section.kind in {"backend", "listen"} else []
        if len(servers) > 1:
            algorithm = next((line.words[1] for line in section.find("balance") if len(line.words) > 1), "roundrobin")
            balancing: Params = {"servers": len(servers), "algorithm": algorithm}
            span = Span(self.path, servers[0][0].number, servers[0][0].columns[0])
            self.facts.policies.append(Policy(PolicyKind.LOAD_BALANCING, "haproxy", span, balancing, file=self.file))


def _settings(words: list[str]) -> Iterator[tuple[PolicyKind, Params]]:
    """Yield what one line sets."""
    match words:
        case ["timeout", "server", value, *_]:
            length = seconds(value)
            if length is not None:  # a bare number counts milliseconds
                yield PolicyKind.TIMEOUT, {"timeout_s": length / 1000 if value.isdigit() else length}
        case ["retries", count, *_] if count.isascii() and count.isdigit() and count != "0":
            yield PolicyKind.RETRY, {"attempts": int(count[:9])}
        case ["bind", *options] if "ssl" in options:
            yield PolicyKind.TLS, {"listen": options[0]}
        case ["http-request", "auth", *_]:
            yield PolicyKind.AUTHENTICATION, {"method": "basic"}
        case ["http-request", ("deny" | "reject" | "tarpit"), *rest] if "_rate" in " ".join(rest):
            yield PolicyKind.RATE_LIMIT, {}
        case ["http-request", "cache-use", *_]:
            yield PolicyKind.CACHE, {}
        case [("option"), ("httplog" | "tcplog"), *_]:
            yield PolicyKind.ACCESS_LOG, {"enabled": True}
        case ["server", _, _, *options]:
            if "maxconn" in options[:-1]:
                yield PolicyKind.BULKHEAD, {"max_connections": options[options.index("maxconn") + 1]}
            if "error-limit" in options and "observe" in options:
                yield PolicyKind.CIRCUIT_BREAKER, {}
