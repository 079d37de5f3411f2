"""What a workload is: from its images, what it is built on, its variables and its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from archcheck.catalogue.technologies import Catalogue
from archcheck.catalogue.technology import Match
from archcheck.graph.one_shot import RESTARTED, runs_a_client, runs_once
from archcheck.model.architecture import ComponentKind
from archcheck.model.facts import Container, ContainerRole, Workload, WorkloadKind

__all__ = ["Identity", "identify", "main_container"]

_BESIDE = {ComponentKind.OBSERVABILITY, ComponentKind.PROXY, ComponentKind.OTHER, ComponentKind.JOB}
_SERVERS = {ComponentKind.DATABASE, ComponentKind.CACHE, ComponentKind.BROKER}
_FRONTS = {ComponentKind.PROXY, ComponentKind.GATEWAY}
_ONE_SHOT = {WorkloadKind.JOB, WorkloadKind.CRON_JOB}
_PAGE_SERVERS = {"nginx", "httpd", "caddy", "openresty"}
_OWN_KINDS = {
    ComponentKind.SERVICE,
    ComponentKind.UI,
    ComponentKind.GATEWAY,
    ComponentKind.JOB,
    ComponentKind.LOAD_GENERATOR,
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What a component is.

    Attributes:
        kind: Its kind.
        technology: Id in the catalogue, or None.
        own: Whether the team's own code runs in it, as far as the files show.
    """

    kind: ComponentKind
    technology: str | None
    own: bool


def main_container(workload: Workload, catalogue: Catalogue) -> Container | None:
    """Return the container that a workload exists for: not an init container, nor an exporter or proxy beside others."""
    candidates = [c for c in workload.containers if c.role is ContainerRole.MAIN] or list(workload.containers)
    for container in candidates if len(candidates) > 1 else ():
        match = catalogue.image(container.image) if container.image else None
        if match is None or match.weak or match.kind not in _BESIDE:
            return container
    return candidates[0] if candidates else None


def identify(name: str, workloads: Sequence[Workload], catalogue: Catalogue) -> Identity:
    """Return what the component of these workloads is.

    The order of evidence: a known image; a one-shot workload; the product it is built on; what its image's name, the
    variables that only a server reads, or its own name say; else it is a service.
    """
    workload = workloads[0]
    container = main_container(workload, catalogue)
    image = _image_match(container, catalogue)
    named = catalogue.component_name(name)
    once = workload.kind in _ONE_SHOT or runs_once(workload, name)
    once = once or (image is not None and image.kind in _SERVERS and runs_a_client(workload, container))
    if _is_node_exporter(workload, image):
        return Identity(ComponentKind.OBSERVABILITY, None, own=False)
    if image is not None and not image.weak and not (image.kind is ComponentKind.JOB and not once):
        return Identity(_kind_of_product(image, named, once=once), _id(image), own=image.technology is None)
    for match in (image, named):
        if match is not None and match.kind is ComponentKind.LOAD_GENERATOR:
            return Identity(match.kind, _id(match), own=True)
    if once:
        return Identity(ComponentKind.JOB, None, own=True)
    restarted = workload.restart in RESTARTED
    return _by_lesser_evidence(container, image, named, catalogue, restarted=restarted)


def _kind_of_product(image: Match, named: Match | None, *, once: bool) -> ComponentKind:
    """Return what a product is in its role: a job if it runs once, a gateway where a proxy is called one."""
    if once and image.kind is not ComponentKind.LOAD_GENERATOR:
        return ComponentKind.JOB
    called_gateway = named is not None and named.kind is ComponentKind.GATEWAY
    return ComponentKind.GATEWAY if image.kind is ComponentKind.PROXY and called_gateway else image.kind


def _by_lesser_evidence(
    container: Container | None, image: Match | None, named: Match | None, catalogue: Catalogue, *, restarted: bool
) -> Identity:
    built = _base_match(container, catalogue)
    if built is not None and (built.kind in _SERVERS or built.kind is ComponentKind.GATEWAY):
        return Identity(built.kind, _id(built), own=False)
    if image is not None and image.technology is not None and image.kind is not ComponentKind.JOB:
        return Identity(image.kind, _id(image), own=False)
    server = catalogue.server_variables(s.name for s in container.settings if not s.bulk) if container else None
    if server is not None and (named is None or named.kind in _SERVERS):
        return Identity(server.kind, _id(server), own=False)
    language = _id(built) or _language(container, catalogue)
    if named is not None and not _builds_on_something_else(container, named):
        own = named.technology is None and named.kind in _OWN_KINDS
        return Identity(named.kind, _id(named) or language, own=own)
    if image is not None and image.kind in _OWN_KINDS and (image.weak or image.kind is not ComponentKind.JOB):
        return Identity(image.kind, language, own=True)
    if built is not None and built.kind in _FRONTS:
        return Identity(ComponentKind.UI if _id(built) in _PAGE_SERVERS else built.kind, language, own=True)
    if image is not None and image.kind is ComponentKind.JOB and not image.weak:
        one_shot = not restarted and (container is None or not container.ports)
        return Identity(ComponentKind.JOB if one_shot else ComponentKind.OTHER, _id(image), own=False)
    return Identity(ComponentKind.SERVICE, language, own=True)


def _image_match(container: Container | None, catalogue: Catalogue) -> Match | None:
    if container is None or not container.image or (container.build and container.build.context is not None):
        return None
    return catalogue.image(container.image)


def _base_match(container: Container | None, catalogue: Catalogue) -> Match | None:
    build = container.build if container else None
    for base in build.base_images if build else ():
        match = catalogue.image(base)
        if match is not None and not match.weak:
            return match
    return None


def _language(container: Container | None, catalogue: Catalogue) -> str | None:
    build = container.build if container else None
    images = [*(build.base_images if build else ()), *([container.image] if container and container.image else [])]
    return next((found.id for image in images if (found := catalogue.base_image(image))), None)


def _builds_on_something_else(container: Container | None, named: Match) -> bool:
    """Whether a component with a server's name (``redis-worker``) is built here on something that is no such server."""
    build = container.build if container else None
    return build is not None and bool(build.base_images) and named.kind in _SERVERS


def _is_node_exporter(workload: Workload, image: Match | None) -> bool:
    """Whether a home-made agent runs on every node to be scraped: no product, and nothing but metrics to offer."""
    scraped = workload.annotations.get("prometheus.io/scrape", "").lower() == "true"
    return scraped and workload.kind is WorkloadKind.DAEMON_SET and (image is None or image.weak)


def _id(match: Match | None) -> str | None:
    return match.technology.id if match and match.technology else None
