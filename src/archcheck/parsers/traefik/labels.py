"""Traefik's labels on Compose and Swarm services."""

from collections.abc import Sequence

from archcheck.model.facts import Facts, HostTarget, Policy, PolicyKind, Route, Workload
from archcheck.model.node import Document, Node
from archcheck.parsers.traefik.dynamic import Dynamic
from archcheck.parsers.traefik.rule import RuleMatch, parse_rule

__all__ = ["label_facts", "label_facts_all"]

_PREFIX = "traefik."
_PARTS = 20  # Traefik's own labels have at most ten
_PROVIDER = "traefik"


def label_facts(workload: Workload) -> Facts:
    """Return what the labels of one workload say to Traefik; see :func:`label_facts_all`."""
    return label_facts_all([workload])


def label_facts_all(workloads: Sequence[Workload]) -> Facts:
    """Return the routes and policies that labels give Traefik, in the order of the workloads.

    A router may use services and middlewares that stand on another workload's labels. A workload that Traefik is told
    to serve (``traefik.enable=true``) without a router gets the route that Traefik makes by itself. Labels of version 1
    (``traefik.frontend.rule``) are read too.
    """
    dynamic = Dynamic(provider=_PROVIDER)
    labelled = []
    for workload in workloads:
        labels = {key.lower(): value for key, value in workload.labels.items() if key.lower().startswith(_PREFIX)}
        if labels and labels.get("traefik.enable", "true").strip().lower() != "false":
            labelled.append((workload, labels))
            dynamic.add(_tree(workload, labels), workload.name)
    facts = dynamic.facts()
    for workload, labels in labelled:
        if any(key == "traefik.port" or ".frontend." in key or key == "traefik.backend" for key in labels):
            facts.extend(_version_1(workload, labels))
        elif _is_enabled(labels) and not dynamic.routed(workload.name):
            because = "label traefik.enable=true" if "traefik.enable" in labels else "Traefik service label"
            target = HostTarget(workload.name, _service_port(labels))
            facts.routes.append(Route(target, workload.span, because, provider=_PROVIDER))
    return facts


def _is_enabled(labels: dict[str, str]) -> bool:
    """Return whether the labels ask for a route: explicitly, or by a service they define."""
    return labels.get("traefik.enable", "").strip().lower() == "true" or _service_port(labels) is not None


def _service_port(labels: dict[str, str]) -> int | None:
    ports = [value for key, value in labels.items() if key.endswith(".loadbalancer.server.port")]
    return _number(ports[0]) if ports else None


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None


def _tree(workload: Workload, labels: dict[str, str]) -> Node:
    """Return labels as the tree that a file would hold; every value stands where the workload does."""
    document = Document(workload.span.path)
    line, column = workload.span.line, workload.span.column
    root: dict[str, Node] = {}
    for key, value in labels.items():
        parts = key.removeprefix(_PREFIX).split(".")
        if len(parts) > _PARTS or parts[0] not in {"http", "tcp", "udp"}:
            continue
        place = root
        for part in parts[:-1]:
            node = place.get(part)
            if node is None or not isinstance(node.value, dict):  # ``tls=true`` beside ``tls.options=x``
                node = place[part] = Node({}, document, line, column)
            place = node.value if isinstance(node.value, dict) else {}
        place.setdefault(parts[-1], Node(value, document, line, column))
    return Node(root, document, line, column)


def _version_1(workload: Workload, labels: dict[str, str]) -> Facts:
    """Read version 1: one frontend a workload, or one for each segment ``traefik.SEGMENT.frontend.rule``."""
    facts = Facts()
    segments = [key.removesuffix("frontend.rule") for key in labels if key.endswith(".frontend.rule")] or [_PREFIX]
    for segment in segments:
        port = _number(labels.get(f"{segment}port", labels.get("traefik.port", "")))
        target = HostTarget(workload.name, port, labels.get(f"{segment}protocol"))
        rule = labels.get(f"{segment}frontend.rule", "")
        because = f"Traefik frontend {rule}" if rule else "label traefik.port"
        matches = parse_rule(rule) if rule else (RuleMatch(),)
        for match in matches:
            facts.routes.append(
                Route(
                    target,
                    workload.span,
                    because,
                    provider=_PROVIDER,
                    hosts=match.hosts,
                    path=match.path,
                    path_kind=match.path_kind,
                    methods=match.methods,
                )
            )
        for kind in _version_1_policies(segment, labels):
            facts.policies += [
                Policy(
                    kind,
                    _PROVIDER,
                    workload.span,
                    callee=target,
                    provider=_PROVIDER,
                    route_path=path,
                    workload=workload.name,
                )
                for path in dict.fromkeys(match.path for match in matches)
            ]
    return facts


_VERSION_1 = {
    "frontend.ratelimit.": PolicyKind.RATE_LIMIT,
    "frontend.auth.": PolicyKind.AUTHENTICATION,
    "frontend.errors.": PolicyKind.FALLBACK,
    "backend.circuitbreaker.": PolicyKind.CIRCUIT_BREAKER,
    "backend.maxconn.": PolicyKind.BULKHEAD,
}


def _version_1_policies(segment: str, labels: dict[str, str]) -> list[PolicyKind]:
    return [kind for prefix, kind in _VERSION_1.items() if any(key.startswith(segment + prefix) for key in labels)]
