"""Variables of nginx configuration: what ``set`` and ``map`` give them, and what a template's environment does."""

import re
from collections.abc import Iterator, Mapping, Sequence

from archcheck.parsers.host_target import expanded
from archcheck.parsers.nginx.syntax import Directive

__all__ = ["Variables"]

_REFERENCE = re.compile(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))")
_LIMIT = 16  # values a text can take by its variables; more say nothing
_ROUNDS = 4
_TABLES = {"map", "geo", "split_clients"}
_TABLE_WORDS = {"hostnames", "volatile", "ranges", "delete", "proxy", "proxy_recursive", "include"}


class Variables:
    """The variables of a configuration, one scope for each block that sets some.

    Args:
        environment: Values of a template's variables.
        template: Whether the file is a template: then ``${name}`` is a variable of the environment.
        outer: Scope around this one.
    """

    def __init__(self, environment: Mapping[str, str], *, template: bool, outer: "Variables | None" = None) -> None:
        self.environment = environment
        self.template = template
        self.outer = outer
        self.own: dict[str, list[str]] = {}

    def scope(self, block: Sequence[Directive]) -> "Variables":
        """Return the scope of a block: its ``set`` directives, those in its ``if`` blocks, and its tables."""
        inner = Variables(self.environment, template=self.template, outer=self)
        for directive in block:
            inner._learn(directive)
        return inner

    def _learn(self, directive: Directive) -> None:
        args = directive.args
        if directive.name == "set" and len(args) == 2:
            self.own.setdefault(args[0].lstrip("$"), []).append(args[1])
        elif directive.name == "if":
            for nested in directive.block or ():
                self._learn(nested)
        elif directive.name in _TABLES and args and directive.block is not None:
            entries = [e.args[0] for e in directive.block if e.args and e.name not in _TABLE_WORDS]
            self.own.setdefault(args[-1].lstrip("$"), []).extend(entries)

    def values(self, text: str) -> list[str]:
        """Return the texts that a text can become; variables that only a request gives stay as ``$name``."""
        results = [self._filled(text)]
        for _ in range(_ROUNDS):
            following = [value for result in results for value in self._replaced_once(result)]
            if following == results:
                break
            results = list(dict.fromkeys(following))[:_LIMIT]
        return results

    def _filled(self, text: str) -> str:
        """Return a text with the template's variables filled in, in curly brackets or not, as ``envsubst`` does."""
        if "$" not in text and "{{" not in text:
            return text
        return _REFERENCE.sub(
            lambda found: self.environment.get(found[1] or found[2]) or found[0], expanded(text, self.environment)
        )

    def _replaced_once(self, text: str) -> Iterator[str]:
        """Yield the text with its first known variable replaced by each of its values."""
        for found in _REFERENCE.finditer(text):
            values = self._lookup(found[1] or found[2])
            if values:
                for value in dict.fromkeys(values):
                    yield text[: found.start()] + self._filled(value) + text[found.end() :]
                return
        yield text

    def _lookup(self, name: str) -> list[str] | None:
        scope: Variables | None = self
        while scope is not None:
            if name in scope.own:
                return scope.own[name]
            scope = scope.outer
        return None

    def literal(self, text: str) -> str | None:
        """Return a host with unknown template variables as ``${NAME}``, or None if only a request decides it.

        Names in capitals come from the environment, as do names in curly brackets in a file that is named a template.
        """
        for found in _REFERENCE.finditer(text):
            name = found[1] or found[2]
            if not (name.isupper() or (self.template and found[1])):
                return None
        return _REFERENCE.sub(lambda found: f"${{{found[1] or found[2]}}}", text)
