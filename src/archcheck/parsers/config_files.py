"""Which reader fits a configuration file that a component mounts or is built with.

Readers are imported when a file asks for them: a run that has no such file does not pay for them.
"""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from archcheck.model.facts import EmbeddedFile, Facts
from archcheck.model.node import Document, Node, Problem
from archcheck.model.span import Span
from archcheck.sources.limits import DEFAULT_LIMITS, Limits
from archcheck.sources.reader import read_documents

__all__ = ["config_file_facts", "embedded_documents", "embedded_facts"]

Report = Callable[[Span, str], None]


class _DocumentReader(Protocol):
    def __call__(
        self, path: str, document: Document, variables: Mapping[str, str] | None = None, *, file: str | None = None
    ) -> Facts: ...


_DOCUMENT_SUFFIXES = {"", ".yaml", ".yml", ".json", ".toml", ".tmpl", ".template", ".tpl", ".j2"}
_Fit = tuple[Callable[[Node], bool], _DocumentReader]


def _kong() -> Iterator[_Fit]:
    from archcheck.parsers import kong  # noqa: PLC0415

    yield kong.is_kong, kong.kong_facts


def _envoy() -> Iterator[_Fit]:
    from archcheck.parsers import envoy  # noqa: PLC0415

    yield envoy.is_envoy, envoy.envoy_facts


def _collector() -> Iterator[_Fit]:
    from archcheck.parsers import opentelemetry  # noqa: PLC0415

    yield opentelemetry.is_collector, opentelemetry.collector_facts


def _prometheus() -> Iterator[_Fit]:
    from archcheck.parsers import prometheus  # noqa: PLC0415

    yield prometheus.is_promtail, prometheus.promtail_facts
    yield prometheus.is_prometheus, prometheus.prometheus_facts
    yield prometheus.is_alertmanager, prometheus.alertmanager_facts


def _grafana() -> Iterator[_Fit]:
    from archcheck.parsers import grafana  # noqa: PLC0415

    yield grafana.is_grafana, grafana.grafana_facts


def _traefik() -> Iterator[_Fit]:
    from archcheck.parsers.traefik import files  # noqa: PLC0415

    yield files.is_traefik, files.traefik_file_facts


def _dotnet() -> Iterator[_Fit]:
    from archcheck.parsers import dotnet_gateways  # noqa: PLC0415

    yield dotnet_gateways.is_dotnet_gateway, dotnet_gateways.dotnet_gateway_facts


_READERS: tuple[tuple[re.Pattern[str], Callable[[], Iterator[_Fit]]], ...] = (
    (re.compile("_format_version"), _kong),
    (re.compile("static_resources|staticResources|envoy[.]config"), _envoy),
    (re.compile("DownstreamPathTemplate|ReverseProxy"), _dotnet),
    (re.compile("exporters"), _collector),
    (re.compile("scrape_configs|alertmanagers|receivers|clients[\"']?\\s*:"), _prometheus),
    (re.compile("datasources|\\baccess\\b"), _grafana),
    (re.compile("routers|middlewares|serversTransports|entry[Pp]oints|frontends|loadBalancer"), _traefik),
)
_NGINX_NAME = re.compile(r"nginx|(^|[./])(conf|template|vhost|conf\.d|sites-[a-z]+)([./]|$)", re.IGNORECASE)
_NGINX_CONTENT = re.compile(
    r"^[^\S\n]*(?:(?:server|http|stream|events)\s*\{|upstream[^\S\n]+[^\s{}]+\s*\{|location[^\S\n][^\n;]*\{"
    r"|(?:proxy|grpc|fastcgi|uwsgi|scgi)_pass[^\S\n])",
    re.MULTILINE,
)
_HAPROXY_CONTENT = re.compile(r"^(?:frontend|backend|listen)[^\S\n]+\S", re.MULTILINE)


def _ignore(_span: Span, _message: str) -> None:
    """Take a problem that nobody asked for."""


def config_file_facts(
    path: str,
    text: str,
    first_line: int,
    documents: Callable[[], list[Document]],
    variables: Mapping[str, str],
    *,
    file: str | None = None,
    report: Report = _ignore,
) -> Facts | None:
    """Return what a configuration file says, or None if no reader knows the format.

    Args:
        path: Path for places: the file's own, or the manifest's for a file that stands in one.
        text: The file's text.
        first_line: Line of ``path`` on which the text begins; 1 for a file of its own.
        documents: Parses the text as YAML, JSON or TOML; asked only if the text looks like a format that is read.
            Problems stay on the documents; they matter only if a reader knows the file.
        variables: Values of the variables that a template is filled with, by name.
        file: What the facts call the file, if not by its path; its name counts for the decision.
        report: Takes problems of formats that are no YAML, JSON or TOML.
    """
    name = file or path
    if _NGINX_NAME.search(name) and _NGINX_CONTENT.search(text):
        from archcheck.parsers.nginx.reader import nginx_facts  # noqa: PLC0415

        return nginx_facts(path, text, variables, file=name, first_line=first_line, report=report)
    if "haproxy" in name.lower() or _HAPROXY_CONTENT.search(text):
        from archcheck.parsers.haproxy import haproxy_facts, is_haproxy  # noqa: PLC0415

        if is_haproxy(name, text):
            return haproxy_facts(path, text, variables, file=name, first_line=first_line)
    if "caddy" in posixpath.basename(name).lower():
        from archcheck.parsers.caddy import caddy_facts, is_caddyfile  # noqa: PLC0415

        if is_caddyfile(name):
            return caddy_facts(path, text, variables, file=name, first_line=first_line)
    return _document_facts(path, name, text, documents, variables)


def _document_facts(
    path: str, name: str, text: str, documents: Callable[[], list[Document]], variables: Mapping[str, str]
) -> Facts | None:
    """Return what a file of documents says, or None if no reader knows it; it is parsed only if a word hints at one."""
    if posixpath.splitext(name)[1].lower() not in _DOCUMENT_SUFFIXES:
        return None
    candidates = [fit for words, readers in _READERS if words.search(text) for fit in readers()]
    facts, known = Facts(), False
    for document in documents() if candidates else ():
        for fits, read in candidates:
            if fits(document.root):
                facts.extend(read(path, document, variables, file=name))
                known = True
                break
    return facts if known else None


def embedded_documents(embedded: EmbeddedFile, limits: Limits = DEFAULT_LIMITS) -> list[Document]:
    """Return the documents of a file that stands inside a manifest, with places in the manifest.

    Lines are exact for block scalars; columns count from the text's own margin.
    """
    documents = read_documents(embedded.id, embedded.text.encode("utf-8", "replace"), limits)
    for document in documents:
        document.path = embedded.span.path
        document.problems = [_moved(problem, embedded.span) for problem in document.problems]
        for node in _nodes(document.root):
            node.line += embedded.span.line
            node.key_line += embedded.span.line if node.key_line else 0
    return documents


def embedded_facts(embedded: EmbeddedFile, variables: Mapping[str, str], report: Report = _ignore) -> Facts | None:
    """Return what a file inside a manifest says, or None if no reader knows its format.

    Args:
        embedded: The file; its facts carry its id.
        variables: Values of the variables that a template is filled with, by name.
        report: Takes the problems found, with places in the manifest.
    """
    documents: list[Document] = []

    def read() -> list[Document]:
        documents.extend(embedded_documents(embedded))
        return documents

    span = embedded.span
    facts = config_file_facts(span.path, embedded.text, span.line + 1, read, variables, file=embedded.id, report=report)
    for document in documents if facts is not None else ():
        for problem in document.problems:
            report(problem.span, problem.message)
    return facts


def _moved(problem: Problem, span: Span) -> Problem:
    place = Span(span.path, problem.span.line + span.line, problem.span.column)
    return Problem(place, problem.message, problem.unjudged)


def _nodes(root: Node) -> Iterator[Node]:
    """Yield every node of a tree once."""
    seen: set[int] = set()
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        stack.extend(node.value.values() if isinstance(node.value, dict) else node.elements())
