"""Who uses which store, and how much of it may be said aloud."""

from collections.abc import Iterable, Iterator

from archcheck.checks.workload_health import unattended
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import ComponentKind, DependencyType, Use
from archcheck.model.span import Span

__all__ = ["StoreUses", "first_use_of_each", "known_database", "plain_values", "secret_values", "store_uses"]

_NO_SHARERS = frozenset(
    {
        ComponentKind.DATABASE,
        ComponentKind.CACHE,
        ComponentKind.OBSERVABILITY,
        ComponentKind.PROXY,
        ComponentKind.EXTERNAL,
        ComponentKind.OTHER,
    }
)
_MONGODB_LOGIN_DATABASE = "admin"

StoreUses = list[tuple[str, Use]]
"""Uses of one store, each with the name of the component that uses it, in order of place."""


def store_uses(graph: ServiceGraph) -> Iterator[tuple[str, StoreUses]]:
    """Yield every store, by name, with the uses by components that keep data of their own there.

    Jobs, migrations, load generators, relays, exporters and metric collectors own nothing and are left out; so are
    stores that speak to each other.
    """
    passing = unattended(graph)
    uses: dict[str, StoreUses] = {}
    for dependency in graph.dependencies:
        source = graph.components[dependency.source]
        if dependency.type is not DependencyType.DATA or source.kind in _NO_SHARERS or source.name in passing:
            continue
        uses.setdefault(dependency.target, []).extend((source.name, use) for use in dependency.uses)
    for store in sorted(uses):
        yield store, sorted(uses[store], key=lambda pair: (pair[1].span, pair[0]))


def known_database(use: Use) -> str | None:
    """Return the database that a use names, or None where it names none for certain.

    In a MongoDB address ``admin`` is where the login is looked up, and what holds the data stays open.
    """
    name = (use.database or "").strip()
    if not name or "$" in name or "{" in name:
        return None
    if name == _MONGODB_LOGIN_DATABASE and (use.scheme or "").startswith("mongodb"):
        return None
    return name


def secret_values(graph: ServiceGraph) -> tuple[str, ...]:
    """Return all values that the platform treats as secret: what occurs in one of them must not be repeated."""
    return tuple(
        setting.value
        for component in graph.components.values()
        for workload in component.workloads
        for container in workload.containers
        for setting in container.settings
        if setting.secret and setting.value
    )


def plain_values(graph: ServiceGraph) -> dict[Span, str]:
    """Return all values that stand in the files for everybody to read, by their place."""
    return {
        setting.span: setting.value
        for component in graph.components.values()
        for workload in component.workloads
        for container in workload.containers
        for setting in container.settings
        if not setting.secret and not setting.interpolated and setting.value
    }


def first_use_of_each(uses: Iterable[tuple[str, Use]]) -> StoreUses:
    """Return the first use by each component."""
    first: dict[str, Use] = {}
    for source, use in uses:
        first.setdefault(source, use)
    return list(first.items())
