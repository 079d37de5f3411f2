"""The OpenTelemetry collector."""

import pytest

from archcheck.model.node import Document
from archcheck.parsers.opentelemetry import collector_facts, is_collector
from archcheck.sources.reader import read_documents


def parse(text: str) -> Document:
    return read_documents("otel.yml", text.encode())[0]


def test_what_pipelines_use_is_a_reference() -> None:
    document = parse(
        "receivers:\n  otlp: {protocols: {grpc: {endpoint: 'peer:4317'}}}\n  redis: {endpoint: 'cache:6379'}\n"
        "  prometheus: {config: {scrape_configs: [{job_name: o, static_configs: [{targets: ['orders:80']}]}]}}\n"
        "  httpcheck: {targets: [{endpoint: 'http://web/health'}]}\n  kafka: {brokers: 'kafka:9092'}\n"
        "  mysql: {endpoint: 'db:3306'}\n"
        "exporters:\n  otlp/jaeger: {endpoint: '${env:JAEGER:-jaeger}:4317'}\n  prometheus: {endpoint: '0.0.0.0:8889'}\n"
        "  kafka: {brokers: ['kafka:9092', 'kafka2:9092']}\n  unused: {endpoint: 'old:1'}\n  debug: {}\n"
        "  loadbalancing: {resolver: {static: {hostnames: ['peer:4317']}, dns: {hostname: peers}}}\n"
        "service:\n  pipelines:\n    traces: {receivers: [otlp, redis, prometheus, httpcheck, kafka],"
        " exporters: [otlp/jaeger, prometheus, kafka, debug, loadbalancing]}\n"
    )
    facts = collector_facts("otel.yml", document)
    assert [(r.text, r.because, r.type_hint) for r in facts.references] == [
        ("jaeger:4317", "exporter otlp/jaeger jaeger:4317", "observability"),
        ("kafka:9092", "exporter kafka kafka:9092", None),
        ("kafka2:9092", "exporter kafka kafka2:9092", None),
        ("peer:4317", "exporter loadbalancing peer:4317", "observability"),
        ("peers", "exporter loadbalancing peers", "observability"),
        ("cache:6379", "receiver redis cache:6379", "observability"),
        ("orders:80", "scrape target of job o orders:80", "observability"),
        ("http://web/health", "receiver httpcheck http://web", "observability"),
        ("kafka:9092", "receiver kafka kafka:9092", None),
    ]
    assert document.problems == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{exporters: {a: {}}, service: {pipelines: {}}}", True),
        ("{exporters: {a: {}}, service: {}}", False),
        ("{service: {pipelines: {}}}", False),
    ],
)
def test_files_are_told_by_their_keys(text: str, expected: bool) -> None:
    assert is_collector(parse(text).root) is expected
