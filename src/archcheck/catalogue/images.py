"""Names of container images: taken apart, with the many ways to write one repository folded together."""

import re
from dataclasses import dataclass

__all__ = ["ImageName", "parse_image"]

_UNKNOWN = "$"
_VARIABLE = re.compile(r"\$\{[A-Za-z_]\w*(?::?(?P<operator>[-?+])(?P<text>[^${}]*))?\}|\$[A-Za-z_]\w*|\{\{[^{}]*\}\}")
_NAME = re.compile(r"[a-z0-9]+(?:[._-]+[a-z0-9]+)*\Z")
_HUB_HOSTS = frozenset(
    {"docker.io", "index.docker.io", "registry-1.docker.io", "registry.hub.docker.com", "mirror.gcr.io"}
)
_SAME_PUBLISHER = {"bitnamilegacy": "bitnami", "bitnamisecure": "bitnami"}
_ARCHITECTURES = frozenset(
    {"amd64", "arm32v5", "arm32v6", "arm32v7", "arm64v8", "i386", "mips64le", "ppc64le", "riscv64", "s390x", "winamd64"}
)
# Publishers that package the software of an official image under its plain name.
_REPACKAGERS = ("bitnami/", "ubuntu/", "cimg/", "circleci/", "linuxserver/", "cgr.dev/chainguard/", "dhi.io/")
_MIRRORS = {
    "public.ecr.aws/docker/library/": "",
    "public.ecr.aws/bitnami/": "bitnami/",
    "lscr.io/linuxserver/": "linuxserver/",
    "ghcr.io/linuxserver/": "linuxserver/",
    "rancher/mirrored-library-": "",
}


@dataclass(frozen=True, slots=True)
class ImageName:
    """An image's repository without tag and digest, in lower case.

    Attributes:
        host: Registry; empty for Docker Hub, ``$`` where the reference leaves it to a variable.
        path: The rest, such as ``bitnami/redis`` or ``redis``.
    """

    host: str
    path: str

    @property
    def last(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    @property
    def tails(self) -> tuple[str, ...]:
        """The last two parts of the path, and the last one: what a copy in another registry keeps."""
        parts = self.path.split("/")
        return ("/".join(parts[-2:]), parts[-1]) if len(parts) > 1 else (parts[-1],)

    @property
    def same(self) -> tuple[str, ...]:
        """All repositories that hold the same software, the one named first."""
        full = f"{self.host}/{self.path}" if self.host else self.path
        names = [full]
        for prefix, replacement in _MIRRORS.items():
            if full.startswith(prefix):
                names.append(replacement + full.removeprefix(prefix))
        if full.startswith("rancher/mirrored-"):
            names.append(full.removeprefix("rancher/mirrored-").replace("-", "/", 1))
        names += [
            name.removeprefix(publisher)
            for name in tuple(names)
            for publisher in _REPACKAGERS
            if name.startswith(publisher)
        ]
        return tuple(names)


def parse_image(reference: str) -> ImageName | None:
    """Take an image reference apart.

    Variables with a default are replaced by it; others make the part they stand in unknown.

    Args:
        reference: What stands behind ``image:`` or ``FROM``.

    Returns:
        The repository's name, or None if the reference does not tell it.
    """
    text = _VARIABLE.sub(_default, reference.strip()).partition("@")[0].removeprefix("docker://").lower()
    folder, _, last = text.rpartition("/")
    last = last.partition(":")[0]
    if not folder and last.startswith(_UNKNOWN):
        folder, last = _UNKNOWN, last.lstrip(_UNKNOWN)
    if not _NAME.match(last):
        return None
    parts = [part for part in folder.split("/") if part]
    host = parts.pop(0) if parts and _is_host(parts[0]) else ""
    if any(_UNKNOWN in part for part in parts):
        host, parts = _UNKNOWN, []
    if not host or host in _HUB_HOSTS:
        host, parts = "", _hub_folders(parts)
    return ImageName(host, "/".join((*parts, last)))


def _default(variable: re.Match[str]) -> str:
    return variable["text"] if variable["operator"] == "-" else _UNKNOWN


def _is_host(part: str) -> bool:
    return part == "localhost" or _UNKNOWN in part or "." in part or ":" in part


def _hub_folders(parts: list[str]) -> list[str]:
    if parts and (parts[0] == "library" or parts[0] in _ARCHITECTURES):
        parts = parts[1:]
    return [_SAME_PUBLISHER.get(part, part) for part in parts]
