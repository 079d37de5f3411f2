"""Whether an API document is valid, by ``openapi-spec-validator``: an extra, imported only when asked."""

import importlib.util
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from archcheck.model.facts import ApiContract
from archcheck.model.node import Document, Node
from archcheck.model.span import Span
from archcheck.parsers.openapi.references import Broken, Fetch, References
from archcheck.parsers.openapi.validation_cost import costs_too_much, without_patterns
from archcheck.parsers.openapi.validation_words import closest, describe

__all__ = ["MAX_MESSAGES", "can_validate", "validate_contract", "validated"]

MAX_MESSAGES = 20  # of one document; a wrong version alone makes hundreds

_CLASSES = (
    ("2", "OpenAPIV2SpecValidator"),
    ("3.0", "OpenAPIV30SpecValidator"),
    ("3.1", "OpenAPIV31SpecValidator"),
    ("3.2", "OpenAPIV32SpecValidator"),
)
_OPERATION = re.compile(r"'([a-z]+)' (?:operation )?in '([^']+)'")
_BASE = "file:///"
_WORDS = {Broken.MISSING: "leads nowhere", Broken.CYCLIC: "leads back to itself"}
_GIVES_UP = (AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


def can_validate() -> bool:
    """Return whether the validator is installed."""
    return importlib.util.find_spec("openapi_spec_validator") is not None


def validated(contract: ApiContract, document: Document, fetch: Fetch) -> ApiContract:
    """Return a contract with what is wrong with its document; without the validator, that is remarked on the document.

    Args:
        contract: The contract read from the document.
        document: The document.
        fetch: As for reading the contract.
    """
    if not can_validate():
        document.remark(
            contract.span,
            "The API document is not validated: openapi-spec-validator is not installed (archcheck[openapi]).",
        )
        return contract
    return replace(contract, invalid=validate_contract(document, fetch))


def validate_contract(document: Document, fetch: Fetch) -> tuple[tuple[Span, str], ...]:
    """Return what is wrong with an API document, by place; at most :data:`MAX_MESSAGES`.

    The document is checked against the schema of its version, then (if that holds) for what a schema cannot say: unique
    operation ids, path parameters, defaults. References into other files of the tree are followed through ``fetch``;
    nothing is read or requested otherwise. What only a URL describes is not checked.

    Args:
        document: The document.
        fetch: Returns the document at a path relative to the root, or None if it cannot be read.

    Raises:
        ImportError: The validator is not installed.
    """
    root = document.root
    validator = _validator_class(root)
    if validator is None:
        return ((root.span, "No specification of this version is known to the validator."),)
    references = References(fetch)
    broken = references.all_broken(root)
    messages = [(span, f"The reference {text} {_WORDS[reason]}.") for span, text, reason in broken if reason in _WORDS]
    if costs_too_much(root, references):
        document.remark(root.span, "The API document is not validated: its schemas are too entangled or too long.")
        return tuple(sorted(dict.fromkeys(messages))[:MAX_MESSAGES])
    data = _plain(root)
    errors = map(closest, validator.schema_validator.iter_errors(data))
    messages += [(_node(root, error.absolute_path).span, describe(error)) for error in errors]
    if not messages and not broken:
        messages += _semantic(validator, data, document, fetch)
    return tuple(sorted(dict.fromkeys(messages))[:MAX_MESSAGES])


def _validator_class(root: Node) -> Any:
    import openapi_spec_validator  # noqa: PLC0415  heavy: it brings jsonschema

    version = root.text("openapi") or root.text("swagger") or ""
    for prefix, name in _CLASSES:
        if version.startswith(prefix):
            return getattr(openapi_spec_validator, name, None)
    return None


def _semantic(validator: Any, data: Any, document: Document, fetch: Fetch) -> list[tuple[Span, str]]:
    """Return what the validator finds by walking the document.

    Its walk trusts documents more than it should: where it stumbles, that is remarked, and what was found is kept.
    """
    from jsonschema_path import SchemaPath  # noqa: PLC0415  heavy
    from referencing.exceptions import Unresolvable  # noqa: PLC0415  heavy

    base = _BASE + document.path
    path = SchemaPath.from_dict(without_patterns(data), base_uri=base, handlers=_Handlers(document, fetch))
    found: list[tuple[Span, str]] = []
    try:
        for error in validator(path).root_validator(path):
            found.append((_place(document.root, error), describe(error)))  # noqa: PERF401  what was found is kept
    except (*_GIVES_UP, Unresolvable) as error:
        message = f"Validation stopped before the end of the document ({type(error).__name__})."
        document.remark(document.root.span, message)
    return found


class _Handlers(Mapping[str, Any]):
    """Answers for every URL scheme, so that the validator's library opens nothing by itself."""

    def __init__(self, document: Document, fetch: Fetch) -> None:
        self.document = document
        self.references = References(fetch)

    def __getitem__(self, scheme: str) -> Any:
        return self._read

    def __contains__(self, scheme: object) -> bool:
        return True

    def __iter__(self) -> Iterator[str]:
        return iter(("file",))

    def __len__(self) -> int:
        return 1

    def _read(self, url: str) -> object:
        """Return the content of a file of the tree; LookupError for everything else."""
        if not url.startswith(_BASE):
            raise LookupError(url)
        up = "../" * self.document.path.count("/")
        other = self.references.document(up + url.removeprefix(_BASE).partition("#")[0], self.document.root)
        if other is None:
            raise LookupError(url)
        return without_patterns(_plain(other.root))


def _plain(node: Node) -> Any:
    """Return a tree as plain values, as the validator takes them."""
    value = node.value
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value


def _node(root: Node, path: Iterable[str | int]) -> Node:
    """Return the node at a path of keys and indexes, as far as it leads."""
    node = root
    for part in path:
        value = node.value
        child = None
        if isinstance(value, dict):
            child = value.get(str(part))
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            child = value[part]
        if child is None:
            break
        node = child
    return node


def _place(root: Node, error: Any) -> Span:
    """Return where a finding of the walk stands: at its operation, if the message names one."""
    if found := _OPERATION.search(error.message):
        return _node(root, ("paths", found[2], found[1])).key_span
    return root.span
