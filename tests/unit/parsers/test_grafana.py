"""Data sources of Grafana."""

import pytest

from archcheck.model.facts import ConfigReference
from archcheck.model.node import Document
from archcheck.model.span import Span
from archcheck.parsers.grafana import grafana_facts, is_grafana
from archcheck.sources.reader import read_documents


def parse(text: str) -> Document:
    return read_documents("g.yml", text.encode())[0]


def test_provisioned_sources_are_references() -> None:
    facts = grafana_facts(
        "g.yml",
        parse(
            "datasources:\n  - {name: Logs, type: loki, url: 'http://loki:3100'}\n  - {name: Test, type: testdata}\n"
        ),
    )
    assert facts.references == [
        ConfigReference(
            "g.yml",
            "http://loki:3100",
            "data source Logs http://loki:3100",
            Span("g.yml", 2, 35),
            "observability",
            "grafana",
        )
    ]


def test_a_source_as_the_api_takes_it_is_a_reference() -> None:
    facts = grafana_facts(
        "g.json", parse('{"name": "p", "type": "prometheus", "url": "http://p:9090", "access": "proxy"}')
    )
    assert [r.because for r in facts.references] == ["data source p http://p:9090"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("datasources: [{name: a, type: loki}]", True),
        ("datasources: [a]", False),
        ("datasources: {}", False),
        ("{name: a, type: b, url: c, access: proxy}", True),
        ("{name: a, type: b, url: c}", False),
    ],
)
def test_files_are_told_by_their_keys(text: str, expected: bool) -> None:
    assert is_grafana(parse(text).root) is expected
