"""Databases, servers and logins that several services share (ARC601, ARC602, ARC603)."""

from collections.abc import Iterator, Mapping

from archcheck.checks.check import Hit, whole_number
from archcheck.checks.store_users import (
    StoreUses,
    first_use_of_each,
    known_database,
    plain_values,
    secret_values,
    store_uses,
)
from archcheck.checks.wording import listed
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.finding import Level, Related

__all__ = ["shared_credentials", "shared_database", "shared_database_server"]


def shared_database(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield one finding for each database that several services use: same server, same database, both known."""
    secrets, plain = secret_values(graph), plain_values(graph)
    for store, uses in store_uses(graph):
        for database, of_database in sorted(_by_database(uses).items()):
            sharers = first_use_of_each(of_database)
            if len(sharers) <= max(1, whole_number(params, "max_users")):
                continue
            stated = any(database in plain.get(use.span, "") for _, use in of_database)
            secret = not stated and any(database in value for value in secrets)
            shown = "the same database" if secret else f"the same database, {database},"
            yield _hit(sharers, store, f"{_names(sharers)} use {shown} on {store}.", key=database)


def shared_database_server(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield servers on which several services have different databases; advice, unless one login opens them all."""
    for store, uses in store_uses(graph):
        if len(_by_database(uses)) < 2:
            continue
        named = [(source, use) for source, use in uses if known_database(use)]
        opened = _opened_by_one_login(named)
        sharers = first_use_of_each(opened or named)
        if len(sharers) < 2:
            continue
        if opened:
            yield _hit(
                sharers, store, f"{_names(sharers)} open different databases on {store} with the same credentials."
            )
        else:
            message = f"{_names(sharers)} have databases of their own on one server, {store}."
            yield _hit(sharers, store, message, level=Level.NOTE)


def shared_credentials(graph: ServiceGraph, params: Mapping[str, object]) -> Iterator[Hit]:
    """Yield logins of a store that several services use. The login is not repeated: it may come from a Secret.

    It is advice where the services share the database itself, or the password is the same too: other rules say that.
    """
    for store, uses in store_uses(graph):
        shared = [*_by_database(uses).values(), _opened_by_one_login(uses)]
        told = [{name for name, _ in same} for same in shared]
        by_user: dict[str, StoreUses] = {}
        for source, use in uses:
            if use.user:
                by_user.setdefault(use.user, []).append((source, use))
        for user, of_user in sorted(by_user.items()):
            sharers = first_use_of_each(of_user)
            if len(sharers) < 2:
                continue
            level = Level.NOTE if any(names >= {name for name, _ in sharers} for names in told) else None
            yield _hit(sharers, store, f"{_names(sharers)} log in to {store} as the same user.", level=level, key=user)


def _hit(sharers: StoreUses, store: str, message: str, *, level: Level | None = None, key: str = "") -> Hit:
    """Return a hit at the use by which the store came to be shared, the second one."""
    return Hit(
        subjects=(*sorted(name for name, _ in sharers), store),
        message=message,
        span=sharers[1][1].span,
        related=tuple(Related(use.span, f"{name} uses it here") for i, (name, use) in enumerate(sharers) if i != 1),
        level=level,
        key=key,
    )


def _names(sharers: StoreUses) -> str:
    return listed(sorted(name for name, _ in sharers))


def _by_database(uses: StoreUses) -> dict[str, StoreUses]:
    databases: dict[str, StoreUses] = {}
    for source, use in uses:
        database = known_database(use)
        if database is not None:
            databases.setdefault(database, []).append((source, use))
    return databases


def _opened_by_one_login(uses: StoreUses) -> StoreUses:
    """Return the uses with the first credentials that open databases of several services, or nothing."""
    by_login: dict[str, StoreUses] = {}
    for source, use in uses:
        if use.credentials:
            by_login.setdefault(use.credentials, []).append((source, use))
    for same in by_login.values():
        if len(_by_database(same)) > 1 and len(first_use_of_each(same)) > 1:
            return same
    return []
