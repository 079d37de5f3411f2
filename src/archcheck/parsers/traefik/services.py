"""What Traefik's services set: timeouts, passive health checks, failover, load balancing."""

from collections.abc import Iterator, Mapping

from archcheck.model.facts import PolicyKind
from archcheck.model.node import Node
from archcheck.parsers.time_span import node_seconds
from archcheck.parsers.traefik.middlewares import Params

__all__ = ["service_policies", "transport_policies"]


def service_policies(service: Node, transports: Mapping[str, Node]) -> Iterator[tuple[PolicyKind, Params, Node]]:
    """Yield what one service sets: the kind of policy, its parameters, and the node that says so.

    Args:
        service: The service's definition, its keys in lower case.
        transports: ``serversTransports`` by name.
    """
    balancer = service.mapping("loadbalancer")
    servers = balancer.child("servers")
    count = 0 if servers is None else sum(1 for _ in servers.elements())
    if count > 1:
        yield PolicyKind.LOAD_BALANCING, {"servers": count}, balancer
    if passive := balancer.child("passivehealthcheck"):
        failures = passive.integer("maxfailedattempts")
        yield PolicyKind.CIRCUIT_BREAKER, {} if failures is None else {"consecutive_errors": failures}, passive
    if failover := service.child("failover"):
        yield PolicyKind.FALLBACK, {"handler": failover.text("fallback") or ""}, failover
    name = (balancer.text("serverstransport") or "default").partition("@")[0].lower()
    if name in transports:
        yield from transport_policies(transports[name])


def transport_policies(transport: Node) -> Iterator[tuple[PolicyKind, Params, Node]]:
    """Yield the timeout that a ``serversTransport`` sets."""
    timeouts = transport.mapping("forwardingtimeouts")
    params: Params = {}
    for name, key in (("timeout_s", "responseheadertimeout"), ("connect_timeout_s", "dialtimeout")):
        value = node_seconds(timeouts.child(key))
        if value:  # 0 is no limit
            params[name] = value
    if params:
        yield PolicyKind.TIMEOUT, params, timeouts
