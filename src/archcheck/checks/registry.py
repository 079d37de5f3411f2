"""Which function answers to the name of a check, and which parameters it takes."""

from collections.abc import Mapping
from difflib import get_close_matches
from importlib import import_module
from typing import cast

from archcheck.checks.check import Check
from archcheck.model.errors import ConfigurationError

__all__ = ["CHECKS", "DEFAULTS", "REPORTED_BY_THE_RUN", "check_function", "complete_parameters"]

CHECKS: Mapping[str, str] = {
    # 1xx api-gateway
    "no-api-gateway": "gateway_presence:no_api_gateway",
    "gateway-bypass": "gateway_presence:gateway_bypass",
    "route-to-nowhere": "gateway_routes:route_to_nowhere",
    "exposed-admin-interface": "admin_interfaces:exposed_admin_interface",
    # 2xx service-discovery
    "hard-coded-address": "addresses:hard_coded_address",
    "unresolved-host": "addresses:unresolved_host",
    "localhost-dependency": "localhost:localhost_dependency",
    "dangling-selector": "selectors:dangling_selector",
    "port-mismatch": "port_mismatch:port_mismatch",
    "fixed-placement": "fixed_placement:fixed_placement",
    "unreachable-dependency": "reachability:unreachable_dependency",
    # 3xx async-messaging
    "no-message-broker": "messaging:no_message_broker",
    "long-sync-chain": "sync_chains:long_sync_chain",
    "sync-cycle": "sync_chains:sync_cycle",
    "sync-fan-out": "sync_chains:sync_fan_out",
    # 4xx circuit-breakers
    "sync-chain-without-breaker": "circuit_breakers:sync_chain_without_breaker",
    "ineffective-breaker": "circuit_breakers:ineffective_breaker",
    "breaker-without-timeout": "circuit_breakers:breaker_without_timeout",
    # 5xx health-checks
    "missing-readiness-probe": "missing_probes:missing_readiness_probe",
    "missing-liveness-probe": "missing_probes:missing_liveness_probe",
    "missing-healthcheck": "missing_probes:missing_healthcheck",
    "health-check-port-unknown": "health_check_port:health_check_port_unknown",
    "same-liveness-and-readiness": "probe_pairs:same_liveness_and_readiness",
    "vacuous-health-check": "vacuous_health_check:vacuous_health_check",
    "start-order-without-health": "start_order:start_order_without_health",
    "health-path-not-in-contract": "health_paths:health_path_not_in_contract",
    "slow-start-without-startup-probe": "probe_pairs:slow_start_without_startup_probe",
    "health-check-timing": "health_check_timing:health_check_timing",
    # 6xx database-per-service
    "shared-database": "shared_store:shared_database",
    "shared-database-server": "shared_store:shared_database_server",
    "shared-credentials": "shared_store:shared_credentials",
    "exposed-database": "exposed_store:exposed_database",
    "shared-volume": "shared_volume:shared_volume",
    "superuser-credentials": "superuser:superuser_credentials",
    "plain-text-credentials": "plain_text_credentials:plain_text_credentials",
    "ephemeral-database": "exposed_store:ephemeral_database",
    # 7xx rate-limiting
    "no-rate-limit": "rate_limits:no_rate_limit",
    "unbounded-resources": "unbounded_resources:unbounded_resources",
    # 8xx failure-handling
    "single-replica": "replicas:single_replica",
    "no-restart-policy": "restarts:no_restart_policy",
    "no-disruption-budget": "replicas:no_disruption_budget",
    "no-graceful-shutdown": "restarts:no_graceful_shutdown",
    # 9xx across the checklist
    "service-without-contract": "contract_presence:service_without_contract",
    "invalid-contract": "contract_presence:invalid_contract",
}
"""Name of a check -> ``module:function`` below ``archcheck.checks``; imported when the check runs."""

DEFAULTS: Mapping[str, Mapping[str, object]] = {
    "no-message-broker": {"min_services": 3},
    "long-sync-chain": {"max_hops": 3},
    "sync-fan-out": {"max_calls": 5},
    "slow-start-without-startup-probe": {"start_s": 30},
    "shared-database": {"max_users": 1},
}
"""Name of a check -> its parameters with their defaults; a check without an entry takes none."""

REPORTED_BY_THE_RUN = frozenset({"stale-suppression", "unreadable-document"})
"""Checks without a function: the run itself reports them, because they are about files and not about the graph."""


def check_function(name: str) -> Check:
    """Import and return the function of a check.

    Raises:
        ConfigurationError: No check has this name.
    """
    if name not in CHECKS:
        raise ConfigurationError(f"There is no check {name}{_suggestion(name, CHECKS)}")
    module, function = CHECKS[name].split(":")
    return cast("Check", getattr(import_module(f"archcheck.checks.{module}"), function))


def complete_parameters(check: str, given: Mapping[str, object]) -> dict[str, object]:
    """Return all parameters of a check: those given, and the defaults of the others.

    Raises:
        ConfigurationError: A parameter is unknown to the check, or its value is of another type than the default.
    """
    defaults = DEFAULTS.get(check, {})
    for name, value in given.items():
        if name not in defaults:
            raise ConfigurationError(f"The check {check} has no parameter {name}{_suggestion(name, defaults)}")
        if type(value) is not type(defaults[name]):
            kind = type(defaults[name]).__name__
            raise ConfigurationError(f"The parameter {name} of the check {check} is of type {kind}, not {value!r}.")
    return {**defaults, **given}


def _suggestion(name: str, known: Mapping[str, object]) -> str:
    """Return the end of a message about an unknown name: the nearest ones, or all."""
    near = get_close_matches(name, known, n=1)
    if near:
        return f"; did you mean {near[0]}?"
    return f"; there are: {', '.join(sorted(known))}." if known else "; it takes none."
