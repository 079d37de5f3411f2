"""The environment of a container: literals, references, whole ConfigMaps and Secrets, and ``$(NAME)`` expansion."""

from collections.abc import Callable, Iterator

from archcheck.model.facts import Setting, SettingOrigin
from archcheck.model.node import Node
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.cluster import Cluster
from archcheck.parsers.kubernetes.configuration import source_keys, source_value
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.pods import Pod
from archcheck.parsers.kubernetes.shapes import mappings

__all__ = ["Environment", "read_environment"]

_SOURCES = (
    ("configMapRef", "configMapKeyRef", "ConfigMap", SettingOrigin.CONFIG_MAP),
    ("secretRef", "secretKeyRef", "Secret", SettingOrigin.SECRET),
)


class Environment:
    """Variables of one container.

    Args:
        pod: Its pod.
        cluster: The objects around it.
    """

    __slots__ = ("_cluster", "_pod", "_service_links", "settings")

    def __init__(self, pod: Pod, cluster: Cluster) -> None:
        self.settings: dict[str, Setting] = {}
        self._pod = pod
        self._cluster = cluster
        self._service_links = pod.spec.boolean("enableServiceLinks", default=True)

    def add(self, setting: Setting) -> None:
        """Add a variable; it replaces an earlier one of the same name."""
        self.settings.pop(setting.name, None)
        self.settings[setting.name] = setting

    def add_all(self, settings: tuple[Setting, ...]) -> None:
        """Add variables; each replaces an earlier one of its name."""
        if self.settings:
            for setting in settings:
                self.add(setting)
        else:
            self.settings.update((setting.name, setting) for setting in settings)

    def expand(self, node: Node, text: str, *, secrets: bool = True) -> tuple[str, bool]:
        """Return a text with ``$(NAME)`` replaced by what is known, and whether a secret is now part of it.

        Args:
            node: Where the text stands.
            text: The text.
            secrets: Whether values of Secrets are filled in.
        """
        if "$" not in text:
            return text, False
        used: list[Setting] = []
        parts: list[str] = []
        room = self._cluster.expansion_room
        for part in _expanded(text, lambda name: self._value(name, used, secrets=secrets)):
            room -= len(part)
            if room < 0:
                node.report("The variables of this deployment expand to too much text; this one is left as written.")
                return text, False
            parts.append(part)
        self._cluster.expansion_room = room
        return "".join(parts), any(setting.secret for setting in used)

    def _value(self, name: str, used: list[Setting], *, secrets: bool) -> str | None:
        setting = self.settings.get(name)
        if setting is None:
            return self._cluster.service_variables(self._pod.namespace).get(name) if self._service_links else None
        if setting.secret and not secrets:
            return None
        used.append(setting)
        return setting.value


def read_environment(container: Node, pod: Pod, cluster: Cluster) -> Environment:
    """Return the environment of a container; what is listed later wins, ``env`` over ``envFrom``."""
    environment = Environment(pod, cluster)
    for source in mappings(container, "envFrom"):
        environment.add_all(_imported(source, pod, cluster))
    for entry in mappings(container, "env"):
        name = entry.text("name")
        if name:
            environment.add(_setting(name, entry, environment, pod, cluster))
        else:
            entry.report("An entry of env needs a name.")
    return environment


def _imported(source: Node, pod: Pod, cluster: Cluster) -> tuple[Setting, ...]:
    prefix = source.text("prefix") or ""
    found: tuple[Setting, ...] = ()
    for key, _, kind, origin in _SOURCES:
        name = source.mapping(key).text("name")
        item = cluster.find(kind, name, pod.namespace) if name else None
        if item is not None:
            if (id(item), prefix) not in cluster.imports:
                cluster.imports[id(item), prefix] = tuple(_entries(item, prefix, origin))
            found += cluster.imports[id(item), prefix]
    return found


def _entries(item: KubernetesObject, prefix: str, origin: SettingOrigin) -> Iterator[Setting]:
    secret = origin is SettingOrigin.SECRET
    for key in source_keys(item):
        found = source_value(item, key)
        if found is not None:
            yield Setting(prefix + key, found[0], found[1], origin, item.name, bulk=True, secret=secret)


def _setting(name: str, entry: Node, environment: Environment, pod: Pod, cluster: Cluster) -> Setting:
    literal = entry.child("value")
    reference = entry.mapping("valueFrom")
    if literal is None and not reference.value:
        return Setting(name, "", entry.span)
    if literal is not None:
        text = literal.as_text()
        if text is None:
            return Setting(name, None, literal.span)
        expanded, secret = environment.expand(literal, text)
        return Setting(name, expanded, literal.span, secret=secret)
    for _, key, kind, origin in _SOURCES:
        if reference.child(key) is not None:
            chosen = reference.mapping(key)
            value, span = _entry(chosen, kind, pod, cluster)
            return Setting(name, value, span, origin, chosen.text("name"), secret=origin is SettingOrigin.SECRET)
    path = reference.mapping("fieldRef").text("fieldPath")
    return Setting(name, pod.field_value(path) if path else None, reference.key_span, SettingOrigin.FIELD)


def _entry(reference: Node, kind: str, pod: Pod, cluster: Cluster) -> tuple[str | None, Span]:
    """Return what a reference to a key of a ConfigMap or Secret gives, and where it stands."""
    source, key = reference.text("name"), reference.text("key")
    item = cluster.find(kind, source, pod.namespace) if source else None
    found = source_value(item, key) if item is not None and key is not None else None
    return found or (None, reference.key_span)


def _expanded(text: str, value: Callable[[str], str | None]) -> Iterator[str]:
    """Yield the parts of a text after expansion.

    Source: Kubernetes, "Define Dependent Environment Variables": ``$$`` is ``$``, an unknown ``$(NAME)`` stays.
    """
    position = 0
    while (dollar := text.find("$", position)) >= 0:
        yield text[position:dollar]
        position = dollar + 2
        following = text[dollar + 1 : position]
        end = text.find(")", position) if following == "(" else -1
        if following == "$":
            yield "$"
        elif end < 0:
            yield "$" + following
        else:
            name = text[position:end]
            known = value(name)
            yield f"$({name})" if known is None else known
            position = end + 1
    yield text[position:]
