"""What configuration files beside the manifests state."""

from dataclasses import dataclass

from archcheck.model.span import Span

__all__ = [
    "ApplicationConfig",
    "ConfigReference",
    "EmbeddedFile",
    "Property",
]


@dataclass(frozen=True, slots=True)
class ConfigReference:
    """An address that a configuration file beside the manifests names.

    The graph ties the file to the component that mounts it, builds with it, or, for a ConfigMap, mounts that.

    Attributes:
        file: Path of the file (a ConfigMap's entry: ``configmap/NAMESPACE/NAME/KEY``, its span is still the manifest's).
        text: The address as written (URL, HOST:PORT, host).
        because: What it is, such as ``scrape target of job orders``.
        span: Where.
        type_hint: Dependency type the format itself implies (``observability``, ``sync`` ...), or None.
        product: Technology that reads the file (``prometheus``, ``grafana``), if the format tells.
        reverse: Whether the named host is the caller rather than the callee.
    """

    file: str
    text: str
    because: str
    span: Span
    type_hint: str | None = None
    product: str | None = None
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file that stands inside a manifest: an entry of a ConfigMap or a Compose ``configs`` entry with ``content``.

    Attributes:
        id: ``configmap/NAMESPACE/NAME/KEY`` (``_`` for no namespace) or ``config/NAME``; the ``file`` of what is read from it.
        text: Its text.
        span: Where the text begins: readers add a line number inside the text to ``span.line`` (block scalars).
    """

    id: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Property:
    """An entry of an application's configuration: dotted name (list items as ``[0]``), value as text, and where."""

    name: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class ApplicationConfig:
    """A configuration document of an application framework (Spring's ``application.yml``, ``bootstrap.yml``, NAME.yml).

    Attributes:
        file: Path of the file, or id of the embedded file.
        stem: File name without ending and profile: ``application``, ``bootstrap``, or an application's name.
        profiles: Profiles it is for; () for all.
        properties: Its entries, in source order.
        framework: ``spring``.
    """

    file: str
    stem: str
    profiles: tuple[str, ...]
    properties: tuple[Property, ...]
    framework: str = "spring"
