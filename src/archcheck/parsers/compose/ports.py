"""Ports in the short form, ``[[ADDRESS:]HOST:]CONTAINER[/PROTOCOL]``, and ranges of them."""

from dataclasses import dataclass

__all__ = ["PublishedPort", "parse_port", "parse_range"]

_MOST = 65_535


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


def parse_range(text: str) -> range | None:
    """Return the ports of ``80`` or ``8000-8010``, or None if the text is neither."""
    first, dash, last = text.partition("-")
    if not all(_is_port(part) for part in ((first, last) if dash else (first,))):
        return None
    ports = range(int(first), int(last if dash else first) + 1)
    return ports or None


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= _MOST


def parse_port(text: str) -> list[PublishedPort] | None:
    """Return what a port in the short form publishes, one entry a container port; None if the text is no such port."""
    address, protocol = text.partition("/")[::2]
    rest, _, container = address.rpartition(":")
    host_ip, _, host = rest.rpartition(":")
    host_ip = host_ip.removeprefix("[").removesuffix("]")
    targets = parse_range(container)
    protocol = protocol.lower() or "tcp"
    if targets is None or protocol not in {"tcp", "udp", "sctp"}:
        return None
    if not host:
        return [PublishedPort(target, None, host_ip or None, protocol) for target in targets]
    published = parse_range(host)
    if published is None:
        return None
    if len(published) == len(targets):
        pairs = [(target, str(port)) for target, port in zip(targets, published, strict=True)]
    elif len(targets) == 1:
        pairs = [(targets[0], host)]
    else:
        return None
    return [PublishedPort(target, port, host_ip or None, protocol) for target, port in pairs]
