"""Kong's declarative configuration (``_format_version``)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from archcheck.model.facts import ConfigReference, Facts, HostTarget, Policy, PolicyKind, Route
from archcheck.model.node import Document, Node
from archcheck.model.span import Span
from archcheck.parsers.host_target import address_text, expanded, host_target
from archcheck.parsers.kong_plugins import ENDPOINTS, PLUGIN_KINDS, Params, plugin_params
from archcheck.parsers.time_span import node_seconds

__all__ = ["is_kong", "kong_facts"]


def is_kong(root: Node) -> bool:
    """Return whether a tree is declarative configuration of Kong."""
    return root.has("_format_version") and any(root.has(key) for key in ("services", "routes", "plugins", "upstreams"))


def kong_facts(
    path: str, document: Document, variables: Mapping[str, str] | None = None, *, file: str | None = None
) -> Facts:
    """Return the routes, policies and addresses of a declarative configuration of Kong.

    Args:
        path: Path of the file.
        document: The file's document; wrong shapes are recorded on it.
        variables: Values of a template's variables, by name.
        file: What the facts call the file, if not by its path.
    """
    reader = _Reader(file or path, document.root, variables or {})
    reader.read()
    return reader.facts


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a plugin or setting covers: the hosts of a service, the paths of a route; nothing for everything."""

    targets: tuple[HostTarget, ...] = ()
    paths: tuple[str, ...] = ()


class _Reader:
    """Collects the facts of one file; services, routes and plugins refer to each other by name."""

    def __init__(self, file: str, root: Node, variables: Mapping[str, str]) -> None:
        self.file = file
        self.root = root
        self.variables = variables
        self.facts = Facts()
        self.upstreams = {u.text("name"): u for u in root.sequence("upstreams") if u.child("name")}
        self.services: dict[str, Node] = {}
        self.routes: dict[str, tuple[Node, Node | None]] = {}

    def read(self) -> None:
        """Read the whole file."""
        for service in self.root.sequence("services"):
            if name := service.text("name"):
                self.services[name] = service
        for service in self.root.sequence("services"):
            self._service(service)
        for route in self.root.sequence("routes"):
            named = self.services.get(_name(route.child("service")) or "")
            self._route(named, route)
        for plugin in self.root.sequence("plugins"):
            self._plugin(plugin, self._scope_named(plugin))
        for upstream in self.root.sequence("upstreams"):
            self._upstream(upstream)

    # -- routes ------------------------------------------------------------------------------------------------------

    def _service(self, service: Node) -> None:
        for route in service.sequence("routes"):
            self._route(service, route)
        targets = tuple(target for target, _ in self._targets(service))
        scope = _Scope(targets)
        for plugin in service.sequence("plugins"):
            self._plugin(plugin, scope)
        params: Params = {}
        for name, key in (("timeout_s", "read_timeout"), ("connect_timeout_s", "connect_timeout")):
            value = node_seconds(service.child(key), unit_s=1e-3)
            if value is not None:
                params[name] = value
        at = service.child("read_timeout") or service.child("connect_timeout")
        if params and at is not None:
            self._policy(PolicyKind.TIMEOUT, params, at.span, scope)
        retries = service.child("retries")
        attempts = None if retries is None else retries.as_integer()
        if retries is not None and attempts:
            self._policy(PolicyKind.RETRY, {"attempts": attempts}, retries.span, scope)

    def _route(self, service: Node | None, route: Node) -> None:
        if name := route.text("name"):
            self.routes[name] = (route, service)
        targets = [] if service is None else list(self._targets(service))
        paths = _texts(route, "paths")
        label = f"Kong route {name}" if name else "Kong route"
        for target, span in targets:
            for path in paths or (None,):
                self.facts.routes.append(
                    Route(
                        target,
                        span,
                        f"{label} {path}" if path else label,
                        file=self.file,
                        hosts=tuple(_texts(route, "hosts") + _texts(route, "snis")),
                        path=path.removeprefix("~") if path else None,
                        path_kind="regex" if path and path.startswith("~") else "prefix",
                        methods=tuple(method.upper() for method in _texts(route, "methods")),
                    )
                )
        scope = _Scope(tuple(target for target, _ in targets), tuple(path.removeprefix("~") for path in paths))
        for plugin in route.sequence("plugins"):
            self._plugin(plugin, scope)

    def _targets(self, service: Node) -> Iterator[tuple[HostTarget, Span]]:
        """Yield where a service leads: its host, or the targets of the upstream of that name."""
        at = service.child("url") or service.child("host")
        text = expanded((at and at.as_text()) or "", self.variables)
        found = host_target(text)
        if at is None or found is None:
            return
        port = found.port if service.child("url") else service.integer("port")
        scheme = found.scheme or service.text("protocol")
        upstream = self.upstreams.get(found.host)
        if upstream is None:
            yield HostTarget(found.host, port, scheme), at.span
            return
        for target, span in self._upstream_targets(upstream):
            yield HostTarget(target.host, target.port, scheme), span

    def _upstream_targets(self, upstream: Node) -> Iterator[tuple[HostTarget, Span]]:
        for entry in upstream.sequence("targets"):
            node = entry.child("target")
            target = host_target(expanded((node and node.as_text()) or "", self.variables))
            if node is not None and target is not None:
                yield target, node.span

    # -- policies ----------------------------------------------------------------------------------------------------

    def _scope_named(self, plugin: Node) -> _Scope:
        """Return what a plugin at the top of the file covers by the names it gives."""
        route, service = self.routes.get(_name(plugin.child("route")) or "", (None, None))
        if route is None:
            service = self.services.get(_name(plugin.child("service")) or "")
        targets = () if service is None else tuple(target for target, _ in self._targets(service))
        paths = () if route is None else tuple(path.removeprefix("~") for path in _texts(route, "paths"))
        return _Scope(targets, paths)

    def _plugin(self, plugin: Node, scope: _Scope) -> None:
        name = plugin.text("name") or ""
        if not plugin.boolean("enabled", default=True):
            return
        config = plugin.mapping("config")
        if (kind := PLUGIN_KINDS.get(name)) is not None:
            self._policy(kind, plugin_params(name, kind, config), (plugin.child("name") or plugin).span, scope)
        for owner, key, type_hint in ENDPOINTS:
            if owner == name:
                self._reference(config.child(key), f"Kong plugin {name} {key}", type_hint)
        self._reference(config.at("redis", "host"), f"Kong plugin {name} redis host", "data")

    def _upstream(self, upstream: Node) -> None:
        targets = tuple(target for target, _ in self._upstream_targets(upstream))
        scope = _Scope(targets)
        if len(targets) > 1:
            algorithm = upstream.text("algorithm") or "round-robin"
            params: Params = {"servers": len(targets), "algorithm": algorithm}
            self._policy(PolicyKind.LOAD_BALANCING, params, upstream.span, scope)
        passive = upstream.mapping("healthchecks").mapping("passive").child("unhealthy")
        counts = (
            [] if passive is None else [passive.integer(key) for key in ("http_failures", "tcp_failures", "timeouts")]
        )
        failures = [count for count in counts if count]
        if passive is not None and failures:
            self._policy(PolicyKind.CIRCUIT_BREAKER, {"consecutive_errors": min(failures)}, passive.span, scope)

    def _policy(self, kind: PolicyKind, params: Params, span: Span, scope: _Scope) -> None:
        for target in scope.targets or (None,):
            for path in scope.paths or (None,):
                self.facts.policies.append(
                    Policy(kind, "kong", span, params, callee=target, file=self.file, route_path=path)
                )

    def _reference(self, node: Node | None, because: str, type_hint: str | None) -> None:
        text = expanded((node and node.as_text()) or "", self.variables)
        target = host_target(text)
        if node is not None and target is not None:
            words = f"{because} {address_text(target)}"
            self.facts.references.append(ConfigReference(self.file, text, words, node.span, type_hint, "kong"))


def _name(reference: Node | None) -> str | None:
    """Return the name of a reference, written ``orders`` or ``{name: orders}``."""
    if reference is None:
        return None
    return reference.text("name") if isinstance(reference.value, dict) else reference.as_text()


def _texts(node: Node, key: str) -> list[str]:
    return [text for item in node.sequence(key) if (text := item.as_text())]
