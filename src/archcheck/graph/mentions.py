"""Mentions: every place in a workload's own facts where an address is written, before it is known what it names."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from archcheck.graph.addresses import Form, ParsedAddress, parse_addresses, port_number, urls_in
from archcheck.graph.variables import Meaning, meaning_of, partner, words_of
from archcheck.model.architecture import Confidence, Use
from archcheck.model.facts import Container, ContainerRole, Setting, SettingOrigin, Workload
from archcheck.model.masking import is_secret_name, mask_line, mask_setting
from archcheck.model.span import Span

__all__ = ["Mention", "command_mentions", "setting_mentions", "use_of"]


@dataclass(frozen=True, slots=True)
class Mention:
    """An address that a workload mentions.

    Attributes:
        address: The address as parsed.
        use: The same with partners (port, database, login) filled in, and its place.
        name: Variable, option or key that holds it; "" for plain words of a command.
        meaning: What that name says about the value.
        because: What is written there, secrets masked.
        confidence: How sure it is that naming it means depending on it.
        source: ConfigMap, Secret or environment file it came from as a whole, or None.
    """

    address: ParsedAddress
    use: Use
    name: str
    meaning: Meaning
    because: str
    confidence: Confidence = Confidence.HIGH
    source: str | None = None


def setting_mentions(container: Container, is_known: Callable[[str], bool] = lambda _: True) -> Iterator[Mention]:
    """Yield the addresses in a container's variables.

    Args:
        container: The container.
        is_known: Whether something in the deployment answers to a name. Most values are single words; one that nothing
            answers to, in a variable whose name does not say address, is none.
    """
    by_key = {"_".join(words_of(s.name)): s for s in container.settings}
    init = container.role is ContainerRole.INIT
    for setting in container.settings:
        if not setting.value or setting.origin in {SettingOrigin.FIELD, SettingOrigin.LABEL}:
            continue
        meaning = meaning_of(setting.name)
        because = ""
        for address in _addresses(setting, meaning):
            if address.form is Form.HOST and meaning is Meaning.NEUTRAL and not is_known(address.host):
                continue
            because = because or _because(setting)
            yield Mention(
                address,
                _completed(address, setting, by_key),
                setting.name,
                meaning,
                because,
                Confidence.MEDIUM if init else Confidence.HIGH,
                setting.source if setting.bulk else None,
            )


def _addresses(setting: Setting, meaning: Meaning) -> list[ParsedAddress]:
    value = setting.value or ""
    if "\n" in value or (value.startswith(("{", "[")) and "://" in value):
        return list(urls_in(value))  # JSON or a whole file in a variable
    if value.startswith("-") and "=" in value:
        return list(urls_in(value))  # JAVA_OPTS and the like
    found = parse_addresses(value)
    if meaning is Meaning.NOT_ADDRESS:
        return [a for a in found if a.form in {Form.URL, Form.CONNECTION_STRING}]
    if len(found) > 1 and any(a.form is Form.HOST for a in found) and meaning is not Meaning.ADDRESS:
        return []
    return found


_PRIVATE_PATH = re.compile(r"(https?://[^\s/?#\"']+)[/?#][^\s\"']+")


def _because(setting: Setting) -> str:
    shown = f"{setting.name}=***" if setting.secret and "://" not in (setting.value or "") else None
    if shown is None:
        value = (
            _PRIVATE_PATH.sub(r"\1/***", mask_line(setting.value or ""))
            if setting.secret
            else (mask_setting(setting.name, setting.value or ""))
        )
        shown = f"{setting.name}={value}"
    words = {
        SettingOrigin.CONFIG_MAP: f"ConfigMap {setting.source}",
        SettingOrigin.SECRET: f"Secret {setting.source}",
        SettingOrigin.ENV_FILE: "environment file",
        SettingOrigin.DOCKERFILE: "Dockerfile ENV",
        SettingOrigin.CONFIG_FILE: setting.source or "configuration file",
    }
    return f"{words.get(setting.origin, 'environment')} {shown}"[:300]


def _completed(address: ParsedAddress, setting: Setting, settings: Mapping[str, Setting]) -> Use:
    """Return the use, with what other variables say about the same address."""

    def other(wanted: str) -> str | None:
        found = partner(settings, setting.name, wanted)
        return found.value if found else None

    port = address.port
    if port is None and address.form is Form.HOST:
        port = port_number(other("port"))
    in_text = address.password is not None and not setting.secret
    user, password = address.user or other("user"), address.password or other("password")
    database = address.database
    if database is None and (address.form is Form.HOST or address.form is Form.HOST_PORT or address.scheme):
        database = other("database")
    return use_of(address, setting.span, port=port, database=database, user=user, password=password, in_text=in_text)


def use_of(
    address: ParsedAddress,
    span: Span,
    *,
    port: int | None = None,
    database: str | None = None,
    user: str | None = None,
    password: str | None = None,
    in_text: bool = False,
) -> Use:
    """Return how an address uses its callee; the login is kept as a digest only."""
    user, password = user or address.user, password or address.password
    digest = (
        hashlib.sha256(f"{user}\0{password}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
        if user and password
        else None
    )
    return Use(
        span, address.host, port if port is not None else address.port, address.scheme, database or address.database,
        user, digest, in_text,
    )  # fmt: skip


# -- commands ----------------------------------------------------------------------------------------------------------

_HOST_FLAG = re.compile(
    r"--?([\w-]{0,60}(?:host|addr|address|url|uri|server|endpoint|broker|brokers|upstream|backend|target|connect|remote)[\w-]{0,60}|h|H)"
)
_FLAG_VALUE = re.compile(r"((?<![\w.-])--?[\w.-]{1,120})(?:=|\s{1,20})(\"[^\"]*\"|'[^']*'|[^\s\"';|&]+)")
_HOST_PORT_TOKEN = re.compile(r"(?<![\w./:-])([A-Za-z][\w.-]*[\w]|[A-Za-z]):(\d{2,5})(?![\w.])")
_URL_TEXT = re.compile(r"(?<![\w+.:-])[a-zA-Z][\w+.:-]{0,60}://\S+")
_SEPARATOR = re.compile(r"[:=\s]")
_TWO_WORDS = re.compile(r"\b(?:nc|ncat|netcat|telnet)\b((?:\s+-[\w]+(?:\s+\d+)?)*)\s+([A-Za-z][\w.-]*)\s+(\d{2,5})\b")
_CLIENT = re.compile(
    r"\b(?:pg_isready|psql|mysql|mysqladmin|mysqldump|mongosh?|mongoimport|mongorestore|redis-cli|rabbitmqadmin|cqlsh|ping"
    r"|nslookup|dig|getent hosts)\b([^|;&\n]*)"
)
_CLIENT_HOST = re.compile(r"(?:-h|--host|-H|-u|--uri)[\s=]*([A-Za-z][\w.-]*)")
_LONGEST_WORD = 20_000  # characters of a command that are searched for addresses
_VARIABLE = re.compile(r"\$\{(\w+)\}|\$\((\w+)\)|\$(\w+)")


def command_mentions(container: Container, workload: Workload) -> Iterator[Mention]:
    """Yield the addresses in a container's command line: URLs, ``--flag host``, ``host:port``, ``nc host port``."""
    values = {s.name: s.value for s in container.settings if s.value}
    public = {s.name: s.value for s in container.settings if s.value and not (s.secret or is_secret_name(s.name))}
    own = {workload.name}
    confidence = Confidence.MEDIUM if container.role is ContainerRole.INIT else Confidence.HIGH
    words = list(container.command)
    for position, word in enumerate(words):
        text = _filled(word.text[:_LONGEST_WORD], values)
        before = words[position - 1].text if position else ""
        shown: str | None = None
        for name, address in _in_word(text, before):
            if address.host not in own:
                where = "init container command" if container.role is ContainerRole.INIT else "command"
                if shown is None:
                    shown = mask_line(_filled(word.text[:_LONGEST_WORD], public))
                because = f"{where} {_shorten(shown, address.host)}"
                meaning = meaning_of(name) if name else Meaning.NEUTRAL
                if name in {"h", "H"}:
                    meaning = Meaning.ADDRESS
                yield Mention(address, use_of(address, word.span), name, meaning, because, confidence)


def _filled(text: str, values: Mapping[str, str | None]) -> str:
    """Return a text with the variables whose values are known filled in."""
    return _VARIABLE.sub(lambda m: values.get(m[1] or m[2] or m[3]) or m[0], text)[:_LONGEST_WORD]


def _shorten(text: str, host: str) -> str:
    """Return the part of a long command around the host, in one line."""
    at = max(text.lower().find(host), 0)
    return " ".join(text[max(at - 60, 0) : at + 80].split())


def _in_word(text: str, before: str) -> Iterator[tuple[str, ParsedAddress]]:
    """Yield (option name, address) of one word; ``before`` is the word in front, which may be the option."""
    if _SEPARATOR.search(text) is None and _HOST_FLAG.fullmatch(before) is None:
        return  # a single word names an address only behind an option that says so
    seen: set[tuple[str, int | None]] = set()
    for name, address in _candidates(text, before):
        if (address.host, address.port) not in seen:
            seen.add((address.host, address.port))
            yield name, address


def _candidates(text: str, before: str) -> Iterator[tuple[str, ParsedAddress]]:
    whole = _HOST_FLAG.fullmatch(before)
    if whole and not text.startswith("-"):
        for address in parse_addresses(text):
            yield whole[1], address
    for match in _FLAG_VALUE.finditer(text):
        flag = match[1].lstrip("-")
        if _HOST_FLAG.fullmatch(match[1]) or "://" in match[2] or ":" in match[2]:
            for address in parse_addresses(match[2].strip("\"'")):
                if address.form is not Form.HOST or _HOST_FLAG.fullmatch(match[1]):
                    yield flag, address
    for address in urls_in(text):
        yield "", address
    rest = _URL_TEXT.sub(" ", text)
    for match in _TWO_WORDS.finditer(rest):
        yield "h", ParsedAddress(match[2].lower(), Form.HOST_PORT, int(match[3]))
    for match in _HOST_PORT_TOKEN.finditer(rest):
        yield "", ParsedAddress(match[1].lower(), Form.HOST_PORT, int(match[2]))
    for match in _CLIENT.finditer(rest):
        host = _CLIENT_HOST.search(match[1])
        if host:
            yield "h", ParsedAddress(host[1].lower(), Form.HOST)
