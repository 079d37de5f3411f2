"""What the words of a component's or a variable's name say."""

from collections.abc import Iterable

from archcheck.catalogue.compiled import NameWords, VariableWords
from archcheck.catalogue.technology import Match, Technology
from archcheck.catalogue.words import compact, split_words, without_digits
from archcheck.model.architecture import ComponentKind

__all__ = ["Vocabulary"]

_LONGEST_PHRASE = 4
# `LOCUST_HOST` is the target of the load, not the address of Locust.
_NEVER_CALLED = frozenset({ComponentKind.LOAD_GENERATOR, ComponentKind.JOB})
# `nginx-exporter` watches a proxy, `nginx-frontend` serves pages with one.
_NOT_A_PROXY = frozenset({"exporter", "metrics", "frontend", "ui", "controller", "ingress", "test"})
_WITHOUT_CONSOLE = _NEVER_CALLED | {ComponentKind.SERVICE, ComponentKind.UI, ComponentKind.PROXY}


class Vocabulary:
    """Looks names up by whole words, so that ``redis-worker`` is no Redis.

    Args:
        products: Technologies by the words that name them.
        names: Words of component names.
        variables: Words of variable names.
    """

    def __init__(self, products: dict[str, Technology], names: NameWords, variables: VariableWords) -> None:
        self._products = products
        self._whole = _kinds(names["whole"])
        self._endings = _kinds(names["endings"])
        self._beginnings = _kinds(names["beginnings"])
        self._tools = frozenset(names["tools"])
        self._roles = frozenset(names["roles"])
        self._service = frozenset(names["service"])
        self._own = self._tools.union(names["own"])
        self._last = frozenset(variables["last"])
        self._between = self._last.union(variables["middle"])
        self._variable_kinds = _kinds(variables["kind_endings"])

    def component(self, name: str) -> Match | None:
        """Return what a component is by its own name, or None; the match is always weak."""
        words = split_words(name)
        return (self._product_match(words) or self._kind_match(words)) if words else None

    def product_at_end(self, words: list[str]) -> Technology | None:
        """Return the product that the last words name, the longest phrase first."""
        for size in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
            phrase = "".join(words[-size:])
            product = self._products.get(phrase) or self._products.get(without_digits(phrase))
            if product:
                return product
            store = self._products.get(without_digits(phrase).removesuffix("db"))
            if store and store.kind is ComponentKind.DATABASE:
                return store
        return None

    def kind_of(self, words: list[str]) -> ComponentKind | None:
        """Return the kind that a whole name or its last words tell, without any product."""
        kind = self._whole.get(without_digits("".join(words)))
        return kind or self._kind_at_end(words)

    def _kind_at_end(self, words: list[str]) -> ComponentKind | None:
        kind = None
        for size in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
            kind = kind or self._endings.get(without_digits("".join(words[-size:])))
        return None if kind is ComponentKind.SERVICE else kind

    def address_of(self, name: str) -> Match | None:
        """Return what a variable of this name points at: ``SESSION_REDIS_HOST`` at a Redis."""
        words = split_words(name)
        if words[:2] == ["connection", "strings"] and len(words) > 2:
            return self.component("-".join(words[2:])) or Match(ComponentKind.DATABASE, None, weak=True)
        product = self._addressed_product(words)
        if product and product.kind not in _NEVER_CALLED:
            return Match(product.kind, product, weak=True)
        kind = next((found for ending in endings(words) if (found := self._variable_kinds.get(ending))), None)
        return Match(kind, None, weak=True) if kind else None

    def _addressed_product(self, words: list[str]) -> Technology | None:
        if len(words) == 1:
            return self.product_at_end(words)
        if not words or words[-1] not in self._last:
            return None
        for end in range(len(words) - 1, 0, -1):
            if words[end] not in self._between:
                return None
            product = self.product_at_end(words[:end])
            if product:
                return product
        return None

    def _product_match(self, words: list[str]) -> Match | None:
        if self._beginnings.get(words[0]) is ComponentKind.JOB and len(words) > 1:
            return self._job_match(words)
        product = self._named_product(words)
        if product:
            return Match(product.kind, product, weak=True)
        if words[-1] == "exporter":
            return self._exporter_match(words)
        return self._console_match(words) if words[-1] in self._tools else None

    def _exporter_match(self, words: list[str]) -> Match | None:
        """Return what ``redis-exporter`` is: it tells metrics of a product; ``invoice-exporter`` may export anything."""
        known = self.product_at_end(words[:-1])
        return Match(ComponentKind.OBSERVABILITY, None, weak=True) if known else None

    def _console_match(self, words: list[str]) -> Match | None:
        """Return what ``redis-ui`` and ``jaeger-ui`` are: a tool for the one, a face of the other."""
        product = self.product_at_end(words[:-1])
        if product is None or product.kind in _WITHOUT_CONSOLE:
            return None
        if product.kind is ComponentKind.OBSERVABILITY:
            return Match(product.kind, product, weak=True)
        return Match(ComponentKind.OTHER, None, weak=True)

    def _job_match(self, words: list[str]) -> Match | None:
        about_product = any(self.product_at_end(words[1:end]) for end in range(2, len(words) + 1))
        kind = self.kind_of(words[1:])
        about = about_product or (kind and kind.is_store) or words[:2] == ["wait", "for"]
        return Match(ComponentKind.JOB, None, weak=True) if about else None

    def _named_product(self, words: list[str]) -> Technology | None:
        for end in range(len(words), 0, -1):
            product = self.product_at_end(words[:end])
            if product:
                return product
            if not self._is_role(words[end - 1], self._roles):
                break
        return self._product_of_service(words) or self._store_in_front(words)

    def _product_of_service(self, words: list[str]) -> Technology | None:
        product = self.product_at_end(words[:-1]) if words[-1] in self._service else None
        return product if product and product.kind is not ComponentKind.BROKER else None

    def _store_in_front(self, words: list[str]) -> Technology | None:
        """Return the store or proxy of names such as ``redis-cart``, unless the other words tell of a program."""
        for size in range(min(_LONGEST_PHRASE, len(words) - 1), 0, -1):
            product = self._products.get(without_digits("".join(words[:size])))
            rest = {without_digits(word) for word in words[size:]}
            if product and product.kind is ComponentKind.PROXY:
                return None if _NOT_A_PROXY & rest else product
            if product and product.kind.is_store:
                return None if self._own & rest else product
        return None

    def _kind_match(self, words: list[str]) -> Match | None:
        kind = self.kind_of(words) or self._kind_without_roles(words) or self._kind_in_front(words)
        return Match(kind, None, weak=True) if kind else None

    def _kind_without_roles(self, words: list[str]) -> ComponentKind | None:
        end = len(words)
        while end > 1 and self._is_role(words[end - 1], self._roles):
            end -= 1
        if end < len(words):
            return self._kind_at_end(words[:end])
        kind = self._kind_at_end(words[:-1]) if len(words) > 1 and words[-1] in self._service else None
        return None if kind and (kind.is_store or kind is ComponentKind.BROKER) else kind

    def _kind_in_front(self, words: list[str]) -> ComponentKind | None:
        last = words[-1]
        if len(last) > len("db") and without_digits(last).endswith("db"):
            return ComponentKind.DATABASE
        if last.endswith(("apigw", "apigateway")):
            return ComponentKind.GATEWAY
        kind = self._beginnings.get(without_digits(words[0]))
        return kind if kind is ComponentKind.DATABASE and not self._own.intersection(words[1:]) else None

    @staticmethod
    def _is_role(word: str, roles: Iterable[str]) -> bool:
        return without_digits(word) in roles


def endings(words: list[str]) -> list[str]:
    """Return the last words joined, for every number of them, the longest first."""
    return ["".join(words[start:]) for start in range(len(words))]


def _kinds(table: dict[str, str]) -> dict[str, ComponentKind]:
    return {compact(word): ComponentKind(kind) for word, kind in table.items()}
