"""Configuration of Prometheus, Alertmanager and Promtail: whom they watch and tell."""

from collections.abc import Iterator, Mapping

from archcheck.model.facts import Facts
from archcheck.model.node import Document, Node
from archcheck.parsers.watched_addresses import WatchedAddresses

__all__ = [
    "alertmanager_facts",
    "is_alertmanager",
    "is_prometheus",
    "is_promtail",
    "prometheus_facts",
    "promtail_facts",
    "scrape_targets",
]


def is_prometheus(root: Node) -> bool:
    """Return whether a tree is configuration of Prometheus (or an agent that reads the same format)."""
    return (root.has("scrape_configs") or root.at("alerting", "alertmanagers") is not None) and not is_promtail(root)


def prometheus_facts(
    path: str, document: Document, variables: Mapping[str, str] | None = None, *, file: str | None = None
) -> Facts:
    """Return what a Prometheus scrapes, alerts and sends to, as far as it is written in the file.

    Targets that service discovery finds and those that relabelling makes are not in the file.

    Args:
        path: Path of the file.
        document: The file's document; wrong shapes are recorded on it.
        variables: Values of a template's variables, by name.
        file: What the facts call the file, if not by its path.
    """
    addresses = WatchedAddresses(path, "prometheus", variables, file=file)
    root = document.root
    scrape_targets(root.sequence("scrape_configs"), addresses)
    for manager in root.mapping("alerting").sequence("alertmanagers"):
        for target in _static_targets(manager):
            addresses.add(target, "alertmanager")
    for key in ("remote_write", "remote_read"):
        for remote in root.sequence(key):
            addresses.add(remote.child("url"), key)
    addresses.add(root.at("tracing", "endpoint"), "tracing endpoint")
    return addresses.facts()


def scrape_targets(configs: list[Node], addresses: WatchedAddresses) -> None:
    """Add the targets that are written in ``scrape_configs``, and the probers that ask in their name."""
    for config in configs:
        job = config.text("job_name") or "without a name"
        probed = _probed_by(config)
        for target in _static_targets(config):
            addresses.add(target, f"scrape target of job {job}")
        addresses.add(probed, f"prober of job {job}")


def _static_targets(config: Node) -> Iterator[Node]:
    for group in config.sequence("static_configs"):
        yield from group.sequence("targets")


def _probed_by(config: Node) -> Node | None:
    """Return the prober that fixed relabelling puts in the targets' place (the blackbox exporter's idiom)."""
    static = config.child("static_configs") is not None
    for rule in config.sequence("relabel_configs"):
        node = rule.child("replacement")
        if static and node is not None and rule.text("target_label") == "__address__" and not rule.has("source_labels"):
            return node
    return None


# -- Alertmanager ------------------------------------------------------------------------------------------------------


def is_alertmanager(root: Node) -> bool:
    """Return whether a tree is configuration of Alertmanager."""
    receivers = root.child("receivers")
    return root.child("route") is not None and receivers is not None and isinstance(receivers.value, list)


def alertmanager_facts(
    path: str, document: Document, variables: Mapping[str, str] | None = None, *, file: str | None = None
) -> Facts:
    """Return where an Alertmanager sends alerts; arguments as :func:`prometheus_facts`."""
    addresses = WatchedAddresses(path, "alertmanager", variables, file=file)
    settings = document.root.mapping("global")
    addresses.add(settings.child("smtp_smarthost"), "smtp_smarthost")
    addresses.add(settings.child("slack_api_url"), "slack_api_url")
    for receiver in document.root.sequence("receivers"):
        name = receiver.text("name") or "without a name"
        for kind, entries in receiver.entries():
            for entry in entries.elements() if kind.endswith("_configs") else ():
                for key in ("url", "api_url", "webhook_url"):
                    if "://" in str((node := entry.child(key)) and node.value):  # else a placeholder
                        addresses.add(node, f"receiver {name}")
                addresses.add(entry.child("smarthost"), f"receiver {name}")
    return addresses.facts()


# -- Promtail ----------------------------------------------------------------------------------------------------------


def is_promtail(root: Node) -> bool:
    """Return whether a tree is configuration of Promtail."""
    return root.child("clients") is not None and (root.has("positions") or root.has("scrape_configs"))


def promtail_facts(
    path: str, document: Document, variables: Mapping[str, str] | None = None, *, file: str | None = None
) -> Facts:
    """Return where a Promtail sends logs; arguments as :func:`prometheus_facts`."""
    addresses = WatchedAddresses(path, "promtail", variables, file=file)
    for client in document.root.sequence("clients"):
        addresses.add(client.child("url"), "client")
    return addresses.facts()
