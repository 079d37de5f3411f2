"""Services that log in to a store as its administrator (ARC606)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit
from archcheck.checks.store_users import first_use_of_each, secret_values, store_uses
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import ComponentKind

__all__ = ["superuser_credentials"]

_SUPERUSERS = frozenset(
    {"root", "postgres", "sa", "admin", "administrator", "superuser", "sys", "system", "sysdba", "elastic", "neo4j"}
)


def superuser_credentials(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield services that log in to a database under the name of its administrator."""
    secrets = secret_values(graph)
    for store, uses in store_uses(graph):
        if graph.components[store].kind is ComponentKind.CACHE:
            continue
        as_superuser = [(source, use) for source, use in uses if (use.user or "").lower() in _SUPERUSERS]
        for source, use in first_use_of_each(as_superuser):
            user = use.user or ""
            login = "its administrator" if any(user in value for value in secrets) else f"{user}, its administrator"
            yield Hit((source, store), f"{source} logs in to {store} as {login}.", use.span)
