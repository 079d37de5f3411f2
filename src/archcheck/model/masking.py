"""The one place that takes secrets out of text before it can be shown."""

import re
from functools import lru_cache

__all__ = ["is_reference", "is_secret_name", "mask_line", "mask_setting", "mask_urls"]

_MASK = "***"
_LONGEST = 4_000  # characters that are searched for secrets; the rest of a longer text is left out
_LONGEST_NAME = 200
_SECRET_WORDS = re.compile(
    r"(?:^|[_.\-\s])(pass(?:word|wd|phrase|code)?|pwd|pw|secrets?|tokens?|credentials?|private[_.-]?key|"
    r"api[_.-]?keys?|access[_.-]?keys?|account[_.-]?key|shared[_.-]?access[_.-]?key|signing[_.-]?key|encryption[_.-]?key|"
    r"auth[_.-]?key|license[_.-]?key|master[_.-]?key|secret[_.-]?key|cookie|salt|pepper|dsn_secret|jwt[_.-]?key|"
    r"bearer|sas|authorization|requirepass|masterauth|rediscli[_-]auth|"
    r"(?:pg|db|my|mysql|root|user|admin|app)pass(?:word|wd)?)(?:$|[_.\-\s0-9])",
    re.IGNORECASE,
)
_REFERENCE_SUFFIX = re.compile(
    r"[_.-](file|path|name|ref|url|uri|host|endpoint|ttl|expiry|expiration|header)$", re.IGNORECASE
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_USERINFO = re.compile(
    r"(?<![\w+.-])(?P<scheme>[a-zA-Z][\w+.:-]{0,40}://)(?P<user>[^\s/@:\"']{0,200}):(?P<password>[^\s\"']{0,500})"
    r"@(?=[^\s/@\"']+)"
)
_MYSQL_GO = re.compile(r"(?<![\w.-])(?P<user>[\w.-]{1,200}):(?P<password>[^\s:@/\"']{1,500})@(?=(?:tcp|unix|udp)\()")
_LINE = re.compile(
    r"(?P<key>\s{0,200}(?:- )?[\"']?(?P<name>[\w.\-]{1,100})[\"']?\s{0,20}[:=]\s{0,20})(?P<value>[^\s{\[].*)"
)
# Names with what stands between them and a value: options, pairs, and pairs without a sign (ENV NAME value).
_OPTION = re.compile(r"(?<![\w.-])--?D?(?P<name>[\w.-]{1,100})(?:[\"']?,?\s{1,20}|=)")
_PAIR = re.compile(r"(?<![\w/-])(?P<name>[\w.\-]{1,60}(?: [A-Za-z]{1,20}){0,2})[\"']?\s{0,20}[=:]\s{0,20}", re.ASCII)
_WORD = re.compile(
    r"(?<![\w.-])(?P<name>[\w-]{0,40}(?:password|passwd|requirepass|masterauth|secret|token|api[_-]?key))\s{1,20}(?![=:])",
    re.IGNORECASE,
)
_VALUE = re.compile(r"\"(?:[^\"\\]|\\.)*(?:\"|\\?$)|'[^']*(?:'|$)|[^\s;,&\"'{}\[\]][^\s;,&\"']*")
_OPTION_VALUE = re.compile(r"\"(?:[^\"\\]|\\.)*(?:\"|\\?$)|'[^']*(?:'|$)|[^\s\"'-][^\s\"']*")
_SCHEME_WORD = re.compile(r"(?i:(?<!\w)(Bearer|Basic|Digest|Token)(?P<gap>\s{1,5}))(?P<value>[\w.~+/=-]{8,})")
_LOGIN = re.compile(r"(?P<flag>(?<!\S)(?:-u|--user)(?:\s{1,5}|=)[\"']?[\w.@-]{1,100}):(?P<password>[^\s\"']+)")
_CLIENT = re.compile(  # redis-cli -a x, mysql -px, sqlcmd -P x
    r"(?P<start>\b(?:redis-cli|mysql\w{0,10}|mariadb\w{0,10}|sqlcmd|mongosh?)\b[^|;&\n]{0,120}?\s[\"']?-[apP][\"',\s]{0,4})"
    r"(?P<value>[^\s\"',-][^\s\"',]*)"
)
_LONG_SECRET = re.compile(
    r"\b(eyJ[\w-]{8,2000}\.[\w-]{8,2000}\.[\w-]*|AKIA[0-9A-Z]{16}|gh[pousr]_\w{20,}|xox[abprs]-[\w-]{10,}|sk-[\w-]{20,}|"
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)"
    r"|(?<=:)(?:\$\$?(?:apr1|2[aby]|[156])\$|\{SHA\})[\w./+=$]+"  # what htpasswd makes
)
_NO_VALUE = re.compile(
    r"[|>][+-]?|null|~|\*{3}|[&*]\w+|(?:\$\{\w{1,80}(?::?\?[^{}]*)?\}|\$\(\w{1,80}\)|\$\w{1,80}|\{\{[^{}\"'`]*\}\})+"
)


@lru_cache(maxsize=8192)
def is_secret_name(name: str) -> bool:
    """Return whether a variable of this name holds a secret (``DB_PASSWORD``), not where one is (``DB_PASSWORD_FILE``)."""
    spaced = _CAMEL.sub("_", name[:_LONGEST_NAME])
    return bool(_SECRET_WORDS.search(spaced)) and not _REFERENCE_SUFFIX.search(spaced)


def is_reference(value: str) -> bool:
    """Return whether a value behind a secret name is none itself: null, a variable, an anchor, a mask."""
    return _NO_VALUE.fullmatch(value.strip("\"' ,")) is not None


def mask_urls(text: str) -> str:
    """Return text without the passwords in its URLs and without things that are secrets by their form."""
    text = text[:_LONGEST]
    if "://" in text:
        text = _USERINFO.sub(lambda m: f"{m['scheme']}{m['user']}:{_MASK}@", text)
    if "@" in text:
        text = _MYSQL_GO.sub(lambda m: f"{m['user']}:{_MASK}@", text)
    return _LONG_SECRET.sub(_MASK, text)


def mask_setting(name: str, value: str) -> str:
    """Return the value of a variable as it may be shown."""
    return _MASK if is_secret_name(name) and value else mask_line(value)


@lru_cache(maxsize=4096)
def mask_line(text: str) -> str:
    """Return a line of a file, or any other text from it, as it may be shown; a very long one is cut.

    Values behind secret names (``password: x``, ``Password=x;``, ``--token x``, ``password x``) and passwords in URLs are
    replaced. Where a whole line is such a pair, everything behind the name is.
    """
    text = text[:_LONGEST]
    whole = _LINE.fullmatch(text)
    if whole is not None and is_secret_name(whole["name"]):
        return whole["key"] + _hidden(whole["value"].rstrip())
    text = _hide_values(_OPTION, _OPTION_VALUE, mask_urls(text))
    text = _LOGIN.sub(lambda m: f"{m['flag']}:{_MASK}", text)
    text = _CLIENT.sub(lambda m: f"{m['start']}{_MASK}", text)
    text = _SCHEME_WORD.sub(lambda m: f"{m[1]}{m['gap']}{_MASK}", text)
    text = _hide_values(_PAIR, _VALUE, text)
    return _hide_values(_WORD, _OPTION_VALUE, text) if not text.lstrip().startswith("#") else text


def _hide_values(names: re.Pattern[str], values: re.Pattern[str], text: str) -> str:
    """Return the text with the value behind each secret name hidden."""
    shown: list[str] = []
    end = 0
    for match in names.finditer(text):
        if match.start() < end or not is_secret_name(match["name"].strip(" -")):
            continue
        value = values.match(text, match.end())
        if value is not None:
            shown += text[end : match.end()], _hidden(value[0])
            end = value.end()
    return "".join((*shown, text[end:]))


def _hidden(value: str) -> str:
    """Return a value as a mask, in its quotes; what stands for no value is kept."""
    if is_reference(value):
        return value
    quote = value[0] if value[0] in "\"'" else ""
    return f"{quote}{_MASK}{quote}"
