"""Which component answers to a host name, as the platform would resolve it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archcheck.model.facts import Address, Workload, WorkloadKind

__all__ = ["Caller", "Names", "caller_of"]

_CLUSTER_SUFFIXES = (".svc.cluster.local", ".svc")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who resolves a name: its component, its Kubernetes namespace, its Compose networks, and the aliases its links give."""

    component: str
    namespace: str | None = None
    networks: frozenset[str] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)


class Names:
    """Host names of a deployment and the components behind them.

    A name that stands in several namespaces, or on several networks, keeps every owner; the caller's place decides.
    """

    def __init__(self) -> None:
        self._compose: dict[str, list[tuple[str, frozenset[str]]]] = {}
        self._services: dict[str, list[tuple[str | None, str]]] = {}
        self._hosts: dict[str, str] = {}
        self._patterns: list[tuple[str, str]] = []
        self._aliases: set[str] = set()

    # -- what answers ------------------------------------------------------------------------------------------------

    def add_compose(self, workload: Workload, component: str) -> None:
        """Add the names of a Compose service: its own, ``container_name`` and ``hostname``, and aliases by network."""
        networks = frozenset(n.network for n in workload.networks)
        for name in (workload.name, *workload.names):
            self._compose.setdefault(name.lower(), []).append((component, networks))
        for attachment in workload.networks:
            for alias in attachment.aliases:
                self._compose.setdefault(alias.lower(), []).append((component, frozenset({attachment.network})))

    def add_service(self, address: Address, component: str) -> None:
        """Add a Kubernetes Service's DNS name, or a mesh host."""
        if address.type == "ServiceEntry":
            self._hosts.setdefault(address.name.lower(), component)
        else:
            self._services.setdefault(address.name.lower(), []).append((address.namespace, component))

    def add_host(self, host: str, component: str) -> None:
        """Add a full host name or address that belongs to a component."""
        self._hosts.setdefault(host.lower(), component)

    def add_prefix(self, prefix: str, component: str) -> None:
        """Add every single-label name that begins so (Services that an operator makes for a custom resource)."""
        self._patterns.append((prefix.lower(), component))

    def add_alias(self, alias: str) -> None:
        """Add a name that only the links of some caller define; :class:`Caller` says where it leads."""
        self._aliases.add(alias.lower())

    # -- who is asked for --------------------------------------------------------------------------------------------

    def resolve(self, host: str, caller: Caller) -> str | None:
        """Return the component that a host name leads to from the caller, or None if nothing in the deployment answers."""
        host = host.lower().rstrip(".")
        if host in caller.links:
            return caller.links[host]
        if host in self._hosts:
            return self._hosts[host]
        return self._in_compose(host, caller) or self._in_kubernetes(host, caller) or self._by_prefix(host)

    def knows(self, host: str) -> bool:
        """Return whether any component answers to this name, from wherever."""
        host = host.lower()
        return host in self._compose or host in self._services or host in self._hosts

    def may_answer(self, host: str) -> bool:
        """Return whether any component may answer to this name from some caller; False only if none ever does."""
        return self.knows(host) or "." in host or bool(self._patterns) or host in self._aliases

    def elsewhere(self, host: str) -> tuple[str, ...]:
        """Return the components that answer to the name on other networks or in other namespaces, sorted."""
        host = host.lower().rstrip(".")
        owners = [c for c, _ in self._compose.get(host, ())] + [
            c for _, c in self._services.get(host.split(".")[0], ())
        ]
        return tuple(sorted(set(owners)))

    def _in_compose(self, host: str, caller: Caller) -> str | None:
        owners = self._compose.get(host, ())
        if not owners:
            return None
        shared = [c for c, networks in owners if networks & caller.networks]
        return (shared or [c for c, _ in owners])[0]

    def _in_kubernetes(self, host: str, caller: Caller) -> str | None:
        name = host
        for suffix in _CLUSTER_SUFFIXES:
            if host.endswith(suffix):
                name = host.removesuffix(suffix)
                break
        labels = name.split(".")
        qualified = name != host
        if len(labels) == 1:
            return self._service(labels[0], caller.namespace, exact=False)
        if len(labels) == 2:
            return self._service(labels[0], labels[1], exact=True) or self._pod(labels, caller.namespace)
        if len(labels) == 3 and (qualified or self._pod(labels[:2], labels[2])):
            return self._pod(labels[:2], labels[2])
        return None

    def _service(self, name: str, namespace: str | None, *, exact: bool) -> str | None:
        """Return the Service of that name in that namespace; a manifest without namespace may be applied to any."""
        owners = self._services.get(name, ())
        for wanted in (namespace, None):
            for owner_namespace, component in owners:
                if owner_namespace == wanted:
                    return component
        if not exact and namespace is None and owners:
            return owners[0][1]
        return None

    def _pod(self, labels: list[str], namespace: str | None) -> str | None:
        """Return the component of a StatefulSet's pod behind a headless Service (``db-0.db``)."""
        pod, service = labels
        if pod.rpartition("-")[2].isdigit():
            return self._service(service, namespace, exact=False)
        return None

    def _by_prefix(self, host: str) -> str | None:
        first = host.split(".", maxsplit=1)[0]
        for prefix, component in self._patterns:
            if first == prefix or first.startswith(f"{prefix}-"):
                return component
        return None


def caller_of(workload: Workload, component: str, names: Iterable[tuple[str, str]] = ()) -> Caller:
    """Return the caller that a workload is; ``names`` are the (alias, component) pairs its links give it."""
    networks = frozenset(n.network for n in workload.networks)
    namespace = workload.namespace if workload.kind is not WorkloadKind.COMPOSE else None
    return Caller(component, namespace, networks, dict(names))
