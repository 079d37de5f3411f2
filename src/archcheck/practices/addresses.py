"""Which IP literals are dependencies on an address instead of a name."""

import re

from archcheck.model.architecture import Confidence, Outcome, Reference

__all__ = ["depends_on_address"]

_NO_DEPENDENCY = (
    "0.", "127.", "255.", "::1", "169.254.", "fe80:",  # bind-all, loopback, broadcast, link-local (cloud metadata)
    "192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:",  # documentation
)  # fmt: skip
_DNS_PORT = 53
_NAME_SERVERS = frozenset({"DNS", "NAMESERVER", "NAMESERVERS", "RESOLVER", "RESOLVERS"})
_WORD = re.compile(r"[A-Z0-9]+")


def depends_on_address(reference: Reference) -> bool:
    """Return whether a reference makes its component depend on an IP literal.

    Addresses to listen on, of the machine itself and of documentation are none; a name server has no name to go by.
    """
    host = reference.use.host.strip("[]").lower()
    if reference.outcome is not Outcome.IP_LITERAL or reference.confidence is Confidence.LOW:
        return False
    variable = reference.because.partition("=")[0].upper()
    if reference.use.port == _DNS_PORT or not _NAME_SERVERS.isdisjoint(_WORD.findall(variable)):
        return False
    return host != "::" and not host.startswith(_NO_DEPENDENCY)
