"""What a file is, by its name and its content."""

import posixpath
import re
from enum import StrEnum

from archcheck.model.node import Document, Node
from archcheck.parsers.kubernetes.objects import is_kubernetes
from archcheck.parsers.openapi.reader import is_openapi
from archcheck.parsers.spring import is_spring_name

__all__ = ["FileKind", "classify", "is_compose_name", "looks_like_version_1", "may_matter"]

_COMPOSE_NAME = re.compile(r"(docker-)?compose([._-].+)?\.ya?ml|docker-(stack|swarm)([._-].+)?\.ya?ml", re.IGNORECASE)
_KUSTOMIZATION = {"kustomization.yaml", "kustomization.yml", "Kustomization"}
_CONFIGURATION = {"archcheck.yaml", "archcheck.yml", ".archcheck.yaml"}
_TELLING = re.compile(rb"^\s*[\"']?(apiVersion|openapi|swagger|services|kind)[\"']?\s*:", re.MULTILINE)

_SPRING = re.compile(rb"^(spring|eureka|zuul|resilience4j)[.:]", re.MULTILINE)


class FileKind(StrEnum):
    """What a file is to archcheck."""

    COMPOSE = "compose"
    KUSTOMIZATION = "kustomization"
    CHART = "chart"
    KUBERNETES = "kubernetes"
    OPENAPI = "openapi"
    CONFIGURATION = "configuration"
    BROKEN = "broken"
    OTHER = "other"


def is_compose_name(path: str) -> bool:
    """Return whether a file is named as Compose files are."""
    return bool(_COMPOSE_NAME.fullmatch(posixpath.basename(path)))


def may_matter(path: str, data: bytes) -> bool:
    """Return whether a file is worth parsing: something in it says what it could be."""
    name = posixpath.basename(path)
    if name in _KUSTOMIZATION or name == "Chart.yaml" or is_compose_name(path) or is_spring_name(path):
        return True
    if name.lower().endswith(".json"):
        head = data[:4096]
        return any(word in head for word in (b'"openapi"', b'"swagger"', b'"apiVersion"'))
    return _TELLING.search(data) is not None or _SPRING.search(data) is not None


def classify(path: str, documents: list[Document]) -> FileKind:
    """Return what a parsed file is.

    A file in which nothing could be read although its name or content promises a manifest is ``broken``.
    """
    name = posixpath.basename(path)
    if name in _CONFIGURATION:
        return FileKind.CONFIGURATION
    if name in _KUSTOMIZATION:
        return FileKind.KUSTOMIZATION
    roots = [d.root for d in documents]
    if name == "Chart.yaml" and roots and roots[0].has("name"):
        return FileKind.CHART
    if any(is_kubernetes(root) for root in roots):
        return FileKind.KUBERNETES
    if any(is_openapi(root) for root in roots):
        return FileKind.OPENAPI
    if is_compose_name(path) or any(_has_services(root) for root in roots):
        return FileKind.COMPOSE
    return FileKind.BROKEN if any(p.unjudged for d in documents for p in d.problems) else FileKind.OTHER


def looks_like_version_1(root: Node) -> bool:
    """Return whether a document is in the first Compose format: services at the top level, each with image or build."""
    children = [child for _, child in root.entries()]
    return bool(children) and all(
        isinstance(child.value, dict) and (child.has("image") or child.has("build")) for child in children
    )


def _has_services(root: Node) -> bool:
    services = root.child("services")
    if services is None or not isinstance(services.value, dict):
        return False
    return any(child.has("image") or child.has("build") for _, child in services.entries())
