"""Which references of a kustomization lead to the network."""

import re

__all__ = ["is_remote"]

_HOSTS = ("github.com", "gitlab.com", "bitbucket.org", "dev.azure.com")
_REPOSITORY = re.compile(r"\.git(?:[/?]|$)|[?&](?:ref|version|timeout|submodules)=")


def is_remote(reference: str) -> bool:
    """Return whether kustomize could take a reference for an address instead of a path.

    It is deliberately wider than kustomize's own test, which differs between versions: anything with a colon or an
    at sign before the first slash (``https:``, ``git::``, ``host:path``, ``git@host``), the well-known hosts without
    a scheme, and what names a git repository or revision.
    """
    text = reference.strip().casefold()
    head = text.split("/", 1)[0]
    return ":" in head or "@" in head or head.startswith(_HOSTS) or _REPOSITORY.search(text) is not None
