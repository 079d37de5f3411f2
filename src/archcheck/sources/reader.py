"""From the bytes of a file to documents, by the file's name."""

import posixpath

from archcheck.model.node import Document
from archcheck.sources.limits import DEFAULT_LIMITS, Limits

__all__ = ["read_documents"]


def read_documents(path: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> list[Document]:
    """Return the documents of a YAML, JSON or TOML file.

    JSON is read as the part of YAML that it is, so its values have places too. A file that cannot be read yields one
    document that carries the problem; so nothing is lost and nothing is raised.

    Args:
        path: Path relative to the root; its ending decides the format (TOML for ``.toml``, else YAML).
        data: The file's bytes.
        limits: Limits.
    """
    if posixpath.splitext(path)[1].lower() == ".toml":
        from archcheck.sources.toml_reader import read_toml  # noqa: PLC0415  rarely needed

        return [read_toml(path, data, limits)]
    from archcheck.sources.yaml_reader import read_yaml  # noqa: PLC0415  not needed for TOML

    return read_yaml(path, data, limits)
