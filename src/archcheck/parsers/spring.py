"""Spring's configuration files: YAML documents and properties files as flat, dotted properties.

Source: Spring Boot reference, "Externalized Configuration"; Spring Cloud Config reference, "Environment Repository".
"""

import posixpath
import re
from collections.abc import Iterable, Iterator

from archcheck.model.facts import ApplicationConfig, Facts, Property
from archcheck.model.node import Document, Node
from archcheck.model.span import Span

__all__ = ["is_spring_document", "is_spring_name", "properties_facts", "spring_facts"]

_NAME = re.compile(r"(application|bootstrap)(-[\w.-]+)?\.(ya?ml|properties)", re.IGNORECASE)
_SPRING_KEYS = {"spring", "eureka", "zuul", "ribbon", "hystrix", "feign", "resilience4j", "management"}
_PROFILE_KEYS = ("spring.config.activate.on-profile", "spring.profiles")
_PROPERTY = re.compile(r"\s*+((?:\\.|[^=:\s\\])++)(?:\s*+[=:]|\s)\s*+(.*)")
_ESCAPED = re.compile(r"\\(.)")
_OPEN_END = re.compile(r"(?<!\\)(?:\\\\)*\\$")
_LONGEST = 4_000


def is_spring_name(path: str) -> bool:
    """Return whether a file is named as Spring's own configuration files are."""
    return bool(_NAME.fullmatch(posixpath.basename(path)))


def is_spring_document(root: Node) -> bool:
    """Return whether a document has a top-level key of Spring's, and is no manifest."""
    if not isinstance(root.value, dict) or root.has("apiVersion") or root.has("services"):
        return False
    return any(
        (key.split(".")[0] in _SPRING_KEYS and not node.is_scalar) or ("." in key and key.split(".")[0] in _SPRING_KEYS)
        for key, node in root.entries()
    )


def spring_facts(path: str, documents: Iterable[Document], file: str | None = None) -> Facts:
    """Return one configuration a document of a YAML file.

    Args:
        path: Path of the file; its name tells application and profile.
        documents: Its documents.
        file: Id of an embedded file, if it is one.
    """
    facts = Facts()
    stem, profile = _stem(path)
    for document in documents:
        properties = tuple(_flattened(document.root, ""))
        if properties:
            facts.application_configs.append(
                ApplicationConfig(file or path, stem, _profiles(properties, profile), properties)
            )
    return facts


def properties_facts(path: str, text: str, file: str | None = None) -> Facts:
    """Return one configuration a part of a ``.properties`` file (parts are separated by ``#---``)."""
    facts = Facts()
    stem, profile = _stem(path)
    for properties in _parts(path, text):
        if properties:
            facts.application_configs.append(
                ApplicationConfig(file or path, stem, _profiles(properties, profile), properties)
            )
    return facts


def _stem(path: str) -> tuple[str, str | None]:
    """Split a file name in application and profile; a name of an application may hold dashes itself."""
    name = posixpath.splitext(posixpath.basename(path))[0]
    match = re.fullmatch(r"(application|bootstrap)(?:-(.+))?", name)
    return (match[1], match[2]) if match else (name, None)


def _profiles(properties: Iterable[Property], of_file: str | None) -> tuple[str, ...]:
    found = [of_file] if of_file else []
    for entry in properties:
        if re.sub(r"\[\d+\]$", "", entry.name) in _PROFILE_KEYS:
            found.extend(word for word in re.split(r"[\s,|()&]+", entry.value) if word)
    return tuple(dict.fromkeys(found))


def _flattened(node: Node, prefix: str) -> Iterator[Property]:
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            yield from _flattened(child, f"{prefix}.{key}" if prefix else key)
    elif isinstance(node.value, list):
        for index, child in enumerate(node.value):
            yield from _flattened(child, f"{prefix}[{index}]")
    elif node.value is not None and prefix:
        yield Property(prefix, (node.raw or str(node.value))[:_LONGEST], node.span)


def _parts(path: str, text: str) -> Iterator[tuple[Property, ...]]:
    part: list[Property] = []
    lines = enumerate(text.splitlines(), 1)
    for number, line in lines:
        stripped = line.strip()
        if stripped in {"#---", "!---"}:
            yield tuple(part)
            part = []
        elif stripped and stripped[0] not in "#!" and (match := _PROPERTY.fullmatch(_continued(line, lines))):
            name = _ESCAPED.sub(r"\1", match[1])
            part.append(Property(name, match[2].strip()[:_LONGEST], Span(path, number, match.start(1) + 1)))
    yield tuple(part)


def _continued(line: str, following: Iterator[tuple[int, str]]) -> str:
    """Return a line with those that continue it: each ends in a backslash that no other backslash escapes."""
    parts = [line]
    while _OPEN_END.search(parts[-1]):
        parts[-1] = parts[-1][:-1]
        parts.append(next(following, (0, ""))[1].lstrip())
    return "".join(parts)
