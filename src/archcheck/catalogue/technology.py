"""The catalogue's answers: technologies, matches and protocols."""

from dataclasses import dataclass

from archcheck.model.architecture import ComponentKind

__all__ = ["Match", "Protocol", "Technology"]


@dataclass(frozen=True, slots=True)
class Technology:
    """A product, framework or managed service that archcheck knows.

    Attributes:
        id: Its name in the catalogue, in kebab-case, such as ``postgresql``.
        name: Its name for people.
        kind: What a component that runs it is.
        tool_of: Id of the technology that it watches or administers, if it is a tool of one.
    """

    id: str
    name: str
    kind: ComponentKind
    tool_of: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a name, an image or a variable says about a component.

    Attributes:
        kind: What the component is.
        technology: Which product it is, or None where the words tell the kind alone; such a component may well be the
            team's own.
        weak: Whether other evidence should win: the match rests on a part of a name.
    """

    kind: ComponentKind
    technology: Technology | None
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Protocol:
    """What is spoken to an address with a certain scheme.

    Attributes:
        name: Application protocol in lower case, such as ``postgresql`` or ``http``.
        technology: The product that answers, or None if many do.
        kind: What answers, or None if anything may (``http``, ``grpc``, ``tcp``).
        port: Port that is meant where the address names none, or None.
    """

    name: str
    technology: Technology | None
    kind: ComponentKind | None
    port: int | None
