"""Passwords that stand in a manifest (ARC607)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.secret_names import is_literal_secret, names_secret
from archcheck.checks.wording import listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import Component
from archcheck.model.facts import Setting, SettingOrigin, Workload
from archcheck.model.span import Span

__all__ = ["plain_text_credentials"]

_IN_MANIFESTS = frozenset({SettingOrigin.ENVIRONMENT, SettingOrigin.CONFIG_MAP, SettingOrigin.DOCKERFILE})


def plain_text_credentials(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield one finding for each place where a password is written out. The value is never repeated.

    A place that several components read (a shared ConfigMap, an anchor) is one finding. Values of Secrets, of environment
    files and of variables filled in from outside do not stand in the manifest.
    """
    readers: dict[tuple[Span, str], list[str]] = {}
    for component in graph.components.values():
        for place in _places(graph, component).items():
            readers.setdefault(place, []).append(component.name)
    for (span, where), names in sorted(readers.items()):
        get = "gets" if len(names) == 1 else "get"
        yield Hit(tuple(names), f"{listed(names)} {get} a password in plain text, {where}.", span, key=where)


def _places(graph: ServiceGraph, component: Component) -> dict[Span, str]:
    """Return where passwords of a component are written out, each with what holds it."""
    settings = [setting for workload in component.workloads for setting in _settings(workload)]
    outside = {setting.span for setting in settings if not _stands_in_manifest(setting)}
    places: dict[Span, str] = {}
    for setting in settings:
        if _stands_in_manifest(setting) and is_literal_secret(setting.name, setting.value or ""):
            places.setdefault(setting.span, f"in the variable {setting.name}")
    for span, where in (*_in_addresses(graph, component), *_on_command_lines(component)):
        if span not in outside:
            places.setdefault(span, where)
    return places


def _settings(workload: Workload) -> Iterator[Setting]:
    for container in workload.containers:
        yield from container.settings
        yield from container.build.settings if container.build else ()


def _stands_in_manifest(setting: Setting) -> bool:
    return setting.origin in _IN_MANIFESTS and not setting.secret and not setting.interpolated


def _in_addresses(graph: ServiceGraph, component: Component) -> Iterator[tuple[Span, str]]:
    for dependency in graph.out(component.name):
        for use in dependency.uses:
            if use.password_in_text:
                yield use.span, f"in the address of {dependency.target}"


def _on_command_lines(component: Component) -> Iterator[tuple[Span, str]]:
    """Yield options such as ``--requirepass x`` and ``--password=x``."""
    for workload in component.workloads:
        for container in workload.containers:
            texts = [word.text for word in container.command]
            for word, after in zip(container.command, [*texts, ""][1:], strict=True):
                option, equals, value = word.text.partition("=")
                if not option.startswith("--") or " " in option or not names_secret(option):
                    continue
                given = value if equals else "" if after.startswith("-") else after
                if is_literal_secret(option, given):
                    yield word.span, f"in the option {option}"
