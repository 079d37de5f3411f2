"""From mentions to references: what each address names, and whether naming it means depending on it."""

from archcheck.catalogue.technologies import Catalogue
from archcheck.graph.addresses import Form, host_kind
from archcheck.graph.mentions import Mention
from archcheck.graph.naming import Caller, Names
from archcheck.graph.variables import Meaning, for_people, words_of
from archcheck.model.architecture import Confidence, Outcome, Reference

__all__ = ["CLOUD_METADATA", "Resolver", "looks_internal"]

_NO_DEPENDENCY_HOSTS = (
    "example.com",
    "example.org",
    "example.net",
    "w3.org",
    "schemas.microsoft.com",
    "json-schema.org",
    "xmlsoap.org",
    "apache.org",
    "springframework.org",
)
_NO_CALL_SCHEMES = {
    "docker",
    "git",
    "ssh",
    "s3a",
    "http+unix",
    "npipe",
    "about",
    "chrome-extension",
    "android-app",
    "ws+unix",
}
_NEVER_AN_ADDRESS = frozenset(
    """
    redirect callback cors origin origins advertised listeners listener advertise allowed noproxy referer logout
    image repository repo successful publichost icon logo website homepage help
    """.split()
)
_INTERNAL_SUFFIXES = (".local", ".svc", ".internal", ".cluster", ".lan", ".consul")
CLOUD_METADATA = {"metadata.google.internal"}
"""Hosts that a cloud's machines answer to, whatever is deployed."""


def looks_internal(host: str) -> bool:
    """Return whether a host name is one that only the deployment itself could answer to (no public domain)."""
    return "." not in host or host.endswith(_INTERNAL_SUFFIXES) or ".svc." in host


class Resolver:
    """Decides for each mention of one deployment what it refers to.

    Args:
        names: Who answers to which name.
        ports: For each component, the container ports that it declares (to tell a component's own address).
        published: Host port -> component that publishes it on the machine.
        multi_container: Components whose pods hold several containers, where a loopback address is a neighbour's.
        technologies: Technology of each component.
        sidecars: For components with a proxy beside them: what lies behind the proxy, an external component.
        catalogue: Tells what a scheme stands for.
    """

    def __init__(
        self,
        names: Names,
        ports: dict[str, set[int]],
        published: dict[int, str],
        multi_container: set[str],
        technologies: dict[str, str | None],
        sidecars: dict[str, str],
        catalogue: Catalogue,
    ) -> None:
        self.names = names
        self.ports = ports
        self.published = published
        self.multi_container = multi_container
        self.technologies = technologies
        self.sidecars = sidecars
        self.catalogue = catalogue

    def reference(self, mention: Mention, caller: Caller) -> Reference | None:
        """Return what a mention refers to, or None if it is no reference at all."""
        address = mention.address
        if mention.meaning is Meaning.NOT_ADDRESS and not self._trusted_although_named_so(mention):
            return None
        if address.scheme in _NO_CALL_SCHEMES or "$" in address.host or "%" in address.host:
            return None
        kind = host_kind(address.host)
        if kind in {"unspecified", "documentation"}:
            return None
        if kind == "loopback":
            return self._loopback(mention, caller)
        target = self.names.resolve(address.host, caller)
        if kind == "ip":
            return self._ip(mention, caller, target)
        if target is not None:
            return self._resolved(mention, caller, target)
        return self._outside(mention, caller)

    @staticmethod
    def _trusted_although_named_so(mention: Mention) -> bool:
        """Whether a value is an address beyond doubt although its name ends like something else (``REDIS_KEY=redis://a``)."""
        words = words_of(mention.name)
        denied = _NEVER_AN_ADDRESS.intersection(words) or "callback" in "".join(words)
        return mention.address.form in {Form.URL, Form.CONNECTION_STRING} and not denied

    def _resolved(self, mention: Mention, caller: Caller, target: str) -> Reference | None:
        if target == caller.component:
            return self._make(mention, caller, Outcome.SELF, target)
        if mention.meaning is Meaning.OWN_ADDRESS and mention.address.form is Form.HOST:
            return None
        if mention.address.form is Form.HOST and not self._means_host(mention, target):
            return None
        return self._make(mention, caller, Outcome.COMPONENT, target)

    def _means_host(self, mention: Mention, target: str) -> bool:
        """Whether a bare word that is a component's name is meant as a host: its variable says so, or is named like it."""
        if mention.meaning is Meaning.ADDRESS:
            return True
        if not mention.name or mention.address.host.endswith((".svc", ".local")):
            return bool(mention.name)
        words = set(words_of(mention.name))
        named = {*words_of(target), *words_of(self.technologies.get(target) or "")}
        return words <= named

    def _loopback(self, mention: Mention, caller: Caller) -> Reference | None:
        if mention.meaning is Meaning.OWN_ADDRESS or (mention.address.form is Form.HOST and mention.use.port is None):
            return None
        if for_people(mention.name):
            return None
        port = mention.use.port
        if caller.component in self.multi_container and not mention.address.host.endswith(".internal"):
            return self._behind_sidecar(mention, caller)
        if port is not None and port in self.ports.get(caller.component, ()):
            return None
        if mention.meaning is not Meaning.ADDRESS and mention.address.form not in {Form.URL, Form.CONNECTION_STRING}:
            return None
        target = self.published.get(port) if port is not None else None
        return self._make(mention, caller, Outcome.LOOPBACK, target) if target != caller.component else None

    def _behind_sidecar(self, mention: Mention, caller: Caller) -> Reference | None:
        """Return the store that a loopback address leads to through the proxy in the same pod."""
        protocol = self.catalogue.scheme(mention.address.scheme) if mention.address.scheme else None
        behind = self.sidecars.get(caller.component)
        if behind is None or protocol is None or protocol.kind is None:
            return None
        return self._make(mention, caller, Outcome.EXTERNAL, behind)

    def _ip(self, mention: Mention, caller: Caller, target: str | None) -> Reference | None:
        if mention.meaning is Meaning.OWN_ADDRESS or target == caller.component:
            return None
        sure = mention.address.form in {Form.URL, Form.CONNECTION_STRING} or mention.meaning is Meaning.ADDRESS
        return self._make(mention, caller, Outcome.IP_LITERAL, target) if sure else None

    def _outside(self, mention: Mention, caller: Caller) -> Reference | None:
        address = mention.address
        if mention.meaning is Meaning.OWN_ADDRESS or address.host.endswith(_NO_DEPENDENCY_HOSTS):
            return None
        if for_people(mention.name) and not looks_internal(address.host):
            return None
        if address.form is Form.HOST and not self._is_outside_host(mention):
            return None
        if address.form is Form.HOST_PORT and mention.meaning is not Meaning.ADDRESS:
            return None
        internal = looks_internal(address.host) and address.host not in CLOUD_METADATA
        return self._make(mention, caller, Outcome.UNRESOLVED if internal else Outcome.EXTERNAL, None)

    @staticmethod
    def _is_outside_host(mention: Mention) -> bool:
        """Whether a bare name that nothing answers to is still clearly a host."""
        if mention.meaning is not Meaning.ADDRESS:
            return False
        host = mention.address.host
        last = words_of(mention.name)[-1:] if mention.name else ()
        says_host = bool(last) and last[0] in {
            "host",
            "hostname",
            "addr",
            "address",
            "server",
            "endpoint",
            "servers",
            "hosts",
            "brokers",
        }
        if "." in host:
            labels = host.split(".")
            return says_host and len(labels) >= 2 and labels[-1].isalpha() and len(labels[-1]) >= 2
        return says_host and mention.use.port is not None and len(host) > 1 and not host.isdigit()

    @staticmethod
    def _make(mention: Mention, caller: Caller, outcome: Outcome, target: str | None) -> Reference:
        confidence = mention.confidence
        if mention.source is not None and confidence is Confidence.HIGH:
            confidence = Confidence.MEDIUM
        return Reference(
            caller.component, mention.use, outcome, target, mention.because, confidence, mention.source is not None
        )
