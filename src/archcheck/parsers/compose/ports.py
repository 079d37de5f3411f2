"""Ports in the short form, ``[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]``, and ranges of them."""

import re
from dataclasses import dataclass

from archcheck.parsers.port_numbers import port_range

__all__ = ["PublishedPort", "parse_port"]

_ADDRESS = re.compile(r"[0-9a-fA-F.:%]*")


@dataclass(frozen=True, slots=True)
class PublishedPort:
    """A port that a service publishes.

    Attributes:
        target: Port in the container.
        published: Port on the host as text, or a range to choose from; None if the platform chooses.
        host_ip: Address it is bound to, or None for all.
        protocol: ``tcp``, ``udp`` or ``sctp``.
    """

    target: int
    published: str | None
    host_ip: str | None
    protocol: str


def parse_port(text: str) -> list[PublishedPort] | None:
    """Return what a port in the short form publishes, one entry a container port; None if the text is no such port."""
    address, protocol = text.partition("/")[::2]
    rest, _, container = address.rpartition(":")
    host_ip, _, host = rest.rpartition(":")
    host_ip = host_ip.removeprefix("[").removesuffix("]")
    targets = port_range(container)
    protocol = protocol.lower() or "tcp"
    if targets is None or protocol not in {"tcp", "udp", "sctp"} or not _ADDRESS.fullmatch(host_ip):
        return None
    if not host:
        return [PublishedPort(target, None, host_ip or None, protocol) for target in targets]
    published = port_range(host)
    if published is None:
        return None
    if len(published) == len(targets):
        pairs = [(target, str(port)) for target, port in zip(targets, published, strict=True)]
    elif len(targets) == 1:
        pairs = [(targets[0], host)]
    else:
        return None
    return [PublishedPort(target, port, host_ip or None, protocol) for target, port in pairs]
