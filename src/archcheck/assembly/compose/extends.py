"""``extends``: a service takes over another one of the same file or of another, and changes parts of it."""

from collections.abc import Callable

from archcheck.assembly.compose.merge import SERVICE, merged, settled
from archcheck.model.node import Node

__all__ = ["Extender", "ServicesOf"]

_LONGEST_CHAIN = 50

ServicesOf = Callable[[Node], "Extender | None"]
"""Returns the services of the file that a path names; None, reported, if it cannot be read."""


class Extender:
    """Resolves ``extends`` among the services of one file.

    Args:
        path: The file.
        services: Its services in long form, by name.
        other_file: Opens another file that a service of this one names.
        spend: Says whether there is room for that many values more, and reports if not.
    """

    def __init__(
        self, path: str, services: dict[str, Node], other_file: ServicesOf, spend: Callable[[int, Node], bool]
    ) -> None:
        self.path = path
        self.services = services
        self.other_file = other_file
        self.spend = spend
        self._resolved: dict[str, Node] = {}
        self._bases: dict[str, tuple[Node, int]] = {}

    def all(self) -> dict[str, Node]:
        """Return every service with what it extends below it."""
        return {name: self.resolved(name, ()) for name in self.services}

    def resolved(self, name: str, chain: tuple[tuple[str, str], ...]) -> Node:
        """Return a service with what it extends below it; loops are reported and cut.

        Args:
            name: Name of a service of this file.
            chain: File and name of the services that wait for this one.
        """
        if name not in self._resolved:
            self._resolved[name] = self._extended(name, chain)
        return self._resolved[name]

    def _extended(self, name: str, chain: tuple[tuple[str, str], ...]) -> Node:
        service = self.services[name]
        extends = service.child("extends")
        if extends is None or not isinstance(service.value, dict):
            return service
        own = service.replaced({k: v for k, v in service.value.items() if k != "extends"}, tag=service.tag)
        base = self._base(name, extends, (*chain, (self.path, name)))
        if base is None:
            return own
        return own.replaced(merged(base, own, SERVICE).value, tag=service.tag)

    def _base(self, name: str, extends: Node, chain: tuple[tuple[str, str], ...]) -> Node | None:
        wanted = extends.child("service")
        target = wanted.as_text() if wanted is not None else None
        if wanted is None or target is None:
            extends.report(f"{name} extends a service that is not named.")
            return None
        file = extends.child("file")
        extender = self if file is None else self.other_file(file)
        if extender is None:
            return None
        if target not in extender.services:
            wanted.report(f"{name} extends {target}, which {extender.path} does not define.")
            return None
        if (extender.path, target) in chain:
            wanted.report(f"{name} extends itself through {target}; the loop is cut here.")
            return None
        if len(chain) > _LONGEST_CHAIN:
            wanted.report(f"Services extend each other more than {_LONGEST_CHAIN} times here; the rest is left out.")
            return None
        base, size = extender.base(target, chain)
        return base if self.spend(size, extends) else None

    def base(self, name: str, chain: tuple[tuple[str, str], ...]) -> tuple[Node, int]:
        """Return a service as others extend it, and how many values it has."""
        if name not in self._bases:
            base = settled(self.resolved(name, chain), SERVICE)
            self._bases[name] = base, sum(1 for _ in base.scalars())
        return self._bases[name]
