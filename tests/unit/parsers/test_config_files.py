"""The reader of a configuration file is found by its name and content."""

from collections.abc import Iterator

import pytest

from archcheck.model.facts import EmbeddedFile, Facts, HostTarget, Route
from archcheck.model.node import Document, Node, Problem
from archcheck.model.span import Span
from archcheck.parsers.config_files import config_file_facts, embedded_documents, embedded_facts
from archcheck.sources.reader import read_documents

KONG = '_format_version: "3.0"\nservices: [{name: s, url: "http://a:1", routes: [{paths: [/x], plugins: [{name: jwt}]}]}]\n'
ENVOY = (
    "static_resources:\n  clusters: [{name: c, circuit_breakers: {thresholds: [{max_connections: 1}]}, load_assignment:"
    " {endpoints: [{lb_endpoints: [{endpoint: {address: {socket_address: {address: a, port_value: 1}}}}]}]}}]\n"
    "  listeners: [{filter_chains: [{filters: [{name: x, typed_config: {cluster: c}}]}]}]\n"
)
PROMETHEUS = "scrape_configs: [{job_name: a, static_configs: [{targets: ['a:1']}]}]\n"
PROMTAIL = "clients: [{url: 'http://a:1'}]\npositions: {}\n"
ALERTMANAGER = "route: {}\nreceivers: [{name: a, webhook_configs: [{url: 'http://a:1'}]}]\n"
GRAFANA = "datasources: [{name: a, type: loki, url: 'http://a:1'}]\n"
COLLECTOR = "exporters: {otlp: {endpoint: 'a:1'}}\nservice: {pipelines: {x: {exporters: [otlp]}}}\n"
TRAEFIK = (
    "http:\n  routers: {r: {rule: Path(`/x`), service: s, middlewares: [m]}}\n"
    "  services: {s: {loadBalancer: {servers: [{url: 'http://a:1'}]}}}\n  middlewares: {m: {rateLimit: {average: 1}}}\n"
)
TRAEFIK_TOML = '[frontends.f]\nbackend = "b"\n[backends.b.servers.s]\nurl = "http://a:1"\n'
NGINX = "server { location /x { proxy_pass http://a:1; } }"
HAPROXY = "listen l\n  server s a:1\n"
CADDY = "x {\n reverse_proxy a:1\n}\n"
TREES = [KONG, ENVOY, PROMETHEUS, PROMTAIL, ALERTMANAGER, GRAFANA, COLLECTOR, TRAEFIK]


def read(path: str, text: str) -> Facts | None:
    return config_file_facts(path, text, 1, lambda: read_documents(path, text.encode()), {})


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("kong.yml", KONG),
        ("envoy.yaml", ENVOY),
        ("conf/prometheus.yml", PROMETHEUS),
        ("promtail.yaml", PROMTAIL),
        ("alerts.yml", ALERTMANAGER),
        ("sources.yaml", GRAFANA),
        ("otel.yaml", COLLECTOR),
        ("dynamic.yml", TRAEFIK),
        ("traefik.toml", TRAEFIK_TOML),
        ("web/nginx.conf", NGINX),
        ("web/default.conf.template", NGINX),
        ("nginx/site", NGINX),
        ("sites-enabled/shop", NGINX),
        ("lb/haproxy.cfg", HAPROXY),
        ("lb/haproxy.conf", HAPROXY),
        ("Caddyfile", CADDY),
    ],
)
def test_each_format_finds_its_reader(path: str, text: str) -> None:
    facts = read(path, text)
    assert facts is not None
    named = [r.target.host for r in facts.routes if isinstance(r.target, HostTarget)] or [
        r.text.removeprefix("http://").partition(":")[0] for r in facts.references
    ]
    assert named == ["a"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("values.yaml", "exporters: 1\nservices: [x]\nclients: [a]\n"),
        ("compose.yaml", "services: {a: {image: b}}\n"),
        ("redis.conf", "maxclients 10\nport 6379\n"),
        ("httpd.conf", "<Location /x>\n</Location>\n"),
        ("notes.md", KONG),
        ("setup.cfg", "[metadata]\n"),
        ("caddy.md", CADDY),
        ("app.cfg", "listen here\n"),
        ("empty.yaml", ""),
    ],
)
def test_files_of_other_formats_have_no_reader(path: str, text: str) -> None:
    assert read(path, text) is None


def test_a_file_without_a_hint_is_not_parsed() -> None:
    def refuse() -> list[Document]:
        raise AssertionError

    assert config_file_facts("a.yaml", "a: 1", 1, refuse, {}) is None


def test_embedded_yaml_has_the_places_of_its_manifest() -> None:
    embedded = EmbeddedFile("configmap/_/p/prometheus.yml", f"# first\n{PROMETHEUS}", Span("k8s/p.yaml", 7, 19))
    facts = embedded_facts(embedded, {})
    assert facts is not None
    assert [(r.file, r.span) for r in facts.references] == [("configmap/_/p/prometheus.yml", Span("k8s/p.yaml", 9, 60))]


def test_embedded_nginx_has_the_places_of_its_manifest() -> None:
    facts = embedded_facts(EmbeddedFile("configmap/_/w/nginx.conf", NGINX, Span("k8s/w.yaml", 7, 15)), {})
    assert facts is not None
    assert facts.routes == [
        Route(
            HostTarget("a", 1, "http"),
            Span("k8s/w.yaml", 8, 35),
            "proxy_pass http://a:1 for /x",
            file="configmap/_/w/nginx.conf",
            path="/x",
        )
    ]


def test_problems_of_embedded_files_are_told_where_they_stand() -> None:
    told: list[tuple[Span, str]] = []

    def report(span: Span, message: str) -> None:
        told.append((span, message))

    yaml = EmbeddedFile("config/p.yml", "scrape_configs: 3\n", Span("c.yaml", 4, 10))
    nginx = EmbeddedFile("config/nginx.conf", "server {\n listen 80\n}", Span("c.yaml", 9, 10))
    other = EmbeddedFile("config/x.yml", "clients: [\n", Span("c.yaml", 20, 1))
    assert embedded_facts(yaml, {}, report) == Facts()
    assert embedded_facts(nginx, {}, report) == Facts()
    assert embedded_facts(other, {}, report) is None
    assert told == [
        (Span("c.yaml", 5, 17), "scrape_configs should be a list, not number."),
        (Span("c.yaml", 11, 2), "The directive listen is not ended by a semicolon."),
    ]


def test_problems_of_parsing_are_moved_too() -> None:
    (document,) = embedded_documents(EmbeddedFile("config/x.yml", "a: [\n", Span("c.yaml", 20, 1)))
    assert [(p.span.path, p.span.line) for p in document.problems] == [("c.yaml", 22)]
    (plain,) = embedded_documents(EmbeddedFile("config/y.yml", "a: 1\na: 2\n", Span("c.yaml", 20, 1)))
    assert plain.problems == [
        Problem(Span("c.yaml", 22, 1), "The key 'a' occurs twice in one mapping; the last one is used.")
    ]


def _nodes(root: Node) -> Iterator[Node]:
    yield root
    for child in root.value.values() if isinstance(root.value, dict) else root.elements():
        yield from _nodes(child)


@pytest.mark.parametrize("text", TREES)
def test_a_wrong_shape_anywhere_is_no_crash(text: str) -> None:
    (whole,) = read_documents("x.yaml", text.encode())
    for index in range(sum(1 for _ in _nodes(whole.root))):
        for wrong in ([], {}, "text", 7, None, True, [None], {"a": None}):
            (document,) = read_documents("x.yaml", text.encode())
            node = list(_nodes(document.root))[index]
            if isinstance(wrong, list):
                node.value = [Node(item, document, 1, 1) for item in wrong]
            elif isinstance(wrong, dict):
                node.value = {key: Node(item, document, 1, 1) for key, item in wrong.items()}
            else:
                node.value = wrong
            config_file_facts("x.yaml", text, 1, lambda document=document: [document], {})
