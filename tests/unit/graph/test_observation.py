"""Who watches whom: scrape annotations and logging drivers."""

import pytest

from archcheck.model.facts import EmbeddedFile, Logging

from .systems import at, compose, edges, graph, host_port, pods, reasons, service

DISCOVERY = EmbeddedFile(
    "configmap/_/p/prometheus.yml",
    "kubernetes_sd_configs: [__meta_kubernetes_pod_annotation_prometheus_io_scrape]",
    at(),
)
PROMETHEUS = pods("prometheus", "prom/prometheus:v3")
SCRAPED = {"prometheus.io/scrape": "true"}


# -- scrapes -----------------------------------------------------------------------------------------------------------


def test_annotated_pods_and_services_are_watched() -> None:
    of = graph(
        PROMETHEUS,
        DISCOVERY,
        pods("a", annotations=SCRAPED),
        pods("b"),
        service("b", 80, annotations={"prometheus.io/scrape": "True"}),
        pods("c", annotations={"prometheus.io/scrape": "false"}),
        service("c", 80),
    )
    assert edges(of) == [("prometheus", "a", "observability"), ("prometheus", "b", "observability")]
    assert reasons(of)[0] == "prometheus -> a: annotation prometheus.io/scrape"


def test_who_does_not_discover_by_annotations_watches_nobody_by_them() -> None:
    assert edges(graph(PROMETHEUS, pods("a", annotations=SCRAPED))) == []
    assert edges(graph(DISCOVERY, pods("a", annotations=SCRAPED))) == []


# -- logging drivers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("driver", "address", "target"),
    [
        ("fluentd", "fluentd:24224", "fluentd"),
        ("fluentd", None, "fluentd"),
        ("fluentd", "localhost:24224", "fluentd"),
        ("syslog", "tcp://127.0.0.1:24224", "fluentd"),
        ("gelf", "udp://fluentd:12201", "fluentd"),
        ("syslog", "tcp://localhost:9", None),
        ("fluentd", "gone:24224", None),
        ("syslog", None, None),
        ("json-file", None, None),
    ],
)
def test_logging_drivers(driver: str, address: str | None, target: str | None) -> None:
    web = compose("web", logging=Logging(driver, address, at()))
    of = graph(web, compose("fluentd", "fluent/fluentd:v1"), host_port("fluentd", 24224, 24224))
    assert edges(of) == ([("web", target, "observability")] if target else [])


def test_the_reason_names_driver_and_address() -> None:
    of = graph(compose("web", logging=Logging("gelf", "udp://log:1", at())), compose("log", "acme/log"))
    assert reasons(of) == ["web -> log: logging driver gelf to udp://log:1"]
