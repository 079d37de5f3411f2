"""API documents."""

from dataclasses import dataclass

from archcheck.model.span import Span

__all__ = [
    "ApiContract",
    "ApiOperation",
    "ApiServer",
]


@dataclass(frozen=True, slots=True)
class ApiServer:
    """A server of an API document: URL as written, its host if it has one, and where."""

    url: str
    host: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class ApiOperation:
    """An operation: method in upper case, path template, operationId, status codes, security scheme names, and where."""

    method: str
    path: str
    operation_id: str | None
    responses: tuple[str, ...]
    security: tuple[str, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class ApiContract:
    """An OpenAPI document.

    Attributes:
        path: Path of the file.
        version: ``2.0``, ``3.0.3`` ...
        title: ``info.title``.
        service: ``x-archcheck-service``, or None.
        base_path: ``basePath`` (2.0) or the path of the first server.
        invalid: What the validator found wrong, as (span, message).
        unresolved: ``$ref`` values that were not followed (remote, missing, cyclic through files), with their places.
    """

    path: str
    version: str
    title: str | None
    span: Span
    service: str | None = None
    servers: tuple[ApiServer, ...] = ()
    base_path: str | None = None
    operations: tuple[ApiOperation, ...] = ()
    security_schemes: tuple[str, ...] = ()
    invalid: tuple[tuple[Span, str], ...] = ()
    unresolved: tuple[tuple[Span, str], ...] = ()
