"""OpenAPI documents (Swagger 2.0, OpenAPI 3.0 to 3.2) to contracts."""

import re
from collections.abc import Iterator

from archcheck.model.facts import ApiContract, ApiOperation, ApiServer
from archcheck.model.node import Document, Node
from archcheck.parsers.host_target import host_target, without_credentials
from archcheck.parsers.openapi.references import Broken, Fetch, References

__all__ = ["is_openapi", "read_contract"]

_VERSION_3 = re.compile(r"3(\.\d+){0,2}")
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_REASONS = {
    Broken.REMOTE: "is not fetched; what it describes is not judged",
    Broken.MISSING: "leads nowhere",
    Broken.CYCLIC: "leads back to itself",
}


def is_openapi(root: Node) -> bool:
    """Return whether a tree is an API description: it says ``openapi: 3.x`` or ``swagger: "2.0"``."""
    openapi, swagger = root.child("openapi"), root.child("swagger")
    if openapi is not None and openapi.is_scalar:
        return _VERSION_3.fullmatch(openapi.as_text() or "") is not None
    return swagger is not None and swagger.is_scalar and (swagger.as_text() or "").startswith("2")


def read_contract(document: Document, fetch: Fetch) -> ApiContract:
    """Return what an API document promises; ``invalid`` is left to validation.

    References are followed across the files of the tree. Those that are not (URLs, absent targets, circles) are told in
    ``unresolved`` and on the document: as a problem where an operation hangs on them, else as a remark.

    Args:
        document: The document; wrong shapes are recorded on it.
        fetch: Returns the document at a path relative to the root, or None if it cannot be read.
    """
    references = References(fetch)
    root = document.root
    reader = _Reader(root, references)
    operations = tuple(reader.operations())
    schemes = tuple(name for name, _ in reader.schemes().entries())
    needed = set(references.broken)
    unresolved = references.all_broken(root)
    for span, text, reason in unresolved:
        message = f"The reference {without_credentials(text)} {_REASONS[reason]}."
        tell = document.report if (span, text) in needed and reason is not Broken.REMOTE else document.remark
        tell(span, message)
    servers = tuple(reader.servers())
    info = root.mapping("info")
    return ApiContract(
        path=document.path,
        version=root.text("openapi") or root.text("swagger") or "",
        title=info.text("title"),
        span=root.span,
        service=root.text("x-archcheck-service") or info.text("x-archcheck-service"),
        servers=servers,
        base_path=reader.base_path(),
        operations=operations,
        security_schemes=schemes,
        unresolved=tuple((span, text) for span, text, _ in unresolved),
    )


class _Reader:
    """Reads the parts of one document."""

    def __init__(self, root: Node, references: References) -> None:
        self.root = root
        self.references = references
        self.version_2 = root.has("swagger")

    # -- operations --------------------------------------------------------------------------------------------------

    def operations(self) -> Iterator[ApiOperation]:
        """Yield all operations in source order."""
        default = self._security(self.root) or ()
        for path, item in self.root.mapping("paths").entries():
            if path.startswith("x-"):
                continue
            for method, operation in self._methods(item):
                declared = self._security(operation)
                yield ApiOperation(
                    method,
                    path,
                    operation.text("operationId"),
                    tuple(self._responses(operation)),
                    default if declared is None else declared,
                    operation.key_span,
                )

    def _methods(self, item: Node) -> Iterator[tuple[str, Node]]:
        """Yield the operations of a path item; those beside a ``$ref`` come before those that it leads to."""
        seen: set[str] = set()
        items = [item]
        target = self.references.follow(item)
        if target is not None and target is not item:
            items.append(target)
        for node in items:
            found = [(name.upper(), operation) for name, operation in node.entries() if name in _METHODS]
            found += list(node.mapping("additionalOperations").entries())
            for method, operation in found:
                if not isinstance(operation.value, dict):
                    operation.report(f"An operation should be a mapping, not {operation.shape}.")
                elif method not in seen:
                    seen.add(method)
                    yield method, self.references.follow(operation) or operation

    def _responses(self, operation: Node) -> Iterator[str]:
        for status, response in operation.mapping("responses").entries():
            if not status.startswith("x-"):
                self.references.follow(response)
                yield status

    @staticmethod
    def _security(node: Node) -> tuple[str, ...] | None:
        """Return the names of the schemes that may be used, () for none; None if the node does not say."""
        if not node.has("security"):
            return None
        names = [name for requirement in node.sequence("security") for name, _ in requirement.entries()]
        return tuple(dict.fromkeys(names))

    def schemes(self) -> Node:
        """Return the mapping of security schemes."""
        if self.version_2:
            return self.root.mapping("securityDefinitions")
        return self.root.mapping("components").mapping("securitySchemes")

    # -- servers -----------------------------------------------------------------------------------------------------

    def servers(self) -> Iterator[ApiServer]:
        """Yield the servers of the document, then those of single paths and operations, each URL once."""
        seen: set[str] = set()
        for server in self._version_2_servers() if self.version_2 else self._version_3_servers():
            if server.url not in seen:
                seen.add(server.url)
                yield server

    def _version_2_servers(self) -> Iterator[ApiServer]:
        host = self.root.child("host")
        name = None if host is None else host.as_text()
        if host is None or not name:
            return
        target = host_target(name)
        schemes = [f"{text}:" for item in self.root.sequence("schemes") if (text := item.as_text())]
        for scheme in schemes or [""]:
            url = f"{scheme}//{name}{self.root.text('basePath') or ''}"
            yield ApiServer(url, None if target is None else target.host, host.span)

    def _version_3_servers(self) -> Iterator[ApiServer]:
        holders = [self.root]
        for _, item in self.root.mapping("paths").entries():
            holders.append(item)
            holders += [operation for name, operation in item.entries() if name in _METHODS]
        for holder in holders:
            for server in holder.sequence("servers") if holder.child("servers") else ():
                node = server.child("url")
                url = None if node is None else node.as_text()
                if node is not None and url:
                    target = host_target(_filled(url, server))
                    has_host = "//" in url
                    yield ApiServer(url, target.host if target and has_host else None, node.span)

    def base_path(self) -> str | None:
        """Return the path that all operations' paths are below, without a slash at the end; None for the root."""
        if self.version_2:
            path = self.root.text("basePath") or ""
        else:
            first = next(iter(self.root.sequence("servers")), None)
            path = "" if first is None else _path(_filled(first.text("url") or "", first))
        return path.rstrip("/") or None


def _filled(url: str, server: Node) -> str:
    """Return a server's URL with the defaults of its variables filled in; a variable without one stays."""
    variables = server.mapping("variables")

    def default(found: re.Match[str]) -> str:
        variable = variables.child(found[1])
        return (None if variable is None else variable.text("default")) or found[0]

    return _VARIABLE.sub(default, url)


def _path(url: str) -> str:
    """Return the path of a URL, absolute or relative."""
    _, separator, rest = url.partition("//")
    path = "/" + rest.partition("/")[2] if separator else url
    return re.split(r"[?#]", path, maxsplit=1)[0]
