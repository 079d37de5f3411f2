"""How a service's image is built, and what its Dockerfile says."""

import posixpath

from archcheck.model.errors import SourceError
from archcheck.model.facts import Build
from archcheck.model.node import Node
from archcheck.parsers.compose.mounts import inside
from archcheck.parsers.compose.scalars import scalar_text
from archcheck.parsers.compose.volumes import is_rooted
from archcheck.parsers.dockerfile import DockerImage, read_dockerfile
from archcheck.sources.tree import SourceTree

__all__ = ["build_of"]

_REMOTE = ("github.com/", "git@")


def build_of(service: Node, tree: SourceTree) -> Build | None:
    """Return how the image of a service is built; its Dockerfile is read if it lies in the folder that is checked."""
    node = service.child("build")
    if node is None:
        return None
    build = service.mapping("build")
    text = build.text("context") or "."
    context = None if "://" in text or text.startswith(_REMOTE) else inside(posixpath.normpath(text))
    path, image = _image(build, context, tree)
    return Build(
        context=context,
        dockerfile=path,
        span=node.key_span,
        base_images=image.base_images,
        health_check=image.health_check,
        ports=image.ports,
        settings=image.settings,
        command=image.command,
    )


def _image(build: Node, context: str | None, tree: SourceTree) -> tuple[str | None, DockerImage]:
    args = {name: scalar_text(node) or "" for name, node in build.mapping("args").entries()}
    target = build.text("target")
    inline = build.child("dockerfile_inline")
    if inline is not None:
        return None, read_dockerfile(inline.document.path, inline.as_text() or "", args, target, inline.line)
    path = _dockerfile(build, context)
    if path is None:
        return None, DockerImage()
    if not tree.is_file(path):
        build.document.remark(build.span, f"{path} does not exist; nothing is known of the image.")
        return None, DockerImage()
    try:
        text = tree.read_text(path, build.span)
    except SourceError as error:
        build.document.report(error.span or build.span, error.message)
        return None, DockerImage()
    return path, read_dockerfile(path, text, args, target)


def _dockerfile(build: Node, context: str | None) -> str | None:
    name = build.text("dockerfile") or "Dockerfile"
    if context is None or is_rooted(name):
        return None
    return inside(posixpath.normpath(posixpath.join(context, name.replace("\\", "/"))))
