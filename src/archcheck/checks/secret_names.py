"""Which names of variables stand for a secret, and which values are one."""

import re
from itertools import pairwise

__all__ = ["is_literal_secret", "names_secret"]

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_SECRETS = frozenset(
    {"password", "passwd", "passphrase", "passwort", "pwd", "pass", "pw", "secret", "token", "apikey", "credentials"}
    | {"requirepass", "masterauth", "masterpass"}
)
_SECRET_PAIRS = frozenset(
    {("api", "key"), ("access", "key"), ("private", "key"), ("signing", "key"), ("encryption", "key"), ("auth", "key")}
    | {("encrypt", "key"), ("jwt", "key"), ("master", "key"), ("account", "key"), ("shared", "key")}
)
_ABOUT_A_SECRET = frozenset(
    (
        # where it is
        *("file", "path", "dir", "directory", "folder", "url", "uri", "urls", "uris", "endpoint", "host", "hostname"),
        *("port", "server", "service", "location", "mount", "ref", "reference", "store", "manager", "backend", "arn"),
        *("region", "namespace", "env", "var", "variable", "header", "headers", "cookie", "field", "prefix", "suffix"),
        # what it is called and who has it
        *("name", "names", "id", "ids", "user", "username", "issuer", "audience", "realm", "provider", "claim"),
        # how long it lives and what it looks like
        *("ttl", "expiry", "expires", "expiration", "expire", "lifetime", "age", "validity", "duration", "timeout"),
        *("interval", "days", "hours", "minutes", "seconds", "ms", "length", "size", "min", "max", "count", "limit"),
        *("limits", "attempts", "strength", "type", "types", "kind", "algorithm", "alg", "version", "format"),
        *(
            "encoder",
            "encoding",
            "hash",
            "sha",
            "sha2",
            "sha256",
            "bcrypt",
            "hasher",
            "hashing",
            "scope",
            "scopes",
            "template",
            "message",
            "label",
        ),
        # what is done with it
        *("policy", "policies", "enabled", "enable", "disabled", "disable", "required", "require", "allow", "allowed"),
        *("rotation", "reset", "check", "validation", "public", "login", "grant", "through"),
    )
)
_NO_VALUES = frozenset({"", "true", "false", "yes", "no", "on", "off", "none", "null", "nil", "0", "1"})
_PLACEHOLDERS = (
    "$",
    "<",
    "{{",
    "/",
    "enc(",
    "enc[",
    "vault:",
    "arn:",
    "ref+",
    "file:",
    "sm://",
    "op://",
    "http://",
    "https://",
    "*",
    "your-",
    "your_",
    "your ",
)
_COUNTED = frozenset({"max", "min", "limit", "num", "number", "count", "budget"})


def names_secret(name: str) -> bool:
    """Return whether a variable or option of this name holds a secret itself, not something about one."""
    words = [word.lower() for word in _WORDS.findall(name)]
    last = next((word for word in reversed(words) if not word.isdigit()), None)
    if last is None or last in _ABOUT_A_SECRET or "public" in words:
        return False
    if last == "token" and not _COUNTED.isdisjoint(words):
        return False
    if any(word in _SECRETS or word.endswith(("password", "passwd", "secret")) for word in words):
        return True
    return not _SECRET_PAIRS.isdisjoint(pairwise(words))


def is_literal_secret(name: str, value: str) -> bool:
    """Return whether a value is a secret written out: not empty, no switch, no reference to where the secret is."""
    value = value.strip()
    if value.lower() in _NO_VALUES or value.lower().startswith(_PLACEHOLDERS) or not names_secret(name):
        return False
    return "${" not in value and "$(" not in value and "{{" not in value
