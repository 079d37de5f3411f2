"""Which component an application's configuration belongs to, what is in effect there, and the addresses in it.

Spring joins several files: the application's own ``application.yml`` and ``bootstrap.yml``, and from the repository of the
configuration server ``NAME.yml`` for the application of that name and ``application.yml`` for all its clients.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping

from archcheck.graph.draft import Draft, DraftComponent, LinkKind
from archcheck.graph.gateway_routes import FoundPolicy, GatewayRoutes
from archcheck.graph.linking import add_reference
from archcheck.graph.mentions import setting_mentions
from archcheck.graph.naming import caller_of
from archcheck.graph.resolution import Resolver
from archcheck.graph.routing import file_owners
from archcheck.model.architecture import ComponentKind, Outcome, RouteUse
from archcheck.model.facts import (
    ApplicationConfig,
    Container,
    HostTarget,
    Policy,
    Property,
    Route,
    Setting,
    SettingOrigin,
)

__all__ = ["add_application_configs"]

_OWN_STEMS = {"application", "bootstrap"}
_CONTAINER_PROFILES = {"docker", "compose", "docker-compose", "container", "containers", "kubernetes", "k8s", "kube"}
_PLACEHOLDER = re.compile(r"\$\{([^${}:]+)(?::([^${}]*))?\}")
_NO_DEPENDENCY = re.compile(
    r"^(info|logging|server|springdoc|spring\.(application|profiles|jpa|banner|main|messages|mvc|thymeleaf))\."
)
_STORES = {ComponentKind.DATABASE, ComponentKind.CACHE, ComponentKind.BROKER}


def add_application_configs(draft: Draft, resolver: Resolver) -> None:
    """Add what applications' configuration files say: dependencies and the routes of gateways in code."""
    configs = draft.facts.application_configs
    if not configs:
        return
    owners = _Owners(draft)
    for name, component in list(draft.components.items()):
        chosen = owners.of(component)
        if chosen:
            _add(draft, resolver, component, _effective(chosen, component), owners)
            for config in chosen:
                draft.config_owners.setdefault(config.file, []).append(name)


class _Owners:
    """Tells which configurations apply to a component."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.applications: dict[str, str] = {}
        self.local: dict[str, list[ApplicationConfig]] = {}
        self.named: dict[str, list[ApplicationConfig]] = {}
        self.shared: list[ApplicationConfig] = []
        configs = draft.facts.application_configs
        self._take_local(configs)
        repositories = self._take_named(configs)
        self.shared = [c for c in configs if c.stem == "application" and posixpath.dirname(c.file) in repositories]
        for owned in self.local.values():
            owned[:] = [c for c in owned if c not in self.shared]

    def _take_local(self, configs: list[ApplicationConfig]) -> None:
        for config in configs:
            if config.stem not in _OWN_STEMS:
                continue
            given = next((p.value for p in config.properties if p.name == "spring.application.name"), None)
            for name in self._by_place(config.file) or ([given] if given in self.draft.components else []):
                self.local.setdefault(name, []).append(config)
                if given and "$" not in given:
                    self.applications.setdefault(given.lower(), name)

    def _take_named(self, configs: list[ApplicationConfig]) -> set[str]:
        """Take the files of configuration repositories, named like applications, and return their folders."""
        folders: set[str] = set()
        for config in configs:
            if config.stem in _OWN_STEMS:
                continue
            stem = config.stem.lower()
            owner = self.applications.get(stem) or self._component(stem) or self._with_profile(stem)
            if owner is not None:
                self.named.setdefault(owner, []).append(config)
                folders.add(posixpath.dirname(config.file))
        return folders

    def _with_profile(self, stem: str) -> str | None:
        """Return the application of ``orders-docker.yml``."""
        head, dash, tail = stem.rpartition("-")
        return (self.applications.get(head) or self._component(head)) if dash and tail in _CONTAINER_PROFILES else None

    def _component(self, name: str) -> str | None:
        return next((n for n in self.draft.components if n.lower() == name), None)

    def _by_place(self, file: str) -> list[str]:
        """Return the components whose build context, mounts or module folder hold the file."""
        owners = file_owners(self.draft, file)
        if owners:
            return owners
        for folder in reversed(file.split("/")[:-1]):
            fitting = [
                n for n, c in self.draft.components.items()
                if c.workloads and (folder == n or folder.endswith((f"-{n}", f"_{n}")))
            ]  # fmt: skip
            if fitting:
                return [max(fitting, key=len)]
        return []

    def of(self, component: DraftComponent) -> list[ApplicationConfig]:
        """Return the configurations of a component, the weakest first."""
        name = component.name
        local, named = self.local.get(name, []), self.named.get(name, [])
        if not local and (not named or (component.technology is not None and not component.own)):
            return []
        is_client = component.kind is not ComponentKind.CONFIG and bool(self.shared)
        bootstrap = [c for c in local if c.stem == "bootstrap"]
        application = [c for c in local if c.stem != "bootstrap"]
        return [*bootstrap, *application, *(self.shared if is_client else ()), *named]

    def component_of(self, application: str) -> str | None:
        """Return the component of an application by the name it registers under."""
        return self.applications.get(application.lower()) or self._component(application.lower())


def _effective(configs: list[ApplicationConfig], component: DraftComponent) -> dict[str, Property]:
    """Return the properties in effect, later and profile-specific ones overriding."""
    active = _active_profiles(component)
    general = [c for c in configs if not c.profiles]
    special = [c for c in configs if c.profiles and _applies(c.profiles, active)]
    effective: dict[str, Property] = {}
    for config in (*general, *special):
        effective.update({p.name: p for p in config.properties})
    return effective


def _active_profiles(component: DraftComponent) -> set[str] | None:
    """Return the profiles that the component's variables activate, or None if they activate none."""
    for setting in (s for w in component.workloads for c in w.containers for s in c.settings):
        if setting.name.upper().replace(".", "_") == "SPRING_PROFILES_ACTIVE" and setting.value:
            return {p.strip() for p in setting.value.split(",") if p.strip()}
    return None


def _applies(profiles: tuple[str, ...], active: set[str] | None) -> bool:
    """Whether a document's profiles are on; where nothing says so, those made for containers are."""
    return bool(set(profiles) & (_CONTAINER_PROFILES if active is None else active))


def _add(
    draft: Draft, resolver: Resolver, component: DraftComponent, effective: Mapping[str, Property], owners: _Owners
) -> None:
    variables = {s.name: s.value for w in component.workloads for c in w.containers for s in c.settings if s.value}
    routes = GatewayRoutes()
    settings = []
    for entry in effective.values():
        value = _filled(entry.value, effective, variables)
        if routes.take(entry.name, value, entry.span) or _NO_DEPENDENCY.match(entry.name):
            continue
        settings.append(
            Setting(entry.name, value, entry.span, SettingOrigin.CONFIG_FILE, posixpath.basename(entry.span.path))
        )
    _add_mentions(draft, resolver, component, settings)
    _add_routes(draft, resolver, component, routes, owners)


def _filled(text: str, effective: Mapping[str, Property], variables: Mapping[str, str]) -> str:
    """Replace ``${name:default}`` by the variable or property of that name, else by the default."""
    for _ in range(5):
        filled = _PLACEHOLDER.sub(lambda m: _value(m[1], m[2], effective, variables) or m[0].replace("${", "\0{"), text)
        if filled == text:
            break
        text = filled
    return text.replace("\0{", "${")


def _value(
    name: str, default: str | None, effective: Mapping[str, Property], variables: Mapping[str, str]
) -> str | None:
    relaxed = re.sub(r"[.\-]", "_", name).upper()
    if name in variables or relaxed in variables:
        return variables.get(name) or variables.get(relaxed)
    entry = effective.get(name)
    return entry.value if entry is not None else default


def _add_mentions(draft: Draft, resolver: Resolver, component: DraftComponent, settings: list[Setting]) -> None:
    if not component.workloads or component.kind in _STORES:
        return
    caller = caller_of(component.workloads[0], component.name)
    for mention in setting_mentions(Container("", None, component.span, settings=tuple(settings))):
        reference = resolver.reference(mention, caller)
        # A file in the repository may be overridden where it runs: what it names counts only if something answers.
        if reference is not None and reference.outcome in {Outcome.COMPONENT, Outcome.EXTERNAL}:
            add_reference(draft, reference, mention.name)


def _add_routes(
    draft: Draft, resolver: Resolver, component: DraftComponent, routes: GatewayRoutes, owners: _Owners
) -> None:
    if not component.workloads:
        return
    caller = caller_of(component.workloads[0], component.name)
    for found in routes.found():
        target = owners.component_of(found.target) or resolver.names.resolve(found.target, caller)
        route = Route(
            HostTarget(found.target, found.port), found.span, f"route {found.name} to {found.shown}", file=found.span.path,
            path=found.path,
        )  # fmt: skip
        draft.routes.append(RouteUse(route, component.name, target))
        if target is not None:
            _add_policies(draft, found.policies, target)
        if target is not None:
            draft.link(component.name, target, LinkKind.ROUTE, found.span, route.because)
    _add_policies(draft, routes.defaults, None)


def _add_policies(draft: Draft, policies: Iterable[FoundPolicy], target: str | None) -> None:
    """Add what filters set, for the route to a component or, without one, for all that the gateway calls."""
    callee = HostTarget(target) if target is not None else None
    draft.facts.policies.extend(
        Policy(kind, "spring-cloud-gateway", span, callee=callee, file=span.path) for kind, span in policies
    )
