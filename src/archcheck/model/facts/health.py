"""Health checks: how the platform asks a container whether it is well."""

from dataclasses import dataclass
from enum import StrEnum

from archcheck.model.span import Span

__all__ = [
    "HealthCheck",
    "HealthKind",
    "HealthMethod",
]


class HealthKind(StrEnum):
    """Which health check; ``container`` is the one kind that Compose knows."""

    READINESS = "readiness"
    LIVENESS = "liveness"
    STARTUP = "startup"
    CONTAINER = "container"


class HealthMethod(StrEnum):
    """How a health check asks."""

    HTTP = "http"
    TCP = "tcp"
    GRPC = "grpc"
    EXEC = "exec"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """A question the platform asks a container.

    Attributes:
        kind: Which check it is.
        method: How it asks; ``disabled`` where a check is switched off on purpose.
        command: Words of an exec check; a shell string is one word behind ``CMD-SHELL``.
        path: Path of an HTTP check, or service of a gRPC one.
        port: Number, or name of a container port; None if not given.
        interval_s: Seconds between two checks; None if left to the platform's default.
        timeout_s: Seconds until a check counts as failed.
        threshold: Failures in a row that count (``failureThreshold``, ``retries``).
        initial_delay_s: Seconds before the first check (``initialDelaySeconds``, ``start_period``).
        span: Where it begins.
        host: Host of an HTTP or TCP check if the manifest names one other than the container itself.
    """

    kind: HealthKind
    method: HealthMethod
    span: Span
    command: tuple[str, ...] = ()
    path: str | None = None
    port: int | str | None = None
    interval_s: float | None = None
    timeout_s: float | None = None
    threshold: int | None = None
    initial_delay_s: float | None = None
    host: str | None = None
