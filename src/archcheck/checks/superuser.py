"""Services that log in to a store as its administrator (ARC606)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.store_users import first_use_of_each, secret_values, store_uses
from archcheck.checks.wording import listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import ComponentKind
from archcheck.model.span import Span

__all__ = ["superuser_credentials"]

_SUPERUSERS = frozenset(
    {"root", "postgres", "sa", "admin", "administrator", "superuser", "sys", "system", "sysdba", "elastic", "neo4j"}
)


def superuser_credentials(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield services that log in to a database under the name of its administrator, those with one place together."""
    secrets = secret_values(graph)
    for store, uses in store_uses(graph):
        if graph.components[store].kind is ComponentKind.CACHE:
            continue
        as_superuser = [(source, use) for source, use in uses if (use.user or "").lower() in _SUPERUSERS]
        places: dict[tuple[Span, str], list[str]] = {}
        for source, use in first_use_of_each(as_superuser):
            places.setdefault((use.span, use.user or ""), []).append(source)
        for (span, user), sources in places.items():
            login = "its administrator" if any(user in value for value in secrets) else f"{user}, its administrator"
            log = "logs" if len(sources) == 1 else "log"
            yield Hit((*sources, store), f"{listed(sources)} {log} in to {store} as {login}.", span)
