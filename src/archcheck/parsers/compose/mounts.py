"""What a service mounts: folders and files of the repository, volumes, configs and secrets."""

import posixpath
from collections.abc import Iterator

from archcheck.model.facts import EmbeddedFile, Mount, MountKind
from archcheck.model.node import Node
from archcheck.parsers.compose.volumes import is_rooted

__all__ = ["embedded_files", "inside", "mounts_of"]

_KINDS = {"bind": MountKind.BIND, "volume": MountKind.VOLUME, "tmpfs": MountKind.TMPFS, "cluster": MountKind.VOLUME}


def inside(path: str) -> str | None:
    """Return a path of the model if it lies in the folder that is checked, else None."""
    outside = is_rooted(path) or path == ".." or path.startswith("../")
    return None if outside or not path else path


def mounts_of(service: Node, root: Node) -> tuple[Mount, ...]:
    """Return what a service mounts; sources in the repository are paths relative to the root of the run."""
    return (
        *_volumes(service),
        *_temporary(service),
        *_files(service, root, "configs", MountKind.CONFIG, "/"),
        *_files(service, root, "secrets", MountKind.SECRET, "/run/secrets/"),
    )


def _volumes(service: Node) -> Iterator[Mount]:
    for node in service.sequence("volumes"):
        kind = _KINDS.get(node.text("type") or "volume")
        if kind is None:
            continue  # named pipes and images carry no state and no configuration
        source = node.text("source")
        target = node.text("target")
        yield Mount(
            kind,
            inside(source) if source and kind is MountKind.BIND else source,
            posixpath.normpath(target) if target else None,
            node.boolean("read_only"),
            node.span,
            persistent=kind is not MountKind.TMPFS and source is not None,
        )


def _temporary(service: Node) -> Iterator[Mount]:
    for node in service.sequence("tmpfs"):
        text = node.as_text()
        if text:
            yield Mount(MountKind.TMPFS, None, text.partition(":")[0], False, node.span, persistent=False)


def _files(service: Node, root: Node, section: str, kind: MountKind, folder: str) -> Iterator[Mount]:
    for node in service.sequence(section):
        name = node.text("source")
        if name is None:
            continue
        target = posixpath.join(folder, node.text("target") or name)
        yield Mount(kind, _source(root, section, name), target, True, node.span)


def _source(root: Node, section: str, name: str) -> str | None:
    """Return the file behind a config or secret, the id of its embedded text, or its name."""
    definition = root.mapping(section).child(name)
    if definition is None:
        return name
    file = definition.text("file")
    if file is not None:
        return inside(file)
    if section == "configs" and definition.child("content") is not None:
        return f"config/{name}"
    return definition.text("name") or name


def embedded_files(root: Node) -> Iterator[EmbeddedFile]:
    """Yield the configs of a project whose text stands in the Compose file."""
    for name, definition in root.mapping("configs").entries():
        content = definition.child("content")
        text = content.as_text() if content is not None else None
        if content is not None and text is not None and definition.child("file") is None:
            yield EmbeddedFile(f"config/{name}", text, content.span)
