"""Traefik's Middlewares as policies."""

from collections.abc import Iterator

from archcheck.model.facts import PolicyKind
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.policies import Parameters, Part, parameters, read_parameters
from archcheck.parsers.kubernetes.quantities import duration_s, quotient
from archcheck.parsers.kubernetes.shapes import mappings

__all__ = ["MOST_MEMBERS", "TRAEFIK", "ingress_parts", "middleware_parts"]

TRAEFIK = "traefik.io"
MOST_MEMBERS = 100
_KINDS = {
    "rateLimit": PolicyKind.RATE_LIMIT,
    "circuitBreaker": PolicyKind.CIRCUIT_BREAKER,
    "retry": PolicyKind.RETRY,
    "inFlightReq": PolicyKind.BULKHEAD,
    "inFlightConn": PolicyKind.BULKHEAD,
    "forwardAuth": PolicyKind.AUTHENTICATION,
    "basicAuth": PolicyKind.AUTHENTICATION,
    "digestAuth": PolicyKind.AUTHENTICATION,
    "errors": PolicyKind.FALLBACK,
}


def ingress_parts(item: KubernetesObject, cluster: Cluster) -> list[Part]:
    """Return what the Middlewares set that an Ingress names in an annotation (``NAMESPACE-NAME@kubernetescrd``)."""
    annotation = item.annotation("traefik.ingress.kubernetes.io/router.middlewares")
    names = {} if annotation is None else dict.fromkeys(name.strip() for name in annotation[0].split(","))
    found: list[Part] = []
    seen: set[int] = set()
    for name in names:
        wanted, _, provider = name.partition("@")
        if provider in {"", "kubernetescrd"}:
            middleware = _by_full_name(wanted, cluster)
            if middleware is not None:
                found.extend(_parts(middleware, cluster, seen))
    return found


def middleware_parts(references: list[Node], namespace: str | None, cluster: Cluster) -> list[Part]:
    """Return what Middlewares set that a list of references (``name``, ``namespace``) names.

    Args:
        references: The references.
        namespace: Namespace of the object that refers.
        cluster: All objects.
    """
    return list(_referenced(references, namespace, cluster, set()))


def _by_full_name(wanted: str, cluster: Cluster) -> KubernetesObject | None:
    """Return the Middleware whose namespace and name, joined by a hyphen, are as wanted."""
    for cut in (index for index, character in enumerate(wanted[:260]) if character == "-"):
        found = cluster.find("Middleware", wanted[cut + 1 :], wanted[:cut], TRAEFIK)
        if found is not None:
            return found
    return None


def _referenced(references: list[Node], namespace: str | None, cluster: Cluster, seen: set[int]) -> Iterator[Part]:
    for reference in references:
        name = reference.text("name")
        home = reference.text("namespace") or namespace
        for kind in ("Middleware", "MiddlewareTCP"):
            found = cluster.find(kind, name, home, TRAEFIK) if name else None
            if found is not None:
                yield from _parts(found, cluster, seen)
                break


def _parts(middleware: KubernetesObject, cluster: Cluster, seen: set[int]) -> Iterator[Part]:
    """Yield what a Middleware sets; a chain yields what its members set, each once."""
    if id(middleware) in seen:
        return
    if len(seen) >= MOST_MEMBERS:
        middleware.root.report(f"More than {MOST_MEMBERS} Middlewares are chained; the others are not judged.")
        return
    seen.add(id(middleware))
    spec = middleware.spec
    for key, kind in _KINDS.items():
        if spec.child(key) is not None:
            setting = spec.mapping(key)
            yield Part(kind, setting.key_span, _params(key, setting))
    if spec.child("chain") is not None:
        members = list(mappings(spec.mapping("chain"), "middlewares"))
        yield from _referenced(members, middleware.namespace, cluster, seen)


def _params(key: str, setting: Node) -> Parameters:
    match key:
        case "rateLimit":
            average, period = setting.integer("average"), duration_s(setting, "period") or 1.0
            return parameters(requests_per_s=quotient(average, period), burst=setting.integer("burst"))
        case "circuitBreaker":
            return read_parameters(
                setting,
                durations={"checkPeriod": "interval_s", "fallbackDuration": "open_s", "recoveryDuration": "recovery_s"},
                words={"expression": "expression"},
            )
        case "retry":
            return read_parameters(
                setting, numbers={"attempts": "attempts"}, durations={"initialInterval": "backoff_s"}
            )
        case "inFlightReq" | "inFlightConn":
            return read_parameters(setting, numbers={"amount": "max_requests"})
    return {"type": key} if key.endswith("Auth") else {}
