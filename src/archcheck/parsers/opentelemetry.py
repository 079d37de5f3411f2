"""Configuration of the OpenTelemetry collector."""

from collections.abc import Mapping

from archcheck.model.facts import Facts
from archcheck.model.node import Document, Node
from archcheck.parsers.prometheus import scrape_targets
from archcheck.parsers.watched_addresses import WatchedAddresses

__all__ = ["collector_facts", "is_collector"]

# --OpenTelemetry collector -------------------------------------------------------------------------------------------

_LISTENING = {"otlp", "jaeger", "zipkin", "opencensus", "fluentforward", "syslog", "statsd", "tcplog", "udplog", "loki"}


def is_collector(root: Node) -> bool:
    """Return whether a tree is configuration of an OpenTelemetry collector."""
    return root.child("exporters") is not None and root.at("service", "pipelines") is not None


def collector_facts(
    path: str, document: Document, variables: Mapping[str, str] | None = None, *, file: str | None = None
) -> Facts:
    """Return where a collector sends telemetry and what it asks for some.

    Only what a pipeline uses counts: the rest is inactive. Receivers that listen and the Prometheus exporter, which is
    asked itself, name no other service.

    Args:
        path: Path of the file.
        document: The file's document; wrong shapes are recorded on it.
        variables: Values of a template's variables, by name.
        file: What the facts call the file, if not by its path.
    """
    addresses = WatchedAddresses(path, "opentelemetry", variables, file=file)
    root = document.root
    pipelines = root.mapping("service").mapping("pipelines")
    used = {
        (part, item.as_text())
        for _, pipeline in pipelines.entries()
        for part in ("exporters", "receivers")
        for item in pipeline.sequence(part)
    }
    for name, exporter in root.mapping("exporters").entries():
        if ("exporters", name) in used and not name.startswith("prometheus/") and name != "prometheus":
            _exporter(name, exporter, addresses)
    for name, receiver in root.mapping("receivers").entries():
        if ("receivers", name) in used and name.partition("/")[0] not in _LISTENING:
            _receiver(name, receiver, addresses)
    return addresses.facts()


def _exporter(name: str, exporter: Node, addresses: WatchedAddresses) -> None:
    because = f"exporter {name}"
    type_hint = None if name.startswith(("kafka", "pulsar", "rabbitmq")) else "observability"
    for key in ("endpoint", "traces_endpoint", "metrics_endpoint", "logs_endpoint", "broker"):
        addresses.add(exporter.child(key), because, type_hint)
    for key in ("endpoints", "brokers"):
        _several(exporter.child(key), because, addresses, type_hint)
    for protocol in ("connection", "http", "grpc"):
        addresses.add(exporter.at(protocol, "endpoint"), because, type_hint)
    for host in exporter.mapping("resolver").mapping("static").sequence("hostnames"):
        addresses.add(host, because)
    addresses.add(exporter.at("resolver", "dns", "hostname"), because)


def _receiver(name: str, receiver: Node, addresses: WatchedAddresses) -> None:
    because = f"receiver {name}"
    addresses.add(receiver.child("endpoint"), because)
    _several(receiver.child("brokers"), because, addresses, None)
    scrape_targets(receiver.mapping("config").sequence("scrape_configs"), addresses)
    for key in ("targets", "hosts"):
        for entry in receiver.sequence(key):
            addresses.add(entry.child("endpoint"), because)


def _several(node: Node | None, because: str, addresses: WatchedAddresses, type_hint: str | None) -> None:
    if node is None:
        return
    for item in [node] if node.is_scalar else node.elements():
        addresses.add(item, because, type_hint)
