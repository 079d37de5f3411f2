"""Addresses as proxies write them: URL, HOST:PORT or host, with variables that a template fills in."""

import re
from collections.abc import Mapping

from archcheck.model.facts import HostTarget

__all__ = ["address_text", "expanded", "host_target", "without_credentials"]

_VARIABLE = re.compile(
    r"\$\{(?:env:)?([A-Za-z_]\w*)(?::?-([^{}$]*))?\}"  # shells, envsubst, the OpenTelemetry collector
    r"|\{\{-? *(?:\.Env\.([A-Za-z_]\w*)|(?:env|getenv) +\"([A-Za-z_]\w*)\") *-?\}\}"  # Go templates
)
_CREDENTIALS = re.compile(r"//[^/@\s]*@")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_HOST = re.compile(r"(?:\$\{\w+\}|[A-Za-z0-9_.*-])+")


def expanded(text: str, variables: Mapping[str, str]) -> str:
    """Return a text with its template variables filled in; unknown ones without a default stay, as ``${NAME}``."""
    if "$" not in text and "{{" not in text:
        return text
    return _VARIABLE.sub(lambda found: _value(found, variables), text)


def _value(found: re.Match[str], variables: Mapping[str, str]) -> str:
    name = found[1] or found[3] or found[4]
    default = found[2]
    return variables.get(name) or (default if default is not None else f"${{{name}}}")


def without_credentials(text: str) -> str:
    """Return a text whose URLs have lost their user names, passwords and queries."""
    return _CREDENTIALS.sub("//", text).partition("?")[0] if "@" in text or "?" in text else text


def address_text(target: HostTarget) -> str:
    """Return scheme, host and port alone: paths and queries of webhooks are secrets."""
    scheme = f"{target.scheme}://" if target.scheme else ""
    host = f"[{target.host}]" if ":" in target.host else target.host
    return f"{scheme}{host}" + (f":{target.port}" if target.port is not None else "")


def host_target(text: str) -> HostTarget | None:
    """Return the host, port and scheme that an address names, or None if it names no host (a socket path, a variable).

    A port that is no number (``${PORT}``) is left out.
    """
    scheme = None
    rest = text.strip()
    if found := _SCHEME.match(rest):
        scheme = found[1].lower()
        rest = rest[found.end() :]
    rest = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    if rest.startswith("["):
        host, _, port = rest[1:].partition("]")
        port = port.lstrip(":")
    else:
        host, _, port = rest.partition(":")
        if scheme == "unix" or host == "unix" or not _HOST.fullmatch(host):
            return None
    if not host:
        return None
    number = int(port) if port.isascii() and port.isdigit() and len(port) <= 5 else None
    return HostTarget(host, number, scheme)
