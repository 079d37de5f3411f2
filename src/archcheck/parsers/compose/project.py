"""A Compose project: the merged and interpolated model of its files."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from archcheck.model.node import Document, Node

__all__ = ["DOT_ENV", "ENV_FILE", "FILLED", "SHORT", "ComposeProject"]

SHORT = "short"
"""Tag of a ``depends_on`` entry that was written in the short form."""

ENV_FILE = "env_file"
"""Tag of a variable that came with all others of its environment file."""

DOT_ENV = "dot_env"
"""Tag of a variable that is named without a value in a Compose file and gets it from the project's ``.env``."""

FILLED = "filled"
"""Tag of a text that a variable from outside the Compose files filled in, wholly or in part."""


@dataclass(slots=True)
class ComposeProject:
    """What Compose would run, in the long form of every field.

    Each node of the tree keeps the document and place it was read from, so a merged service points into several files.
    In the tree ``build``, ``environment``, ``labels``, ``annotations``, build ``args``, ``networks`` and ``depends_on``
    are mappings; ``ports``, ``volumes``, ``configs``, ``secrets`` and ``env_file`` are lists of mappings;
    ``extra_hosts`` is a list of ``HOST=ADDRESS``. Paths are relative to the root of the run; those that lead
    out of it are absolute, or begin with ``~`` or ``..``. ``environment`` holds the variables in effect, those of
    environment files included.

    Attributes:
        name: Name of the project.
        files: Compose files in the order they were merged, then those that ``include`` and ``extends`` brought.
        read: Every file that belongs to the project, environment files included, sorted.
        root: Mapping with ``services``, ``networks``, ``volumes``, ``configs`` and ``secrets``.
        documents: All documents, to collect problems from.
        folders: For each service the project folder its relative paths start from.
        env_path: Path of the project's ``.env`` file, or None if there is none.
    """

    name: str
    files: tuple[str, ...]
    read: tuple[str, ...]
    root: Node
    documents: tuple[Document, ...] = ()
    folders: Mapping[str, str] = field(default_factory=dict)
    env_path: str | None = None
