"""Probes to health checks."""

from collections.abc import Iterator

from archcheck.model.facts import HealthCheck, HealthKind, HealthMethod
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.shapes import integer_or_text, texts

__all__ = ["read_health_checks"]

_PROBES = (
    ("startupProbe", HealthKind.STARTUP),
    ("readinessProbe", HealthKind.READINESS),
    ("livenessProbe", HealthKind.LIVENESS),
)

_METHODS = (
    ("httpGet", HealthMethod.HTTP),
    ("tcpSocket", HealthMethod.TCP),
    ("grpc", HealthMethod.GRPC),
    ("exec", HealthMethod.EXEC),
)


def read_health_checks(container: Node) -> tuple[HealthCheck, ...]:
    """Return the probes of a container."""
    return tuple(_checks(container))


def _checks(container: Node) -> Iterator[HealthCheck]:
    for key, kind in _PROBES:
        if container.child(key) is not None:
            check = _check(container.mapping(key), kind)
            if check is not None:
                yield check


def _check(probe: Node, kind: HealthKind) -> HealthCheck | None:
    method: HealthMethod | None = None
    handler = probe
    for key, candidate in _METHODS:
        if probe.child(key) is not None:
            method, handler = candidate, probe.mapping(key)
            break
    if method is None:
        probe.report("A probe needs one of httpGet, tcpSocket, grpc and exec.")
        return None
    return HealthCheck(
        kind=kind,
        method=method,
        span=probe.key_span,
        command=tuple(text for text, _ in texts(handler, "command")) if method is HealthMethod.EXEC else (),
        path=_path(handler, method),
        port=integer_or_text(handler, "port"),
        interval_s=probe.integer("periodSeconds"),
        timeout_s=probe.integer("timeoutSeconds"),
        threshold=probe.integer("failureThreshold"),
        initial_delay_s=probe.integer("initialDelaySeconds"),
        host=handler.text("host"),
    )


def _path(handler: Node, method: HealthMethod) -> str | None:
    if method is HealthMethod.HTTP:
        return handler.text("path") or "/"
    return handler.text("service") if method is HealthMethod.GRPC else None
