"""The eight static verdicts of a deployment: what its files declare."""

from collections.abc import Sequence

from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.finding import Finding
from archcheck.model.run import Practice, PracticeVerdict
from archcheck.practices.communication import async_messaging, circuit_breakers, failure_handling, service_discovery
from archcheck.practices.entry import api_gateway, rate_limiting
from archcheck.practices.operation import database_per_service, health_checks

__all__ = ["static_verdicts"]


def static_verdicts(graph: ServiceGraph, findings: Sequence[Finding]) -> tuple[PracticeVerdict, ...]:
    """Return a verdict for each practice, in the checklist's order.

    Args:
        graph: The deployment.
        findings: Findings of all rules on it, whatever the user selected: a rule that is switched off hides its
            findings, not the state of the system.
    """
    verdicts = {
        Practice.API_GATEWAY: api_gateway(graph),
        Practice.SERVICE_DISCOVERY: service_discovery(graph),
        Practice.ASYNC_MESSAGING: async_messaging(graph),
        Practice.CIRCUIT_BREAKERS: circuit_breakers(graph),
        Practice.HEALTH_CHECKS: health_checks(graph, findings),
        Practice.DATABASE_PER_SERVICE: database_per_service(graph, findings),
        Practice.RATE_LIMITING: rate_limiting(graph),
        Practice.FAILURE_HANDLING: failure_handling(graph),
    }
    return tuple(PracticeVerdict(practice, verdicts[practice]) for practice in Practice)
