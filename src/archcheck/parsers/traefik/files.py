"""Traefik's files: dynamic configuration of the file provider, and static configuration."""

from collections.abc import Iterator, Mapping

from archcheck.model.facts import ConfigReference, Facts, HostTarget, Policy, PolicyKind, Route
from archcheck.model.node import Document, Node
from archcheck.model.span import Span
from archcheck.parsers.host_target import address_text, expanded, host_target
from archcheck.parsers.renamed_keys import renamed_keys
from archcheck.parsers.traefik.dynamic import Dynamic
from archcheck.parsers.traefik.rule import RuleMatch, parse_rule
from archcheck.parsers.traefik.services import transport_policies

__all__ = ["is_traefik", "traefik_file_facts"]

_SECTIONS = ("http", "tcp", "udp")
_PARTS = ("routers", "services", "middlewares", "serversTransports")
_TELEMETRY = (
    ("tracing", "otlp", "http", "endpoint"),
    ("tracing", "otlp", "grpc", "endpoint"),
    ("tracing", "zipkin", "httpendpoint"),
    ("tracing", "jaeger", "collector", "endpoint"),
    ("tracing", "jaeger", "localagenthostport"),
    ("tracing", "datadog", "localagenthostport"),
    ("tracing", "elastic", "serverurl"),
    ("metrics", "otlp", "http", "endpoint"),
    ("metrics", "otlp", "grpc", "endpoint"),
    ("metrics", "statsd", "address"),
    ("metrics", "datadog", "address"),
    ("metrics", "influxdb", "address"),
    ("metrics", "influxdb2", "address"),
)
_STORES = ("consul", "etcd", "zookeeper", "redis", "nomad")


def is_traefik(root: Node) -> bool:
    """Return whether a tree is configuration of Traefik, of any version, dynamic or static."""
    if any(root.at(section, part) for section in _SECTIONS for part in _PARTS):
        return True
    if root.child("frontends") or root.child("backends") or root.at("file", "backends"):
        return bool(root.child("frontends") or root.at("file", "frontends"))
    return bool(root.child("entryPoints") or (root.child("entrypoints") and root.child("providers")))


def traefik_file_facts(
    path: str, document: Document, variables: Mapping[str, str] | None = None, *, file: str | None = None
) -> Facts:
    """Return the routes, policies and addresses of a file of Traefik, YAML or TOML.

    Args:
        path: Path of the file.
        document: The file's document; wrong shapes are recorded on it.
        variables: Values of a template's variables, by name.
        file: What the facts call the file, if not by its path.
    """
    name = file or path
    root = renamed_keys(document.root, str.lower)
    dynamic = Dynamic(file=name, variables=variables)
    dynamic.add(root)
    facts = dynamic.facts()
    _version_1(root, name, facts)
    facts.policies += _static_policies(root, name)
    facts.references += _static_references(root, name, variables or {})
    return facts


def _version_1(root: Node, file: str, facts: Facts) -> None:
    """Read ``frontends`` and ``backends`` of version 1, at the top or below ``file``."""
    nested = root.child("file")
    for section in [root] if nested is None else [root, nested]:
        backends = section.mapping("backends")
        for name, frontend in section.mapping("frontends").entries():
            backend = backends.child((frontend.text("backend") or "").lower())
            rules = [text for _, route in frontend.mapping("routes").entries() if (text := route.text("rule"))]
            matches = parse_rule(";".join(rules)) if rules else (RuleMatch(),)
            targets = [] if backend is None else list(_version_1_targets(backend))
            because = f"Traefik frontend {name}" + "".join(f" {rule}" for rule in rules)
            for target, span in targets:
                facts.routes += [_route(target, span, because, file, match) for match in matches]
            facts.policies += _version_1_policies(frontend, backend, file, matches[0].path)


def _version_1_targets(backend: Node) -> Iterator[tuple[HostTarget, Span]]:
    for _, server in backend.mapping("servers").entries():
        url = server.child("url")
        target = host_target((url and url.as_text()) or "")
        if url is not None and target is not None:
            yield target, url.span


def _version_1_policies(frontend: Node, backend: Node | None, file: str, path: str | None) -> Iterator[Policy]:
    for node, key, kind in (
        (frontend, "ratelimit", PolicyKind.RATE_LIMIT),
        (frontend, "auth", PolicyKind.AUTHENTICATION),
        (frontend, "errors", PolicyKind.FALLBACK),
        (backend, "circuitbreaker", PolicyKind.CIRCUIT_BREAKER),
        (backend, "maxconn", PolicyKind.BULKHEAD),
    ):
        if node is not None and (setting := node.child(key)):
            yield Policy(kind, "traefik", setting.span, file=file, route_path=path)


def _route(target: HostTarget, span: Span, because: str, file: str, match: RuleMatch) -> Route:
    return Route(
        target,
        span,
        because,
        file=file,
        hosts=match.hosts,
        path=match.path,
        path_kind=match.path_kind,
        methods=match.methods,
    )


def _static_policies(root: Node, file: str) -> Iterator[Policy]:
    for name, entry in root.mapping("entrypoints").entries():
        tls = entry.at("http", "tls") or entry.child("tls")
        if tls is not None or (entry.has("tls") and entry.child("address")):
            yield Policy(PolicyKind.TLS, "traefik", (tls or entry).span, {"entrypoint": name}, file=file)
    if root.has("accesslog"):
        at = root.child("accesslog")
        yield Policy(PolicyKind.ACCESS_LOG, "traefik", (at or root).span, {"enabled": True}, file=file)
    if (retry := root.child("retry")) is not None:
        yield Policy(PolicyKind.RETRY, "traefik", retry.span, file=file)
    for kind, params, at in transport_policies(root.mapping("serverstransport")):
        yield Policy(kind, "traefik", at.span, params, file=file)


def _static_references(root: Node, file: str, variables: Mapping[str, str]) -> Iterator[ConfigReference]:
    def reference(node: Node | None, because: str, type_hint: str | None) -> Iterator[ConfigReference]:
        text = expanded((node and node.as_text()) or "", variables)
        target = host_target(text)
        if node is not None and target is not None:
            words = f"{because} {address_text(target)}"
            yield ConfigReference(file, text, words, node.span, type_hint, "traefik")

    for keys in _TELEMETRY:
        yield from reference(root.at(*keys), " ".join(keys), "observability")
    providers = root.mapping("providers")
    for store in _STORES:
        for endpoint in providers.mapping(store).sequence("endpoints"):
            yield from reference(endpoint, f"providers {store}", None)
    yield from reference(providers.at("consulcatalog", "endpoint", "address"), "providers consulCatalog", "discovery")
    for engine in ("docker", "swarm"):
        yield from reference(providers.at(engine, "endpoint"), f"providers {engine} endpoint", None)
