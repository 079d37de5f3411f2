"""The one place that takes secrets out of text before it can be shown."""

import re

__all__ = ["is_secret_name", "mask_line", "mask_setting", "mask_urls"]

_MASK = "***"
_SECRET_WORDS = re.compile(
    r"(?:^|[_.\-\s])(pass(?:word|wd|phrase|code)?|pwd|pw|secrets?|tokens?|credentials?|private[_.-]?key|"
    r"api[_.-]?keys?|access[_.-]?keys?|account[_.-]?key|shared[_.-]?access[_.-]?key|signing[_.-]?key|encryption[_.-]?key|"
    r"auth[_.-]?key|license[_.-]?key|master[_.-]?key|secret[_.-]?key|cookie|salt|pepper|dsn_secret|jwt[_.-]?key|"
    r"bearer|sas)(?:$|[_.\-\s0-9])",
    re.IGNORECASE,
)
_REFERENCE_SUFFIX = re.compile(
    r"[_.-](file|path|name|ref|url|uri|host|endpoint|ttl|expiry|expiration|header)$", re.IGNORECASE
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_USERINFO = re.compile(r"(?P<scheme>[a-zA-Z][\w+.-]*://)(?P<user>[^\s/@:\"']*):(?P<password>[^\s\"']*)@(?=[^\s/@\"']+)")
_MYSQL_GO = re.compile(r"(?P<user>[\w.-]+):(?P<password>[^\s:@/\"']+)@(?=(?:tcp|unix|udp)\()")
_PAIR = re.compile(
    r"(?P<key>[\w.\- ]{1,60}?)(?P<gap>\"?'?\s*[=:]\s*)(?P<value>\"[^\"]*\"|'[^']*'|[^\s;,&\"']+)", re.ASCII
)
_FLAG = re.compile(r"(?P<flag>--?[\w-]+)(?P<gap>\s+|=)(?P<value>\"[^\"]*\"|'[^']*'|[^\s\"']+)")
_LONG_SECRET = re.compile(
    r"\b(eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|AKIA[0-9A-Z]{16}|gh[pousr]_\w{20,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,}|"
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----)"
)


def is_secret_name(name: str) -> bool:
    """Return whether a variable of this name holds a secret (``DB_PASSWORD``), not where one is (``DB_PASSWORD_FILE``)."""
    spaced = _CAMEL.sub("_", name)
    return bool(_SECRET_WORDS.search(spaced)) and not _REFERENCE_SUFFIX.search(spaced)


def mask_urls(text: str) -> str:
    """Return text without the passwords in its URLs and without things that are secrets by their form."""
    if "://" in text:
        text = _USERINFO.sub(lambda m: f"{m['scheme']}{m['user']}:{_MASK}@", text)
    if "@" in text:
        text = _MYSQL_GO.sub(lambda m: f"{m['user']}:{_MASK}@", text)
    return _LONG_SECRET.sub(_MASK, text)


def mask_setting(name: str, value: str) -> str:
    """Return the value of a variable as it may be shown."""
    return _MASK if is_secret_name(name) and value else mask_line(value)


def mask_line(text: str) -> str:
    """Return a line of a file, or any other text from it, as it may be shown.

    Values behind secret names (``password: x``, ``Password=x;``, ``--token x``) and passwords in URLs are replaced.
    """
    text = mask_urls(text)
    text = _FLAG.sub(_mask_flag, text)
    return _PAIR.sub(_mask_pair, text)


def _mask_pair(match: re.Match[str]) -> str:
    if not is_secret_name(match["key"].strip(" -")):
        return match[0]
    return f"{match['key']}{match['gap']}{_keep_quotes(match['value'])}"


def _mask_flag(match: re.Match[str]) -> str:
    return (
        f"{match['flag']}{match['gap']}{_keep_quotes(match['value'])}"
        if is_secret_name(match["flag"].lstrip("-"))
        else match[0]
    )


def _keep_quotes(value: str) -> str:
    if value.startswith(("${", "$(")) or value in {"|", ">", "|-", ">-", "null", "~"}:
        return value
    return f"{value[0]}{_MASK}{value[0]}" if value[0] in "\"'" else _MASK
