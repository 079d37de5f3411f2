"""``upstream`` blocks of nginx: named groups of servers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archcheck.model.facts import HostTarget
from archcheck.parsers.host_target import host_target
from archcheck.parsers.nginx.syntax import Directive, Token
from archcheck.parsers.nginx.values import Variables

__all__ = ["Upstream", "UpstreamServer", "read_upstreams"]

_METHODS = ("least_conn", "ip_hash", "hash", "random", "least_time")


@dataclass(frozen=True, slots=True)
class UpstreamServer:
    """A server of a group: where it is, the word that names it, and its options (flags have the value ``""``)."""

    target: HostTarget
    token: Token
    options: dict[str, str]


@dataclass(frozen=True, slots=True)
class Upstream:
    """A group: its name, its servers in use, and how one is chosen (``round_robin`` unless said)."""

    name: str
    servers: tuple[UpstreamServer, ...]
    method: str


def read_upstreams(block: Sequence[Directive], variables: Variables) -> dict[str, Upstream]:
    """Return the groups that a block defines, by name."""
    upstreams = {}
    for directive in block:
        if directive.name == "upstream" and directive.words and directive.block is not None:
            servers = tuple(server for entry in directive.inside("server") for server in _servers(entry, variables))
            method = next((d.name for d in directive.inside(*_METHODS)), "round_robin")
            name = directive.words[0].text
            upstreams[name] = Upstream(name, servers, method)
    return upstreams


def _servers(entry: Directive, variables: Variables) -> Iterator[UpstreamServer]:
    if not entry.words or "down" in entry.args[1:]:
        return
    word = entry.words[0]
    options = {key: value for key, _, value in (arg.partition("=") for arg in entry.args[1:])}
    for value in variables.values(word.text):
        literal = variables.literal(value)
        target = None if literal is None else host_target(literal)
        if target is not None:
            yield UpstreamServer(target, word, options)
