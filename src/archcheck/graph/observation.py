"""Who watches whom: scrape annotations and logging drivers."""

from archcheck.graph.addresses import host_kind, parse_addresses
from archcheck.graph.draft import Draft, DraftComponent, LinkKind, workload_key
from archcheck.graph.naming import caller_of
from archcheck.model.architecture import Confidence
from archcheck.model.span import Span

__all__ = ["add_logging", "add_scrapes"]

_SCRAPE = "prometheus.io/scrape"
_DEFAULT_ADDRESSES = {"fluentd": "localhost:24224"}
"""Where a driver sends without an address option. Source: Docker, "Fluentd logging driver"."""


def add_scrapes(draft: Draft) -> None:
    """Link a Prometheus that discovers by annotations with every Service and pod that is annotated for it."""
    watchers = [n for n, c in draft.components.items() if c.technology == "prometheus" and c.workloads]
    if not watchers or not _discovers_by_annotation(draft):
        return
    for name, component in list(draft.components.items()):
        span = _annotated(component)
        for watcher in watchers:
            if span is not None:
                draft.link(
                    watcher, name, LinkKind.OBSERVED, span, f"annotation {_SCRAPE}", confidence=Confidence.MEDIUM
                )


def _discovers_by_annotation(draft: Draft) -> bool:
    return any(
        "kubernetes_sd_configs" in file.text and "prometheus_io_scrape" in file.text
        for file in draft.facts.embedded_files
    )


def _annotated(component: DraftComponent) -> Span | None:
    for address in component.addresses:
        if address.annotations.get(_SCRAPE, "").lower() == "true":
            return address.span
    for workload in component.workloads:
        if workload.annotations.get(_SCRAPE, "").lower() == "true":
            return workload.span
    return None


def add_logging(draft: Draft, published: dict[int, str]) -> None:
    """Link services with the collector that their logging driver sends to, by name or by the host port it publishes."""
    for workload in draft.compose_workloads:
        logging = workload.logging
        sent_to = (logging.address or _DEFAULT_ADDRESSES.get(logging.driver)) if logging is not None else None
        if logging is None or sent_to is None:
            continue
        source = draft.by_workload[workload_key(workload)]
        for address in parse_addresses(sent_to):
            local = host_kind(address.host) in {"loopback", "unspecified"}
            target = (
                published.get(address.port or 0)
                if local
                else draft.names.resolve(address.host, caller_of(workload, source))
            )
            if target is not None:
                because = f"logging driver {logging.driver} to {sent_to}"
                draft.link(source, target, LinkKind.OBSERVED, logging.span, because)
