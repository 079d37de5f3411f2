"""A service's health check, in all forms."""

from archcheck.model.facts import HealthCheck, HealthKind, HealthMethod
from archcheck.model.node import Node
from archcheck.parsers.compose.quantities import node_duration_s
from archcheck.parsers.compose.scalars import scalar_text

__all__ = ["health_check_of"]


def health_check_of(service: Node) -> HealthCheck | None:
    """Return the health check of a service; None without one, or if it only changes times of the image's own."""
    node = service.child("healthcheck")
    if node is None:
        return None
    check = service.mapping("healthcheck")
    test = _test(check)
    if check.boolean("disable") or test[:1] == ("NONE",):
        return HealthCheck(HealthKind.CONTAINER, HealthMethod.DISABLED, node.key_span)
    if not test:
        return None
    return HealthCheck(
        HealthKind.CONTAINER,
        HealthMethod.EXEC,
        node.key_span,
        command=test[1:] if test[0] == "CMD" else test,
        interval_s=node_duration_s(check.child("interval")),
        timeout_s=node_duration_s(check.child("timeout")),
        threshold=check.integer("retries"),
        initial_delay_s=node_duration_s(check.child("start_period")),
    )


def _test(check: Node) -> tuple[str, ...]:
    test = check.child("test")
    if test is None:
        return ()
    if not isinstance(test.value, list):
        text = scalar_text(test)
        return ("CMD-SHELL", text) if text else ()
    words = tuple(text for item in test.elements() if (text := scalar_text(item)) is not None)
    if words and words[0] not in {"CMD", "CMD-SHELL", "NONE"}:
        test.report("A list of words for a health check starts with CMD, CMD-SHELL or NONE.")
    return words
