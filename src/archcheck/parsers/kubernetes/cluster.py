"""All objects of a deployment, found by name, and the facts read from them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import TypeVar

from archcheck.model.facts import Facts, Setting
from archcheck.model.node import Node
from archcheck.parsers.kubernetes.objects import KubernetesObject
from archcheck.parsers.kubernetes.shapes import text_map

__all__ = ["Cluster", "GatewayKey", "combinations"]

_A = TypeVar("_A")
_B = TypeVar("_B")
_C = TypeVar("_C")
GatewayKey = tuple[str, str | None, str]
_MOST_COMBINATIONS = 5_000
_EXPANSION_CHARACTERS = 32_000_000


class Cluster:
    """The objects that are applied together.

    Attributes:
        objects: All of them, in source order.
        facts: What was read so far.
        expansion_room: Characters that the expansion of ``$(NAME)`` may still produce; variables that double each other
            would fill the memory otherwise.
        imports: What containers take from whole ConfigMaps and Secrets, by object and prefix: many take the same.
    """

    __slots__ = ("_by_label", "_by_name", "_service_variables", "expansion_room", "facts", "imports", "objects")

    def __init__(self, objects: Sequence[KubernetesObject]) -> None:
        self.objects = objects
        self.facts = Facts()
        self.expansion_room = _EXPANSION_CHARACTERS
        self.imports: dict[tuple[int, str], tuple[Setting, ...]] = {}
        self._service_variables: dict[str | None, dict[str, str]] = {}
        self._by_label: dict[tuple[str, str], list[KubernetesObject]] | None = None
        self._by_name: dict[tuple[str, str, str], list[KubernetesObject]] = {}
        for item in objects:
            self._by_name.setdefault((item.family, item.kind, item.name), []).append(item)

    def find(self, kind: str, name: str, namespace: str | None, family: str = "") -> KubernetesObject | None:
        """Return an object by name, or None.

        A namespace that is not given, on either side, may be any: it is chosen when the manifests are applied.
        """
        found = self._by_name.get((family, kind, name), ())
        for wanted in (namespace, None):
            for item in found:
                if item.namespace == wanted:
                    return item
        return found[0] if found and namespace is None else None

    def of_kind(self, kind: str, family: str = "") -> Iterator[KubernetesObject]:
        """Yield the objects of a kind, in source order."""
        return (item for item in self.objects if item.kind == kind and item.family == family)

    def gateway_key(self, kind: str, name: str, namespace: str | None, family: str) -> GatewayKey:
        """Return what identifies a gateway object in facts, whether it is among the objects or not.

        Args:
            kind: Kind in the manifest.
            name: Name.
            namespace: Namespace as the reference gives it.
            family: API group.
        """
        found = self.find(kind, name, namespace, family)
        word = "IstioGateway" if family == "networking.istio.io" else kind
        return word, found.namespace if found else namespace, name

    def services_for(self, labels: Mapping[str, str], namespace: str | None) -> list[KubernetesObject]:
        """Return the Services for pods that a policy selects by these labels.

        Those are Services that ask for the same labels, for some of them, or for more.
        """
        if self._by_label is None:
            self._by_label = {}
            for service in self.of_kind("Service"):
                for pair in text_map(service.spec, "selector").items():
                    self._by_label.setdefault(pair, []).append(service)
        found: dict[int, KubernetesObject] = {}
        for pair in labels.items():
            for service in self._by_label.get(pair, ()):
                if namespace in {None, service.namespace} or service.namespace is None:
                    selector = text_map(service.spec, "selector").items()
                    if selector <= labels.items() or labels.items() <= selector:
                        found[id(service)] = service
        return list(found.values())

    def service_variables(self, namespace: str | None) -> Mapping[str, str]:
        """Return the variables by which the kubelet tells pods of Services, with DNS names for addresses.

        Source: Kubernetes, "Service", discovering services by environment variables.
        """
        if namespace not in self._service_variables:
            variables: dict[str, str] = {}
            for service in self.of_kind("Service"):
                if service.namespace in {namespace, None} or namespace is None:
                    variables.update(_variables(service))
            self._service_variables[namespace] = variables
        return self._service_variables[namespace]


def _variables(service: KubernetesObject) -> Iterator[tuple[str, str]]:
    prefix = service.name.upper().replace("-", "_")
    yield f"{prefix}_SERVICE_HOST", service.name
    for index, port in enumerate(service.spec.sequence("ports")):
        number, name = port.text("port"), port.text("name")
        if number is None:
            continue
        if not index:
            yield f"{prefix}_SERVICE_PORT", number
            yield f"{prefix}_PORT", f"tcp://{service.name}:{number}"
        if name:
            yield f"{prefix}_SERVICE_PORT_{name.upper().replace('-', '_')}", number
        yield f"{prefix}_PORT_{number}_TCP", f"tcp://{service.name}:{number}"
        yield f"{prefix}_PORT_{number}_TCP_ADDR", service.name
        yield f"{prefix}_PORT_{number}_TCP_PORT", number


def combinations(
    root: Node, first: Iterable[_A], second: Iterable[_B], third: Iterable[_C]
) -> Iterator[tuple[_A, _B, _C]]:
    """Yield every combination of three lists; past some thousands the object is refused with a problem."""
    pairs = product(first, second, third)
    yield from islice(pairs, _MOST_COMBINATIONS)
    if next(pairs, None) is not None:
        root.report(f"This object makes more than {_MOST_COMBINATIONS} routes; the others are not judged.")
