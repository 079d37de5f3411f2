"""Addresses in text: URLs of every scheme, JDBC, ADO.NET, libpq and other connection strings, HOST:PORT, host names."""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Form", "ParsedAddress", "host_kind", "parse_addresses", "port_number", "urls_in"]


class Form(StrEnum):
    """How an address is written; the order is that of how sure it is one."""

    URL = "url"
    CONNECTION_STRING = "connection-string"
    HOST_PORT = "host-port"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """An address found in text.

    Attributes:
        host: Host in lower case; IPv6 without brackets.
        form: How it is written.
        port: Port, or None.
        scheme: URL scheme in lower case (``jdbc:postgresql`` for JDBC), or None.
        database: Database, schema (``db.schema`` if both), key space or virtual host, or None.
        user: Login name, or None.
        password: Password as written, or None. Never to be printed.
        path: Path of a URL, or None.
    """

    host: str
    form: Form
    port: int | None = None
    scheme: str | None = None
    database: str | None = None
    user: str | None = None
    password: str | None = None
    path: str | None = None


_LONGEST = 8_192
_URL = re.compile(r"(?<![\w.+-])((?:jdbc:|r2dbc:)?[a-zA-Z][a-zA-Z0-9+.:-]{0,40}?)://([^\s\"'`<>|]+)")
_NEXT_URL = re.compile(r",(?=[a-zA-Z][a-zA-Z0-9+.-]{0,40}://)")
_HOST = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?"
_HOST_ONLY = re.compile(_HOST)
_HOST_PORT = re.compile(rf"({_HOST}|\[[0-9a-fA-F:]+\]):(\d{{1,5}})(/[^\s,]*)?")
_PAIRS = re.compile(r"\s*([A-Za-z][A-Za-z ]{0,30}?)\s*=\s*('[^']*'|\"[^\"]*\"|[^;\s]*|[^;]*)\s*(?:;|\s|$)")
_ADO_PAIR = re.compile(r"\s*([A-Za-z][A-Za-z ]{0,30}?)\s*=\s*('[^']*'|\"[^\"]*\"|[^;]*)\s*(?:;|$)")
_PDO = re.compile(r"(mysql|pgsql|sqlsrv|odbc|mariadb):((?:host|server)=.+)", re.IGNORECASE)
_GO_MYSQL = re.compile(r"(?:([^:@/\s]+)(?::([^@\s]*))?@)?tcp\(([^)\s:]+)(?::(\d+))?\)/([\w.-]*)")
_ORACLE = re.compile(r"jdbc:oracle:\w+:(?:[^@]*)@(?://)?([\w.-]+)(?::(\d+))?(?:[:/]([\w.]+))?", re.IGNORECASE)
_SQLSERVER = re.compile(r"jdbc:(?:jtds:)?sqlserver://([\w.-]+)(?:\\\w+)?(?::(\d+))?[;/]?(.*)", re.IGNORECASE)
_NO_NETWORK = {
    "file",
    "classpath",
    "unix",
    "data",
    "mem",
    "sqlite",
    "jdbc:h2",
    "urn",
    "vscode",
    "about",
    "docker-image",
}
_NAME_RESOLVERS = {"dns", "passthrough", "kubernetes", "xds"}
_HOST_KEYS = {"host", "server", "data source", "datasource", "address", "addr", "network address", "hostname"}
_DATABASE_KEYS = {"database", "dbname", "initial catalog", "databasename"}
_USER_KEYS = {"user", "user id", "uid", "username", "user name"}
_PASSWORD_KEYS = {"password", "pwd"}


def parse_addresses(text: str) -> list[ParsedAddress]:
    """Return every address that a whole value states: one, or a list separated by commas, semicolons or blanks.

    A value that is prose with an address in it states none here; :func:`urls_in` finds those.
    """
    text = text.strip().strip("\"'")
    if not text or len(text) > _LONGEST:
        return []
    special = _connection_string(text)
    if special is not None:
        return special
    if "://" in text:
        return list(urls_in(text))
    found: list[ParsedAddress] = []
    for part in re.split(r"[,;\s]+", text):
        if part:
            address = _host_port(part)
            if address is None:
                return []
            found.append(address)
    return found


def urls_in(text: str) -> Iterator[ParsedAddress]:
    """Yield the address of every URL in a text."""
    for piece in _NEXT_URL.split(text[: _LONGEST * 16]):
        for match in _URL.finditer(piece):
            yield from _url(match[1].lower(), match[2])


def host_kind(host: str) -> str:
    """Return what a host is by its form: ``ip``, ``loopback``, ``unspecified``, ``documentation``, ``name``."""
    if host in {
        "localhost",
        "host.docker.internal",
        "host.containers.internal",
        "gateway.docker.internal",
        "ip6-localhost",
    }:
        return "loopback"
    if not (host[:1].isdigit() or ":" in host):
        return "name"
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "name"
    if address.is_unspecified:
        return "unspecified"
    if address.is_loopback:
        return "loopback"
    documentation = any(address in network for network in _DOCUMENTATION if network.version == address.version)
    if documentation or address.is_multicast or address.is_link_local or str(address) == "255.255.255.255":
        return "documentation"
    return "ip"


_DOCUMENTATION = [  # RFC 5737, RFC 3849
    ipaddress.ip_network(block) for block in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
]


def _host_port(part: str) -> ParsedAddress | None:
    if match := _HOST_PORT.fullmatch(part):
        port = int(match[2])
        host = match[1].strip("[]").lower()
        if 0 < port < 65_536 and (any(c.isalpha() for c in host) or host_kind(host) != "name"):
            return ParsedAddress(host, Form.HOST_PORT, port, path=match[3])
        return None
    if _HOST_ONLY.fullmatch(part):
        return ParsedAddress(part.lower(), Form.HOST)
    return None


# -- URLs --------------------------------------------------------------------------------------------------------------


def _url(scheme: str, rest: str) -> Iterator[ParsedAddress]:
    if scheme.startswith(("jdbc:sqlserver", "jdbc:jtds")) or scheme in _NO_NETWORK:
        return
    rest = rest.rstrip(").,;]}")
    if rest.count("${") > rest.count("}"):  # a variable at the end keeps its brace
        rest += "}"
    if scheme in _NAME_RESOLVERS and rest.startswith("/"):  # gRPC: dns:///payments:50051
        found = _host_port(rest[1:])
        if found is not None:
            yield ParsedAddress(found.host, Form.URL, found.port, scheme)
        return
    authority, tail = _split_authority(rest)
    userinfo, _, hosts = authority.rpartition("@")
    user, _, password = userinfo.partition(":")
    path, query = _split_query(tail)
    database = _database(scheme, path, query)
    for host, port in _hosts(hosts):
        yield ParsedAddress(
            host, Form.URL, port, scheme, database, user or query.get("user") or query.get("username") or None,
            password or query.get("password") or None, path or None,
        )  # fmt: skip


def _split_authority(rest: str) -> tuple[str, str]:
    """Return the authority and the rest; a ``/`` before the first ``@`` belongs to a password, if a colon precedes it."""
    end = _first_of("/?#;", rest)
    at = rest.rfind("@")
    if at > end and ":" in rest[:end] and "@" not in rest[:end] and not _HOST_PORT.fullmatch(rest[:end]):
        password = rest[:at]
        if "?" not in password and "#" not in password:
            end = at + 1 + _first_of("/?", rest[at + 1 :])
    return rest[:end], rest[end:]


def _first_of(characters: str, text: str) -> int:
    """Return where the first of some characters stands in a text; its length if none does."""
    return min((i for c in characters if (i := text.find(c)) >= 0), default=len(text))


def _split_query(tail: str) -> tuple[str, dict[str, str]]:
    tail = tail.split("#", 1)[0]
    path, _, query = tail.partition("?")
    if ";" in path:
        path, _, extra = path.partition(";")
        query = f"{query}&{extra.replace(';', '&')}"
    pairs = (pair.partition("=") for pair in query.split("&") if "=" in pair)
    return path, {key.lower(): value for key, _, value in pairs}


def _hosts(hosts: str) -> Iterator[tuple[str, int | None]]:
    for written in hosts.split(","):
        part = written.rpartition("://")[2].rpartition("@")[2]
        if match := re.fullmatch(rf"(\[[0-9a-fA-F:]+\]|{_HOST}|\$\{{\w+\}})(?::(?:(\d{{1,5}})|\$\{{\w+\}})?)?", part):
            port = int(match[2]) if match[2] else None
            yield match[1].strip("[]").lower(), port if port is None or 0 < port < 65_536 else None


_PATH_IS_DATABASE = re.compile(
    r"(?:jdbc:|r2dbc:(?:pool:)?)?(?:postgres|postgresql|postgis|mysql|mysql2|mariadb|mssql|sqlserver|mongodb|cockroachdb|redis|rediss|"
    r"amqp|amqps|ecto|clickhouse|cassandra|couchdb|oracle|db2|aws-wrapper:postgresql|aws-wrapper:mysql|vertx-reactive:postgresql)"
    r"(?:[+:][\w.+-]+)?"
)
_SCHEMA_KEYS = ("currentschema", "search_path", "schema", "keyspace")


def _database(scheme: str, path: str, query: dict[str, str]) -> str | None:
    if not _PATH_IS_DATABASE.fullmatch(scheme):
        return None
    name = path.lstrip("/").split("/")[0] or next((query[k] for k in ("db", "database", "dbname") if query.get(k)), "")
    if "${" in name or "$(" in name:
        return None
    schema = next((query[key] for key in _SCHEMA_KEYS if query.get(key)), None)
    if name and schema:
        return f"{name}.{schema}"
    return name or None


# -- connection strings ------------------------------------------------------------------------------------------------


def _connection_string(text: str) -> list[ParsedAddress] | None:
    """Return the addresses of a connection string, or None if this is none."""
    if match := _ORACLE.fullmatch(text.split("?", maxsplit=1)[0]):
        return [ParsedAddress(match[1].lower(), Form.CONNECTION_STRING, port_number(match[2]), "jdbc:oracle", match[3])]
    if match := _SQLSERVER.fullmatch(text):
        return [_sql_server(match)]
    if match := _PDO.fullmatch(text):
        return _from_pairs(match[1].lower(), dict(_pairs(_ADO_PAIR, match[2])))
    if match := _GO_MYSQL.match(text):
        return [
            ParsedAddress(
                match[3].lower(),
                Form.CONNECTION_STRING,
                port_number(match[4]),
                "mysql",
                match[5] or None,
                match[1],
                match[2],
            )
        ]
    if "=" not in text or text.startswith(("-", "{", "[")):
        return None
    if "://" in text.split("=", 1)[0]:
        return None
    return _key_values(text)


def _sql_server(match: re.Match[str]) -> ParsedAddress:
    keys = dict(_pairs(_ADO_PAIR, match[3]))
    return ParsedAddress(
        match[1].lower(), Form.CONNECTION_STRING, port_number(match[2]), "jdbc:sqlserver",
        keys.get("databasename") or keys.get("database"), keys.get("user"), keys.get("password"),
    )  # fmt: skip


def _key_values(text: str) -> list[ParsedAddress] | None:
    """Read ADO.NET (``Server=a,1433;Database=b``), libpq (``host=a dbname=b``) and Redis (``a:6379,password=x``) strings."""
    first, _, options = text.partition(",")
    if options and "=" in options and "=" not in first and _host_port(first) and ";" not in text:
        hosts = [a for part in text.split(",") if "=" not in part and (a := _host_port(part))]
        keys = dict(part.strip().lower().partition("=")[::2] for part in text.split(",") if "=" in part)
        database = keys.get("defaultdatabase")
        return [
            ParsedAddress(h.host, Form.CONNECTION_STRING, h.port, None, database, keys.get("user"), None) for h in hosts
        ]
    for pattern in (_ADO_PAIR,) if ";" in text else (_PAIRS, _ADO_PAIR):
        keys = dict(_pairs(pattern, text))
        if keys.keys() & _HOST_KEYS and keys.keys() & (_DATABASE_KEYS | _USER_KEYS | _PASSWORD_KEYS | {"port"}):
            return _from_pairs(None, keys)
    return None


def _pairs(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    for match in pattern.finditer(text):
        yield match[1].strip().lower(), match[2].strip().strip("\"'")


def _from_pairs(scheme: str | None, keys: dict[str, str]) -> list[ParsedAddress]:
    def first(names: set[str]) -> str | None:
        return next((keys[name] for name in sorted(names) if keys.get(name)), None)

    found = []
    for part in (first(_HOST_KEYS) or "").removeprefix("tcp:").split(";"):
        host, port = _server(part, keys.get("port"))
        if host:
            found.append(
                ParsedAddress(
                    host,
                    Form.CONNECTION_STRING,
                    port,
                    scheme or _scheme_of(keys),
                    first(_DATABASE_KEYS),
                    first(_USER_KEYS),
                    first(_PASSWORD_KEYS),
                )
            )
    return found


def _server(text: str, port: str | None) -> tuple[str | None, int | None]:
    r"""Split ``host``, ``host:port``, ``host,port`` and ``host\instance``."""
    match = re.fullmatch(rf"({_HOST})(?:\\\w+)?(?:[,:]\s*(\d{{1,5}}))?", text.strip())
    return (match[1].lower(), port_number(match[2] or port)) if match else (None, None)


def _scheme_of(keys: dict[str, str]) -> str | None:
    if keys.keys() & {"initial catalog", "trustservercertificate", "integrated security", "multipleactiveresultsets"}:
        return "mssql"
    return "postgresql" if "dbname" in keys or {"host", "username"} <= keys.keys() else None


def port_number(text: str | None) -> int | None:
    """Return the port that a text is, or None if it is none."""
    digits = text is not None and text.isascii() and text.isdigit() and len(text) <= 5
    return int(text) if text and digits and 0 < int(text) < 65_536 else None
