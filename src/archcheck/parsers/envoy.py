"""Envoy's static configuration: listeners, routes, clusters, and xDS files of the same resources."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archcheck.model.facts import ConfigReference, Facts, HostTarget, Policy, PolicyKind, Route
from archcheck.model.node import Document, Node
from archcheck.model.span import Span
from archcheck.parsers.envoy_policies import Params, cluster_policies, filter_clusters, filter_policies, route_policies
from archcheck.parsers.host_target import address_text, expanded
from archcheck.parsers.renamed_keys import renamed_keys, snake_case

__all__ = ["envoy_facts", "is_envoy"]

_FILE_SECTIONS = ("static_resources", "staticResources")
_PATHS = (("prefix", "prefix"), ("path_separated_prefix", "prefix"), ("path", "exact"))
_TELEMETRY = ("tracing", "access_log")


def is_envoy(root: Node) -> bool:
    """Return whether a tree is a bootstrap configuration of Envoy, or a file of its resources."""
    if any(root.child(key) for key in _FILE_SECTIONS):
        return True
    resources = root.child("resources")
    return resources is not None and any(_type(item).startswith("envoy.") for item in resources.elements())


def envoy_facts(
    path: str, document: Document, variables: Mapping[str, str] | None = None, *, file: str | None = None
) -> Facts:
    """Return the routes, policies and addresses of a configuration of Envoy.

    Args:
        path: Path of the file.
        document: The file's document; wrong shapes are recorded on it.
        variables: Values of a template's variables, by name.
        file: What the facts call the file, if not by its path.
    """
    reader = _Reader(file or path, variables or {})
    root = renamed_keys(document.root, snake_case)
    reader.read(root)
    return reader.facts


def _type(node: Node) -> str:
    """Return the last part of a message's type: ``envoy.config.cluster.v3.Cluster``."""
    return (node.text("@type") or "").rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class _Endpoint:
    """A host of a cluster, and where it is named."""

    target: HostTarget
    span: Span


@dataclass(frozen=True, slots=True)
class _Match:
    """What a route matches: domains (() for any), a path and how it is compared; the scheme if the filter fixes it."""

    domains: tuple[str, ...] = ()
    path: str | None = None
    kind: str = "prefix"
    scheme: str | None = None


class _Reader:
    """Collects the facts of one configuration; routes refer to clusters by name."""

    def __init__(self, file: str, variables: Mapping[str, str]) -> None:
        self.file = file
        self.variables = variables
        self.facts = Facts()
        self.clusters: dict[str, list[_Endpoint]] = {}
        self.tables: dict[str, Node] = {}
        self.used: set[str] = set()

    def read(self, root: Node) -> None:
        """Read the whole configuration."""
        static = root.mapping("static_resources")
        resources = root.sequence("resources")
        clusters = static.sequence("clusters") + _of_type(resources, "Cluster")
        for cluster in clusters:
            self.clusters[cluster.text("name") or ""] = list(self._endpoints(cluster))
        for table in _of_type(resources, "RouteConfiguration"):
            self.tables[table.text("name") or ""] = table
        for listener in static.sequence("listeners") + _of_type(resources, "Listener"):
            self._listener(listener)
        for table in list(self.tables.values()):
            self._table(table)
        for cluster in clusters:
            self._cluster(cluster)
        for name, endpoints in self.clusters.items():
            if name not in self.used:
                self._references(endpoints, f"Envoy cluster {name}", None)

    # -- clusters ----------------------------------------------------------------------------------------------------

    def _endpoints(self, cluster: Node) -> Iterator[_Endpoint]:
        scheme = "https" if cluster.at("transport_socket") or cluster.child("tls_context") else None
        addresses = [host.mapping("socket_address") for host in cluster.sequence("hosts")]  # version 2
        for group in cluster.mapping("load_assignment").sequence("endpoints"):
            addresses += [
                entry.mapping("endpoint").mapping("address").mapping("socket_address")
                for entry in group.sequence("lb_endpoints")
            ]
        for address in addresses:
            host = expanded(address.text("address") or "", self.variables)
            port = address.child("port_value")
            number = None if port is None or "$" in (port.as_text() or "") else port.as_integer()
            if host:
                yield _Endpoint(HostTarget(host, number, scheme), (address.child("address") or address).span)

    def _cluster(self, cluster: Node) -> None:
        endpoints = self.clusters.get(cluster.text("name") or "", [])
        for kind, params, at in cluster_policies(cluster, len(endpoints)):
            for endpoint in endpoints:
                self._policy(kind, params, at.span, None, endpoint.target)

    # -- listeners ---------------------------------------------------------------------------------------------------

    def _listener(self, listener: Node) -> None:
        for log in listener.sequence("access_log")[:1]:
            self._policy(PolicyKind.ACCESS_LOG, {"enabled": True}, log.span, None, None)
        for chain in listener.sequence("filter_chains"):
            socket = chain.child("transport_socket") or chain.child("tls_context")
            if socket is not None:
                self._policy(PolicyKind.TLS, {}, socket.span, None, None)
            for network_filter in chain.sequence("filters"):
                self._network_filter(network_filter)

    def _network_filter(self, network_filter: Node) -> None:
        config = network_filter.child("typed_config") or network_filter.mapping("config")
        name = f"{network_filter.text('name')} {_type(config)}"
        if "http_connection_manager" in name.lower() or "HttpConnectionManager" in name:
            self._connection_manager(config)
        elif config.child("cluster") or config.child("weighted_clusters"):
            self._forward(config, f"Envoy {config.text('stat_prefix') or 'filter'}", _Match(scheme="tcp"))

    def _connection_manager(self, config: Node) -> None:
        for log in config.sequence("access_log")[:1]:
            self._policy(PolicyKind.ACCESS_LOG, {"enabled": True}, log.span, None, None)
        for http_filter in config.sequence("http_filters"):
            settings = http_filter.child("typed_config") or http_filter.mapping("config")
            if not http_filter.boolean("disabled"):
                self._http_filter(http_filter.text("name") or "", settings, self._table_of(config))
            self._uses(settings, f"Envoy filter {http_filter.text('name') or ''}", None)
        for section in _TELEMETRY:
            for part in config.sequence(section) if section == "access_log" else [config.mapping(section)]:
                self._uses(part, f"Envoy {section}", "observability")
        discovered = config.mapping("rds").text("route_config_name")
        if config.child("route_config") is not None:
            self._table(config.mapping("route_config"))
        elif discovered is not None and discovered not in self.tables:
            config.document.remark(config.span, f"The routes {discovered[:60]} come from elsewhere; they are not read.")

    def _table_of(self, config: Node) -> Node | None:
        """Return the route table of a connection manager, its own or one of the file."""
        return config.child("route_config") or self.tables.get(config.mapping("rds").text("route_config_name") or "")

    def _http_filter(self, name: str, settings: Node, table: Node | None) -> None:
        """Add what a filter sets for a listener: everywhere, or on the routes that do not switch it off."""
        places = _filtered_paths(table, name) if table is not None else [None]
        for kind, params, path, at in filter_policies(f"{name} {_type(settings)}", settings):
            for place in [path] if path is not None else places:
                self._policy(kind, params, at.span, place, None)

    def _table(self, table: Node) -> None:
        for host in table.sequence("virtual_hosts"):
            domains = tuple(domain for item in host.sequence("domains") if (domain := item.as_text()) and domain != "*")
            for kind, params, at in route_policies(host):
                self._policy(kind, params, at.span, None, None)
            for route in host.sequence("routes"):
                self._route(route, domains)

    def _route(self, route: Node, domains: tuple[str, ...]) -> None:
        path, kind = _matched_path(route.mapping("match"))
        action = route.mapping("route")
        self._forward(action, "Envoy route" + (f" {path}" if path else ""), _Match(domains, path, kind))
        for policy, params, at in route_policies(action):
            self._policy(policy, params, at.span, path, None)
        for name, settings in route.mapping("typed_per_filter_config").entries():
            if settings.boolean("disabled"):
                continue
            inner = settings.child("config") if _type(settings).endswith("FilterConfig") else None
            own = inner or settings
            for policy, params, _, at in filter_policies(f"{name} {_type(own)}", own):
                self._policy(policy, params, at.span, path, None)

    def _forward(self, action: Node, label: str, match: _Match) -> None:
        """Add the routes to the clusters that an action names."""
        weighted = action.mapping("weighted_clusters").sequence("clusters")
        for node in [action.child("cluster"), *(entry.child("name") for entry in weighted)]:
            name = None if node is None else node.as_text()
            if name is None:
                continue
            self.used.add(name)
            for endpoint in self.clusters.get(name, []):
                target = replace(endpoint.target, scheme=match.scheme or endpoint.target.scheme)
                self.facts.routes.append(
                    Route(
                        target,
                        endpoint.span,
                        f"{label} to cluster {name}",
                        file=self.file,
                        hosts=match.domains,
                        path=match.path,
                        path_kind=match.kind,
                    )
                )

    # -- facts -------------------------------------------------------------------------------------------------------

    def _uses(self, settings: Node, because: str, type_hint: str | None) -> None:
        """Add references for the clusters that a filter or tracer itself calls."""
        for name in filter_clusters(settings):
            if name not in self.used and name in self.clusters:
                self.used.add(name)
                self._references(self.clusters[name], because, type_hint)

    def _references(self, endpoints: Sequence[_Endpoint], because: str, type_hint: str | None) -> None:
        for endpoint in endpoints:
            text = address_text(endpoint.target)
            words = f"{because} {text}"
            self.facts.references.append(ConfigReference(self.file, text, words, endpoint.span, type_hint, "envoy"))

    def _policy(
        self, kind: PolicyKind, params: Params, span: Span, path: str | None, callee: HostTarget | None
    ) -> None:
        path = None if path == "/" else path
        self.facts.policies.append(Policy(kind, "envoy", span, params, callee=callee, file=self.file, route_path=path))


def _of_type(resources: Sequence[Node], name: str) -> list[Node]:
    return [item for item in resources if _type(item).rpartition(".")[2] == name]


def _filtered_paths(table: Node, name: str) -> list[str | None]:
    """Return the paths on which a listener's filter works: [None] for all, else those of routes that keep it on.

    The route of every other path (``/``) is left out where others switch the filter off: it cannot be told apart from all.
    """
    kept: list[str | None] = []
    is_off_somewhere = False
    for host in table.sequence("virtual_hosts"):
        off_here = _switches_off(host, name)
        for route in host.sequence("routes"):
            off = off_here or _switches_off(route, name)
            is_off_somewhere = is_off_somewhere or off
            path = _matched_path(route.mapping("match"))[0]
            if not off and path not in {None, "/"}:
                kept.append(path)
    return kept if is_off_somewhere else [None]


def _switches_off(holder: Node, name: str) -> bool:
    settings = holder.mapping("typed_per_filter_config").child(name)
    return settings is not None and settings.boolean("disabled")


def _matched_path(match: Node) -> tuple[str | None, str]:
    """Return the path that a route matches, and how it is compared."""
    for key, kind in _PATHS:
        if (text := match.text(key)) is not None:
            return text, kind
    regex = match.at("safe_regex", "regex") or match.child("regex")
    return (None, "prefix") if regex is None else (regex.as_text(), "regex")
