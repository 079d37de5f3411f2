"""Prometheus, Alertmanager and Promtail."""

import pytest

from archcheck.model.facts import ConfigReference, Facts
from archcheck.model.node import Document
from archcheck.model.span import Span
from archcheck.parsers.prometheus import (
    alertmanager_facts,
    is_alertmanager,
    is_prometheus,
    is_promtail,
    prometheus_facts,
    promtail_facts,
)
from archcheck.sources.reader import read_documents


def parse(text: str) -> Document:
    return read_documents("p.yml", text.encode())[0]


def brief(facts: Facts) -> list[tuple[str, str]]:
    assert all(r.type_hint == "observability" for r in facts.references)
    return [(r.text, r.because) for r in facts.references]


def test_targets_alertmanagers_and_remotes_are_references() -> None:
    document = parse(
        "alerting: {alertmanagers: [{static_configs: [{targets: ['alerts:9093']}]}]}\n"
        "remote_write: [{url: 'https://me:pw@store.example.org/write?key=geheim'}]\n"
        "scrape_configs:\n"
        "  - job_name: orders\n    static_configs:\n      - targets: ['orders:8080', localhost:9090, '${STOCK}:81']\n"
        "  - kubernetes_sd_configs: [{role: pod}]\n"
        "    relabel_configs: [{target_label: __address__, replacement: 'blackbox.example.org:9115'}]\n"
        "tracing: {endpoint: 'otel:4317'}\n"
    )
    facts = prometheus_facts("p.yml", document, {"STOCK": "stock"})
    assert facts.references[0] == ConfigReference(
        "p.yml",
        "orders:8080",
        "scrape target of job orders orders:8080",
        Span("p.yml", 6, 19),
        "observability",
        "prometheus",
    )
    assert brief(facts) == [
        ("orders:8080", "scrape target of job orders orders:8080"),
        ("stock:81", "scrape target of job orders stock:81"),
        ("alerts:9093", "alertmanager alerts:9093"),
        ("https://me:pw@store.example.org/write?key=geheim", "remote_write https://store.example.org"),
        ("otel:4317", "tracing endpoint otel:4317"),
    ]
    assert document.problems == []


def test_a_prober_in_the_place_of_its_targets_is_a_reference() -> None:
    facts = prometheus_facts(
        "p.yml",
        parse(
            "scrape_configs:\n  - static_configs: [{targets: ['http://web/health']}]\n    relabel_configs:\n"
            "      - {source_labels: [__address__], target_label: __param_target}\n"
            "      - {target_label: __address__, replacement: 'blackbox:9115'}\n"
        ),
    )
    assert brief(facts) == [
        ("http://web/health", "scrape target of job without a name http://web"),
        ("blackbox:9115", "prober of job without a name blackbox:9115"),
    ]


def test_alertmanager_tells_its_receivers_without_their_secrets() -> None:
    facts = alertmanager_facts(
        "p.yml",
        parse(
            "global: {smtp_smarthost: 'mail:587', slack_api_url: 'https://hooks.slack.com/services/T/B/geheim'}\n"
            "route: {receiver: a}\n"
            "receivers:\n"
            "  - name: a\n    webhook_configs: [{url: 'http://bot:80/x'}]\n    slack_configs: [{api_url: SLACK_URL}]\n"
            "    email_configs: [{smarthost: 'relay:25'}]\n"
        ),
    )
    assert brief(facts) == [
        ("mail:587", "smtp_smarthost mail:587"),
        ("https://hooks.slack.com/services/T/B/geheim", "slack_api_url https://hooks.slack.com"),
        ("http://bot:80/x", "receiver a http://bot:80"),
        ("relay:25", "receiver a relay:25"),
    ]


def test_promtail_sends_to_its_clients() -> None:
    facts = promtail_facts("p.yml", parse("positions: {}\nclients: [{url: 'http://loki:3100/push'}]\n"))
    assert brief(facts) == [("http://loki:3100/push", "client http://loki:3100")]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("scrape_configs: []", (True, False, False)),
        ("scrape_configs:", (True, False, False)),
        ("alerting: {alertmanagers: []}", (True, False, False)),
        ("{clients: [], positions: {}, scrape_configs: []}", (False, False, True)),
        ("{route: {}, receivers: []}", (False, True, False)),
        ("{route: {}, receivers: {}, service: {}}", (False, False, False)),
        ("x", (False, False, False)),
    ],
)
def test_files_are_told_by_their_keys(text: str, kinds: tuple[bool, bool, bool]) -> None:
    root = parse(text).root
    assert (is_prometheus(root), is_alertmanager(root), is_promtail(root)) == kinds


def test_wrong_shapes_are_problems() -> None:
    document = parse("scrape_configs: [{static_configs: {}, job_name: []}, 3]\nremote_write: x\nalerting: [1]\n")
    prometheus_facts("p.yml", document)
    assert sorted(p.message for p in document.problems) == [
        "A single value is expected here, not a list.",
        "alerting should be a mapping, not list.",
        "remote_write should be a list, not text.",
        "static_configs should be a list, not mapping.",
    ]
