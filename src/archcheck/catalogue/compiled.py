"""The form in which the build stores the catalogue: one JSON document of plain look-up tables."""

from typing import TypedDict

__all__ = ["Compiled", "Creation", "NameWords", "ProtocolEntry", "VariableWords"]


class Creation(TypedDict):
    """A kind of Kubernetes object that an operator turns into running components.

    ``services`` are the names of the Services it creates; ``{name}`` stands for the object's name.
    """

    technology: str
    services: list[str]


class ProtocolEntry(TypedDict):
    """What one scheme stands for."""

    name: str
    technology: str | None
    kind: str | None
    port: int | None


class NameWords(TypedDict):
    """Words of component names, without separators; values are component kinds where it is a mapping."""

    whole: dict[str, str]
    endings: dict[str, str]
    beginnings: dict[str, str]
    tools: list[str]
    roles: list[str]
    service: list[str]
    own: list[str]


class VariableWords(TypedDict):
    """Words of variable names: ``last`` and ``middle`` in lower case, endings in upper case with underscores."""

    last: list[str]
    middle: list[str]
    names: dict[str, str]
    endings: dict[str, str]
    kind_endings: dict[str, str]


class Compiled(TypedDict):
    """All tables. Values are technology ids unless said otherwise.

    ``technologies`` maps an id to name, kind and the technology it is a tool of. ``ambiguous`` lists technologies
    whose images do all kinds of work. ``image_tails`` holds the last one or two parts of image names. ``creations`` has
    keys of the form ``group/Kind``. ``hosts`` holds domain suffixes; a part may be ``*``.
    """

    technologies: dict[str, tuple[str, str, str | None]]
    ambiguous: list[str]
    images: dict[str, str]
    image_tails: dict[str, str]
    base_images: dict[str, str]
    words: dict[str, str]
    ports: dict[str, list[str]]
    hosts: dict[str, str]
    server_variables: dict[str, str]
    creations: dict[str, Creation]
    ingress_classes: dict[str, str]
    protocols: dict[str, ProtocolEntry]
    names: NameWords
    variables: VariableWords
