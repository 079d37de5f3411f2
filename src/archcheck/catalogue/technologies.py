"""Which technology is this? Answers from the compiled catalogue, by look-up."""

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from archcheck.catalogue.compiled import Compiled
from archcheck.catalogue.images import ImageName, parse_image
from archcheck.catalogue.technology import Match, Protocol, Technology
from archcheck.catalogue.vocabulary import Vocabulary, endings
from archcheck.catalogue.words import compact, split_words
from archcheck.model.architecture import ComponentKind
from archcheck.model.errors import InternalError

__all__ = ["Catalogue", "load_catalogue"]

_COMPILED = Path(__file__).parent.parent / "_compiled" / "catalogue.json"
_MOST_LABELS = 8
_WRAPPERS = frozenset(
    {"jdbc", "r2dbc", "pool", "vertx-reactive", "optional", "proxy", "tc", "aws-wrapper", "otel", "tracing"}
)
_BASE_NOISE = frozenset({"alpine", "debian", "slim", "ubi", "rhel", "centos", "amd", "arm", "c", "x86", "c9s", "c8s"})


class Catalogue:
    """Everything archcheck knows about technologies; every question is a few look-ups in tables.

    Args:
        data: The compiled catalogue.
    """

    def __init__(self, data: Compiled) -> None:
        self._data = data
        self._technologies = {
            identifier: Technology(identifier, name, ComponentKind(kind), tool_of)
            for identifier, (name, kind, tool_of) in data["technologies"].items()
        }
        products = {word: self._technologies[identifier] for word, identifier in data["words"].items()}
        self._vocabulary = Vocabulary(products, data["names"], data["variables"])

    def technology(self, identifier: str) -> Technology:
        """Return a technology by its id.

        Raises:
            KeyError: There is no such technology.
        """
        return self._technologies[identifier]

    def image(self, reference: str) -> Match | None:
        """Return what runs in a container of this image.

        Registries, mirrors, tags and digests do not matter. A match is weak where only a part of the name is known:
        a private registry's copy (``registry.acme.io/redis``), an own image built on a product
        (``acme/shop-postgres``), a name that tells its kind alone (``acme/shop-frontend``).

        Args:
            reference: What stands behind ``image:`` or ``FROM``.
        """
        name = parse_image(reference)
        if name is None:
            return None
        known = self._known_image(name)
        if known or self._base(name):
            return known
        return self._copied_image(name) or self._own_image(name)

    def base_image(self, reference: str) -> Technology | None:
        """Return the language or framework whose programs run in this image, or None."""
        name = parse_image(reference)
        return self._base(name) if name else None

    def scheme(self, scheme: str) -> Protocol | None:
        """Return what a URL scheme stands for: ``jdbc:postgresql``, ``mongodb+srv``, ``amqps`` and the like."""
        entry = None
        for part in scheme.lower().partition("://")[0].rpartition("=")[2].split(":"):
            entry = entry or self._data["protocols"].get(part.partition("+")[0])
            if part not in _WRAPPERS:
                break
        if entry is None:
            return None
        technology = self._technologies[entry["technology"]] if entry["technology"] else None
        kind = technology.kind if technology else None
        return Protocol(
            entry["name"], technology, ComponentKind(entry["kind"]) if entry["kind"] else kind, entry["port"]
        )

    def port(self, number: int) -> tuple[str, ...]:
        """Return ids of the technologies that listen on this port by default, the likeliest first.

        Ports that services of one's own commonly use too (80, 3000, 8080 ...) say nothing and give none.
        """
        return tuple(self._data["ports"].get(str(number), ()))

    def host(self, name: str) -> Match | None:
        """Return which managed service a public host name belongs to, or None."""
        labels = name.lower().rstrip(".").split(".")[-_MOST_LABELS:]
        for start in range(len(labels) - 1):
            suffix = labels[start:]
            identifier = self._data["hosts"].get(".".join(suffix))
            identifier = identifier or self._data["hosts"].get(".".join((suffix[0], "*", *suffix[2:])))
            if identifier:
                return self._match(identifier)
        return None

    def server_variables(self, names: Iterable[str]) -> Match | None:
        """Return the product that reads these variables of its own container, or None; the match is weak.

        Only variables that clients have no use for count. Pass what is set for the container itself, not what a file
        shared with others brings along.
        """
        table = self._data["server_variables"]
        found = sorted({table[key] for name in names if (key := compact(name)) in table})
        return self._match(found[0], weak=True) if len(found) == 1 else None

    def client_variable(self, name: str) -> Match | None:
        """Return what a variable of this name points at if its value is an address, or None."""
        tables = self._data["variables"]
        identifier = tables["names"].get(compact(name))
        if identifier:
            return self._match(identifier)
        found = (tables["endings"].get(ending) for ending in endings(split_words(name)))
        identifier = next(filter(None, found), None)
        return self._match(identifier, weak=True) if identifier else self._vocabulary.address_of(name)

    def component_name(self, name: str) -> Match | None:
        """Return what a component is by its name alone (``orders-db``, ``redis``, ``api-gateway``), or None; weak."""
        return self._vocabulary.component(name)

    def kubernetes_kind(self, group: str, kind: str) -> Technology | None:
        """Return what runs because of a custom resource of this kind (Strimzi's ``Kafka``), or None.

        Kinds that only configure something (``KafkaTopic``) give None.
        """
        creation = self._data["creations"].get(f"{group}/{kind}")
        return self._technologies[creation["technology"]] if creation else None

    def created_services(self, group: str, kind: str, name: str) -> tuple[str, ...]:
        """Return names of the Kubernetes Services that an operator creates for a custom resource of this name."""
        creation = self._data["creations"].get(f"{group}/{kind}")
        return tuple(service.replace("{name}", name) for service in creation["services"]) if creation else ()

    def ingress_class(self, name: str) -> Technology | None:
        """Return the gateway behind an ingress class, or behind the controller name of an Ingress or Gateway class."""
        identifier = self._data["ingress_classes"].get(name)
        return self._technologies[identifier] if identifier else None

    def _match(self, identifier: str, *, weak: bool = False) -> Match:
        technology = self._technologies[identifier]
        return Match(technology.kind, technology, weak)

    def _base(self, name: ImageName) -> Technology | None:
        for key in (*name.same, *name.tails):
            identifier = self._data["base_images"].get(key)
            if identifier:
                return self._technologies[identifier]
        return None

    def _known_image(self, name: ImageName) -> Match | None:
        for key in name.same:
            identifier = self._data["images"].get(key)
            if identifier:
                return self._match(identifier, weak=identifier in self._data["ambiguous"])
        return None

    def _copied_image(self, name: ImageName) -> Match | None:
        identifier = self._data["images"].get(name.path) if name.host else None
        for key in name.tails:
            identifier = identifier or self._data["image_tails"].get(key)
        return self._match(identifier, weak=True) if identifier else None

    def _own_image(self, name: ImageName) -> Match | None:
        words = [word for word in split_words(name.last) if word.rstrip("0123456789") not in _BASE_NOISE]
        product = self._vocabulary.product_at_end(words)
        if product:
            return Match(product.kind, product, weak=True)
        kind = self._vocabulary.kind_of(words)
        return None if not kind or kind.is_store or kind is ComponentKind.BROKER else Match(kind, None, weak=True)


@cache
def load_catalogue(path: Path = _COMPILED) -> Catalogue:
    """Return the catalogue that the build compiled.

    Args:
        path: The compiled catalogue.

    Raises:
        InternalError: The package was not built: the compiled catalogue is missing.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise InternalError("The compiled catalogue is missing; build the package first.") from error
    data: Compiled = json.loads(text)
    return Catalogue(data)
