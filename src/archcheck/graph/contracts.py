"""Which component an API document describes."""

import posixpath
import re

from archcheck.graph.draft import Draft
from archcheck.graph.naming import Caller
from archcheck.model.facts import ApiContract

__all__ = ["tie_contracts"]

_FOLDERS = {
    "openapi",
    "api",
    "apis",
    "docs",
    "doc",
    "spec",
    "specs",
    "swagger",
    "contracts",
    "api-spec",
    "apispec",
    "api-docs",
    "src",
    "main",
    "resources",
}
_TITLE_NOISE = {"api", "service", "rest", "openapi", "swagger", "the", "http", "microservice", "resources"}


def tie_contracts(draft: Draft) -> None:
    """Give every API document to the component it describes, if that is clear.

    In this order: ``x-archcheck-service``, build context, a server's host, a folder or file named like a component, title.
    """
    for contract in draft.facts.contracts:
        name = (
            _by_declaration(draft, contract)
            or _by_context(draft, contract)
            or _by_server(draft, contract)
            or _by_path(draft, contract)
            or _by_title(draft, contract)
        )
        if name is not None:
            draft.components[name].contracts.append(contract)


def _by_declaration(draft: Draft, contract: ApiContract) -> str | None:
    return contract.service if contract.service in draft.components else None


def _by_context(draft: Draft, contract: ApiContract) -> str | None:
    best: tuple[int, str] | None = None
    for name, component in draft.components.items():
        for container in (c for w in component.workloads for c in w.containers):
            context = container.build.context if container.build else None
            if context and context != "." and contract.path.startswith(f"{context}/"):
                best = max(best or (0, ""), (len(context), name))
    return best[1] if best else None


def _by_server(draft: Draft, contract: ApiContract) -> str | None:
    for server in contract.servers:
        target = draft.names.resolve(server.host, Caller("")) if server.host else None
        if target is not None:
            return target
    return None


def _by_path(draft: Draft, contract: ApiContract) -> str | None:
    parts = contract.path.split("/")
    stem = re.sub(r"[._-]?(openapi|swagger|api|spec)$", "", posixpath.splitext(parts[-1])[0])
    for word in [stem, *(p for p in reversed(parts[:-1]) if p not in _FOLDERS)]:
        found = _named(draft, word)
        if found is not None:
            return found
    return None


def _by_title(draft: Draft, contract: ApiContract) -> str | None:
    words = [w for w in re.findall(r"[a-z0-9]+", (contract.title or "").lower()) if w not in _TITLE_NOISE]
    return _named(draft, "-".join(words)) if words else None


def _named(draft: Draft, word: str) -> str | None:
    """Return the workload component of that name, with or without a ``-service`` ending."""
    plain = _plain(word)
    if not plain:
        return None
    found = [n for n, c in draft.components.items() if c.workloads and plain in {_plain(n), *map(_plain, c.aliases)}]
    return found[0] if len(found) == 1 else None


def _plain(word: str) -> str:
    return re.sub(r"[-_]?(service|svc|api|server|app)$", "", word.lower()).replace("-", "").replace("_", "")
