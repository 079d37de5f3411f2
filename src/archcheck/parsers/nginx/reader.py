"""nginx configuration to facts: where it forwards requests, and what it sets for them."""

import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archcheck.model.facts import ConfigReference, Facts, HostTarget, Route
from archcheck.model.span import Span
from archcheck.parsers.host_target import host_target, without_credentials
from archcheck.parsers.nginx.policies import block_policies, upstream_policies, zone_rates
from archcheck.parsers.nginx.syntax import Directive, Token, parse_nginx
from archcheck.parsers.nginx.upstreams import Upstream, read_upstreams
from archcheck.parsers.nginx.values import Variables

__all__ = ["nginx_facts"]

_PASSES = {
    "proxy_pass": None,
    "grpc_pass": "grpc",
    "fastcgi_pass": "fastcgi",
    "uwsgi_pass": "uwsgi",
    "scgi_pass": "scgi",
    "memcached_pass": "memcached",
}
_LOCATION_KINDS = {"=": "exact", "~": "regex", "~*": "regex", "^~": "prefix"}
_TEMPLATES = {".template", ".tmpl", ".tpl", ".j2", ".ctmpl", ".tftpl"}
_ANY_HOST = {"", "_", "localhost"}  # what the packaged configurations write for "any"


def _ignore(_span: Span, _message: str) -> None:
    """Take a problem that nobody asked for."""


def nginx_facts(
    path: str,
    text: str,
    variables: Mapping[str, str],
    *,
    file: str | None = None,
    first_line: int = 1,
    report: Callable[[Span, str], None] = _ignore,
) -> Facts:
    """Return the routes, policies and logging targets of a configuration file of nginx.

    Included files are not read. ``upstream`` blocks are resolved to their servers, variables to what ``set``, ``map``
    and the template's environment give them; a host that only the environment knows stays as ``${NAME}``.

    Args:
        path: Path of the file; of the manifest for a file that stands in one.
        text: The configuration.
        variables: Values of the template's variables, by name.
        file: What the facts call the file, if not by its path.
        first_line: Line of ``path`` on which the text begins.
        report: Takes problems with the syntax.
    """
    name = file or path
    tree = parse_nginx(path, text, first_line, report)
    environment = Variables(variables, template=posixpath.splitext(name)[1].lower() in _TEMPLATES)
    reader = _Reader(path, name, environment)
    reader.walk(tree, _Place(environment))
    reader.end()
    return reader.facts


@dataclass(frozen=True, slots=True)
class _Place:
    """What surrounds a directive: variables, the location's path, the server's names and port."""

    variables: Variables
    path: str | None = None
    path_kind: str = "prefix"
    hosts: tuple[str, ...] = ()
    stream: bool = False
    listens: str = ""


class _Reader:
    """Walks a configuration once and collects its facts."""

    def __init__(self, path: str, file: str, environment: Variables) -> None:
        self.path = path
        self.file = file
        self.facts = Facts()
        self.environment = environment
        self.upstreams: dict[str, Upstream] = {}
        self.rates: dict[str, float] = {}
        self.used: set[str] = set()

    def walk(self, block: Sequence[Directive], place: _Place) -> None:
        """Read a block and the blocks in it."""
        place = replace(place, variables=place.variables.scope(block))
        self.upstreams.update(read_upstreams(block, place.variables))
        self.rates.update(zone_rates(block))
        self.facts.policies += block_policies(block, self.path, self.file, place.path, self.rates)
        for directive in block:
            if directive.name in _PASSES and directive.words:
                self.facts.routes += self._routes(directive, place)
            elif directive.name in {"access_log", "error_log"} and directive.words:
                self.facts.references += self._log_targets(directive, place)
            elif directive.name == "otel_exporter":
                self.facts.references += self._collector(directive, place)
            elif directive.block is not None and directive.name != "upstream":
                self.walk(directive.block, self._inside(directive, place))

    def end(self) -> None:
        """Read what the upstream blocks say, and those that another file's locations must use."""
        for name, upstream in self.upstreams.items():
            self.facts.policies += upstream_policies(upstream, self.path, self.file)
            if name not in self.used:
                because = f"upstream {name}"
                self.facts.routes += [
                    Route(
                        server.target, self._span(server.token), f"{because} server {server.token.text}", file=self.file
                    )
                    for server in upstream.servers
                ]

    @staticmethod
    def _inside(directive: Directive, place: _Place) -> _Place:
        """Return the place inside a block."""
        args = directive.args
        match directive.name:
            case "stream":
                return replace(place, stream=True)
            case "server":
                names = [name for entry in directive.inside("server_name") for name in entry.args]
                listens = [entry.args[0] for entry in directive.inside("listen") if entry.words]
                hosts = tuple(dict.fromkeys(name for name in names if name not in _ANY_HOST))
                return replace(place, hosts=hosts, listens=listens[0] if listens else "")
            case "location" if args:
                kind = _LOCATION_KINDS.get(args[0]) if len(args) > 1 else "prefix"
                path = None if args[-1].startswith("@") else args[-1]
                return replace(place, path=path, path_kind=kind or "prefix")
        return place

    def _routes(self, directive: Directive, place: _Place) -> Iterator[Route]:
        written = directive.words[0]
        seen: set[HostTarget] = set()
        for value in place.variables.values(written.text):
            literal = place.variables.literal(_authority(value.replace("$scheme://", "http://", 1)))
            target = None if literal is None else host_target(literal)
            if target is None:
                continue
            if target.scheme is None:
                target = replace(target, scheme="tcp" if place.stream else _PASSES[directive.name])
            because = f"{directive.name} {without_credentials(written.text)}"
            if value != written.text:
                because += f" ({target.host})"
            because += self._where(place)
            for concrete, token, note in self._behind(target, written):
                if concrete not in seen:
                    seen.add(concrete)
                    yield self._route(concrete, token, because + note, place)

    def _route(self, target: HostTarget, token: Token, because: str, place: _Place) -> Route:
        return Route(
            target,
            self._span(token),
            because,
            file=self.file,
            hosts=place.hosts,
            path=place.path,
            path_kind=place.path_kind,
        )

    def _behind(self, target: HostTarget, written: Token) -> Iterator[tuple[HostTarget, Token, str]]:
        """Yield the servers of an upstream with their places, or the target itself."""
        upstream = self.upstreams.get(target.host)
        if upstream is None or target.port is not None:
            yield target, written, ""
            return
        self.used.add(target.host)
        for server in upstream.servers:
            note = f", upstream {target.host} server {server.token.text}"
            yield replace(server.target, scheme=target.scheme), server.token, note

    @staticmethod
    def _where(place: _Place) -> str:
        if place.path is not None:
            return f" for {place.path}"
        return f" on port {place.listens}" if place.stream and place.listens else ""

    def _log_targets(self, directive: Directive, place: _Place) -> Iterator[ConfigReference]:
        for word in directive.words:
            if word.text.startswith("syslog:"):
                options = dict(part.partition("=")[::2] for part in word.text.removeprefix("syslog:").split(","))
                because = f"{directive.name} syslog server"
                yield from self._reference(options.get("server", ""), word, because, place)

    def _collector(self, directive: Directive, place: _Place) -> Iterator[ConfigReference]:
        for endpoint in directive.inside("endpoint"):
            for word in endpoint.words[:1]:
                yield from self._reference(word.text, word, "otel_exporter endpoint", place)

    def _reference(self, text: str, word: Token, because: str, place: _Place) -> Iterator[ConfigReference]:
        for value in place.variables.values(text):
            literal = place.variables.literal(value)
            if literal and host_target(literal):
                span = self._span(word)
                yield ConfigReference(self.file, literal, because, span, type_hint="observability", product="nginx")

    def _span(self, token: Token) -> Span:
        return Span(self.path, token.line, token.column)


def _authority(url: str) -> str:
    """Return a URL without its path, whose variables say nothing about the host."""
    scheme, separator, rest = url.rpartition("://")
    return scheme + separator + rest.partition("/")[0]
