"""Ports, doors to the outside, networks and links of a service."""

from collections.abc import Iterator

from archcheck.model.facts import Exposure, Link, Logging, Mechanism, NetworkAttachment, Port, StartOrder
from archcheck.model.node import Node
from archcheck.parsers.compose.project import SHORT
from archcheck.parsers.port_numbers import listed_ports, port_range

__all__ = [
    "exposures_of",
    "extra_hosts_of",
    "links_of",
    "logging_of",
    "networks_of",
    "ports_of",
    "start_order_of",
]

_ADDRESS_OPTIONS = ("fluentd-address", "syslog-address", "gelf-address", "loki-url", "splunk-url")


def ports_of(service: Node) -> tuple[Port, ...]:
    """Return the ports that a service publishes or exposes, each once."""
    ports: dict[tuple[int | None, str], Port] = {}
    for port in [*_published(service), *_exposed(service)]:
        ports.setdefault((port.number, port.protocol), port)
    return tuple(ports.values())


def _published(service: Node) -> Iterator[Port]:
    for node in service.sequence("ports"):
        number = _target(node)
        if number is not None:
            yield Port(number, node.text("name"), (node.text("protocol") or "tcp").lower(), node.span)


def _target(node: Node) -> int | None:
    target = node.child("target")
    text = target.as_text() if target is not None else None
    found = port_range(text) if text is not None else None
    if found is None or len(found) > 1:
        (target or node).report("A port of the container is expected here as target.")
        return None
    return found[0]


def _exposed(service: Node) -> Iterator[Port]:
    for node in service.sequence("expose"):
        text = node.as_text() or ""
        number, _, protocol = text.partition("/")
        found = listed_ports(number)
        if found is None and node.is_scalar:
            node.report("A port is expected here, such as 8080 or 8080/udp.")
        for port in found or ():
            yield Port(port, None, protocol.lower() or "tcp", node.span)


def exposures_of(name: str, service: Node) -> Iterator[Exposure]:
    """Yield the doors of a service to the outside: its published ports, or the network of the host."""
    mode = service.child("network_mode")
    if mode is not None and mode.value == "host":
        yield Exposure(name, Mechanism.HOST_NETWORK, mode.span)
        return
    for node in service.sequence("ports"):
        published = node.text("published") or ""
        host_ports = port_range(published) if published else None
        if published and host_ports is None:
            node.report("A port of the host, or a range of them, is expected here as published.")
        yield Exposure(
            name,
            Mechanism.HOST_PORT,
            node.span,
            host_port=host_ports[0] if host_ports else None,
            container_port=_target(node),
            host_ip=node.text("host_ip") or None,
        )


def networks_of(service: Node, root: Node) -> tuple[NetworkAttachment, ...]:
    """Return the networks a service is on, with the names and addresses it has there.

    Args:
        service: The service.
        root: The whole project, whose ``networks`` say which of them exist outside it.
    """
    if service.child("network_mode") is not None:
        return ()
    declared = root.mapping("networks")
    return tuple(_attachment(name, node, declared) for name, node in service.mapping("networks").entries())


def _attachment(name: str, node: Node, declared: Node) -> NetworkAttachment:
    if not node.is_null and not isinstance(node.value, dict):
        node.report(f"A mapping is expected here, not {node.shape}.")
    aliases = (alias.as_text() for alias in node.sequence("aliases"))
    address = node.text("ipv4_address") or node.text("ipv6_address")
    network = declared.child(name)
    external = network is not None and isinstance(network.value, dict) and bool(network.boolean("external"))
    return NetworkAttachment(name, tuple(alias for alias in aliases if alias), address, node.key_span, external)


def links_of(service: Node) -> tuple[Link, ...]:
    """Return ``links`` and ``external_links``, ``NAME`` or ``NAME:ALIAS``."""
    return tuple(
        Link(target, alias or None, external, node.span)
        for key, external in (("links", False), ("external_links", True))
        for node in service.sequence(key)
        for target, _, alias in [(node.as_text() or "").partition(":")]
        if target
    )


def start_order_of(service: Node) -> tuple[StartOrder, ...]:
    """Return ``depends_on``, and the services whose volumes this one takes over (``volumes_from``)."""
    orders = [_order(name, node) for name, node in service.mapping("depends_on").entries()]
    named = {order.target for order in orders}
    for node in service.sequence("volumes_from"):
        target = (node.as_text() or "").partition(":")[0]
        if target and target != "container" and target not in named:
            named.add(target)
            orders.append(StartOrder(target, "service_started", True, node.span))
    return tuple(orders)


def _order(name: str, node: Node) -> StartOrder:
    return StartOrder(name, node.text("condition") or "service_started", node.tag == SHORT, node.key_span)


def logging_of(service: Node) -> Logging | None:
    """Return the logging driver of a service and the address it sends to, if it names one."""
    node = service.mapping("logging")
    driver = node.child("driver")
    name = driver.as_text() if driver is not None else None
    if driver is None or name is None:
        return None
    options = node.mapping("options")
    for option in _ADDRESS_OPTIONS:
        address = options.child(option)
        if address is not None:
            return Logging(name, address.as_text(), address.span)
    return Logging(name, None, driver.span)


def extra_hosts_of(service: Node) -> Iterator[tuple[str, str, "Node"]]:
    """Yield host name, address and place of each name that is pinned to an address."""
    for node in service.sequence("extra_hosts"):
        host, _, address = (node.as_text() or "").partition("=")
        yield host, address, node
