"""Traefik's dynamic configuration, which labels and files share: routers, services and middlewares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archcheck.model.facts import ConfigReference, Facts, HostTarget, Policy, PolicyKind, Route
from archcheck.model.node import Node
from archcheck.model.span import Span
from archcheck.parsers.host_target import address_text, expanded, host_target
from archcheck.parsers.traefik.middlewares import Params, middleware_policies
from archcheck.parsers.traefik.rule import RuleMatch, parse_rule
from archcheck.parsers.traefik.services import service_policies

__all__ = ["Dynamic"]

_PROTOCOLS = ("http", "tcp", "udp")
_MOST = 200  # definitions that one router reaches; they may refer to each other in circles and endless chains


@dataclass(frozen=True, slots=True)
class _Definition:
    """A router, service or middleware, and the workload on whose labels it stands (None in files)."""

    node: Node
    owner: str | None


@dataclass(frozen=True, slots=True)
class _Cover:
    """What the policies of a router cover."""

    targets: tuple[HostTarget, ...]
    paths: tuple[str | None, ...]
    owner: str | None


class Dynamic:
    """All definitions that one Traefik reads; they may refer to each other across workloads.

    Args:
        provider: ``traefik`` where they come from labels, else None.
        file: What the facts call the file they come from, else None.
        variables: Values of a template's variables, by name.
    """

    def __init__(
        self, *, provider: str | None = None, file: str | None = None, variables: Mapping[str, str] | None = None
    ) -> None:
        self.provider = provider
        self.file = file
        self.variables = variables or {}
        self.routers: list[tuple[str, str, _Definition]] = []
        self.services: dict[tuple[str, str], _Definition] = {}
        self.middlewares: dict[tuple[str, str], _Definition] = {}
        self.transports: dict[str, Node] = {}
        self.used: set[tuple[str, str]] = set()

    def add(self, root: Node, owner: str | None = None) -> None:
        """Take the definitions of a tree whose keys are in lower case."""
        for protocol in _PROTOCOLS:
            section = root.mapping(protocol)
            for name, node in section.mapping("routers").entries():
                self.routers.append((protocol, name, _Definition(node, owner)))
            for name, node in section.mapping("services").entries():
                self.services.setdefault((protocol, name), _Definition(node, owner))
            for name, node in section.mapping("middlewares").entries():
                self.middlewares.setdefault((protocol, name), _Definition(node, owner))
            for name, node in section.mapping("serverstransports").entries():
                self.transports.setdefault(name, node)

    def facts(self) -> Facts:
        """Return the routes and policies of all routers, in the order added."""
        facts = Facts()
        for protocol, name, router in self.routers:
            self._router(protocol, name, router, facts)
        return facts

    def routed(self, owner: str) -> bool:
        """Return whether a router stands on a workload's labels, or one leads to a service that they define."""
        return any(router.owner == owner for _, _, router in self.routers) or any(
            self.services[key].owner == owner for key in self.used
        )

    def _router(self, protocol: str, name: str, router: _Definition, facts: Facts) -> None:
        rule = router.node.text("rule") or ""
        matches = parse_rule(rule) if rule else (RuleMatch(),)
        because = f"Traefik router {name}" + (f" {rule}" if rule else "")
        service, internal = _names(router.node.child("service"))
        services = service or ([] if internal else self._default_services(protocol, name, router.owner))
        followed: set[str] = set()
        found = [target for key in services for target in self._targets(protocol, key, router, followed)]
        if not services and not internal and router.owner is not None:
            found = [(HostTarget(router.owner), router.node.span)]
        for target, span in found:
            facts.routes += [self._route(target, span, because, match) for match in matches]
        cover = _Cover(
            tuple(dict.fromkeys(target for target, _ in found)),
            tuple(dict.fromkeys(match.path for match in matches)),
            router.owner,
        )
        applied: set[str] = set()
        for middleware in _names(router.node.child("middlewares"))[0]:
            self._apply(protocol, middleware, cover, facts, applied)
        for key in services:
            if definition := self.services.get((protocol, key)):
                for kind, params, at in service_policies(definition.node, self.transports):
                    facts.policies += self._policies(kind, params, at.span, cover)
        if (tls := router.node.child("tls")) is not None and tls.value not in (False, "false"):
            facts.policies += self._policies(PolicyKind.TLS, {}, tls.span, cover)

    def _default_services(self, protocol: str, name: str, owner: str | None) -> list[str]:
        """Return the services of a router that names none: on labels, those that the same workload defines."""
        if owner is None:
            return []
        own = [key for (kind, key), service in self.services.items() if kind == protocol and service.owner == owner]
        return [name] if name in own else own

    def _targets(
        self, protocol: str, name: str, router: _Definition, followed: set[str]
    ) -> Iterator[tuple[HostTarget, Span]]:
        """Yield where a service sends requests, following the services it is made of."""
        definition = self.services.get((protocol, name))
        if definition is None:
            if router.owner is not None and not followed:  # a name that the provider makes up: its own workload
                yield HostTarget(router.owner), router.node.span
            return
        if name in followed or len(followed) >= _MOST:
            return
        followed.add(name)
        self.used.add((protocol, name))
        node = definition.node
        balancer = node.child("loadbalancer")
        if balancer is not None and definition.owner is not None:
            server = balancer.mapping("server")
            yield HostTarget(definition.owner, _port(server), server.text("scheme")), node.span
        elif balancer is not None:
            yield from self._servers(balancer, protocol)
        for part in _parts(node):
            yield from self._targets(protocol, part, router, followed)

    def _servers(self, balancer: Node, protocol: str) -> Iterator[tuple[HostTarget, Span]]:
        for server in balancer.sequence("servers"):
            address = server.child("url") or server.child("address")
            text = None if address is None else address.as_text()
            target = host_target(expanded(text, self.variables)) if text else None
            if address is not None and target is not None:
                scheme = target.scheme or (None if protocol == "http" else protocol)
                yield HostTarget(target.host, target.port, scheme), address.span

    def _route(self, target: HostTarget, span: Span, because: str, match: RuleMatch) -> Route:
        return Route(
            target,
            span,
            because,
            provider=self.provider,
            file=self.file,
            hosts=match.hosts,
            path=match.path,
            path_kind=match.path_kind,
            methods=match.methods,
        )

    def _apply(self, protocol: str, name: str, cover: _Cover, facts: Facts, applied: set[str]) -> None:
        """Add what a middleware sets for a router."""
        definition = self.middlewares.get((protocol, name))
        if definition is None or name in applied or len(applied) >= _MOST:
            return
        applied.add(name)
        node = definition.node
        for kind, params, at in middleware_policies(node):
            facts.policies += self._policies(kind, params, at.span, cover)
        address = node.at("forwardauth", "address")
        text = None if address is None else address.as_text()
        if address is not None and text:
            self._authority(expanded(text, self.variables), name, address.span, facts)
        for part in _names(node.at("chain", "middlewares"))[0]:
            self._apply(protocol, part, cover, facts, applied)

    def _authority(self, text: str, name: str, span: Span, facts: Facts) -> None:
        """Add the dependency on a service that decides who may pass."""
        target = host_target(text)
        if target is None:
            return
        because = f"Traefik middleware {name} forwardAuth {address_text(target)}"
        if self.file is not None:
            facts.references.append(ConfigReference(self.file, text, because, span, product="traefik"))
        elif not any(route.target == target and route.because == because for route in facts.routes):
            facts.routes.append(self._route(target, span, because, RuleMatch()))

    def _policies(self, kind: PolicyKind, params: Params, span: Span, cover: _Cover) -> list[Policy]:
        return [
            Policy(
                kind,
                "traefik",
                span,
                params,
                callee=target,
                provider=self.provider,
                file=self.file,
                route_path=path,
                workload=cover.owner,
            )
            for target in cover.targets
            for path in cover.paths
        ]


def _names(node: Node | None) -> tuple[list[str], bool]:
    """Return names (a list, or separated by commas) without ``@provider``, and whether some are Traefik's own."""
    if node is None:
        return [], False
    parts = [item.as_text() or "" for item in node.elements()] or (node.as_text() or "").split(",")
    names = [part.strip().lower().partition("@") for part in parts]
    return [name for name, _, provider in names if name and provider != "internal"], any(
        n[2] == "internal" for n in names
    )


def _port(server: Node) -> int | None:
    text = server.text("port") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 5 else None


def _parts(service: Node) -> list[str]:
    """Return the services that a weighted, mirroring or failover service is made of."""
    nodes = [entry.child("name") for entry in service.mapping("weighted").sequence("services")]
    for kind, keys in (("mirroring", ("service",)), ("failover", ("service", "fallback"))):
        nodes += [service.mapping(kind).child(key) for key in keys]
    nodes += [entry.child("name") for entry in service.mapping("mirroring").sequence("mirrors")]
    return [name for node in nodes for name in _names(node)[0]]
