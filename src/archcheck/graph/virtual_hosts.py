"""Routes of a proxy that reads its hosts from the variables of the containers behind it (nginx-proxy's ``VIRTUAL_HOST``)."""

from archcheck.graph.draft import Draft, LinkKind, workload_key
from archcheck.graph.routing import provider_components

__all__ = ["add_virtual_hosts"]

_READER = "nginx-proxy"
_VARIABLE = "VIRTUAL_HOST"


def add_virtual_hosts(draft: Draft) -> None:
    """Link the proxy with every component that asks it for a host name."""
    proxies = provider_components(draft, _READER)
    for workload in draft.facts.workloads if proxies else ():
        asked = (s for c in workload.containers for s in c.settings if s.name == _VARIABLE and s.value)
        for setting in asked:
            for proxy in proxies:
                because = f"environment {_VARIABLE}={setting.value}"
                draft.link(proxy, draft.by_workload[workload_key(workload)], LinkKind.ROUTE, setting.span, because)
