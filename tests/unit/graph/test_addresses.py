"""Addresses in text."""

import pytest

from archcheck.graph.addresses import Form, ParsedAddress, host_kind, parse_addresses, urls_in

URL, STRING, HOST_PORT, HOST = Form.URL, Form.CONNECTION_STRING, Form.HOST_PORT, Form.HOST


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://payments:8080", [ParsedAddress("payments", URL, 8080, "http")]),
        ("redis:6379", [ParsedAddress("redis", HOST_PORT, 6379)]),
        ("kafka-1:9092,kafka-2:9092", [ParsedAddress(f"kafka-{n}", HOST_PORT, 9092) for n in (1, 2)]),
        (
            "postgresql://u:p@db:5432/shop?currentSchema=x",
            [ParsedAddress("db", URL, 5432, "postgresql", "shop.x", "u", "p", "/shop")],
        ),
        (
            "jdbc:mysql://h1:3306,h2:3306/db",
            [ParsedAddress(h, URL, 3306, "jdbc:mysql", "db", path="/db") for h in ("h1", "h2")],
        ),
        (
            "jdbc:sqlserver://sql:1433;databaseName=x;user=sa;password=p",
            [ParsedAddress("sql", STRING, 1433, "jdbc:sqlserver", "x", "sa", "p")],
        ),
        ("jdbc:oracle:thin:@//ora:1521/XE", [ParsedAddress("ora", STRING, 1521, "jdbc:oracle", "XE")]),
        (
            "Server=sqldata;Database=Cat;User Id=sa;Password=Pass@word",
            [ParsedAddress("sqldata", STRING, database="Cat", user="sa", password="Pass@word")],
        ),
        (
            "Server=tcp:sql,1433;Initial Catalog=Cat;User Id=sa;Password=P",
            [ParsedAddress("sql", STRING, 1433, "mssql", "Cat", "sa", "P")],
        ),
        (
            "host=db port=5432 user=a password=b dbname=c",
            [ParsedAddress("db", STRING, 5432, "postgresql", "c", "a", "b")],
        ),
        ("mysql:host=mysql;dbname=ratings", [ParsedAddress("mysql", STRING, None, "mysql", "ratings")]),
        (
            "user:pw@tcp(mysql:3306)/orders?parseTime=true",
            [ParsedAddress("mysql", STRING, 3306, "mysql", "orders", "user", "pw")],
        ),
        ("redis:6379,password=x,ssl=False", [ParsedAddress("redis", STRING, 6379)]),
        (
            "mongodb://a:1,b:2/db?replicaSet=x",
            [
                ParsedAddress("a", URL, 1, "mongodb", "db", path="/db"),
                ParsedAddress("b", URL, 2, "mongodb", "db", path="/db"),
            ],
        ),
        (
            "nats://a:4222,nats://b:4222",
            [ParsedAddress("a", URL, 4222, "nats"), ParsedAddress("b", URL, 4222, "nats")],
        ),
        ("PLAINTEXT://kafka:9092", [ParsedAddress("kafka", URL, 9092, "plaintext")]),
        ("http://[::1]:80/x", [ParsedAddress("::1", URL, 80, "http", path="/x")]),
        ("amqp://guest:guest@rabbit/", [ParsedAddress("rabbit", URL, None, "amqp", None, "guest", "guest", "/")]),
        ("production", [ParsedAddress("production", HOST)]),
        ("amqp://u:p/w@rabbit:5672/v", [ParsedAddress("rabbit", URL, 5672, "amqp", "v", "u", "p/w", "/v")]),
        (
            "https://u:t@git.acme.com/@scope/x",
            [ParsedAddress("git.acme.com", URL, None, "https", None, "u", "t", "/@scope/x")],
        ),
        ("http://orders:80/a@b", [ParsedAddress("orders", URL, 80, "http", path="/a@b")]),
        ("http://orders/a:b@c", [ParsedAddress("orders", URL, None, "http", path="/a:b@c")]),
        ("http://orders:80?q=a:b@c", [ParsedAddress("orders", URL, 80, "http")]),
        ("http://orders#x", [ParsedAddress("orders", URL, None, "http")]),
        ("dns:///payments:50051", [ParsedAddress("payments", URL, 50051, "dns")]),
        ("dns:///pay:ments:1", []),
        ("http://${HOST}:${PORT}", [ParsedAddress("${host}", URL, None, "http")]),
        ("http://a:99999", [ParsedAddress("a", URL, None, "http")]),
        ("http://a b", [ParsedAddress("a", URL, None, "http")]),
        (
            "mysql://db/x;user=a;password=b",
            [ParsedAddress("db", URL, None, "mysql", "x", "a", "b", "/x")],
        ),
        ("redis://cache?db=2", [ParsedAddress("cache", URL, None, "redis", "2")]),
        ("postgres://db/${NAME}", [ParsedAddress("db", URL, None, "postgres", path="/${NAME}")]),
        ("jdbc:jtds:sqlserver://sql/x", [ParsedAddress("sql", STRING, None, "jdbc:sqlserver")]),
        ("Server=sql;Port=1433;Uid=a", [ParsedAddress("sql", STRING, 1433, user="a")]),
        ("Host=db;Username=a;Port=\u00b2", [ParsedAddress("db", STRING, None, "postgresql", user="a")]),
        ("Server=(local);Database=x", []),
        (
            "redis-1:6379,redis-2:6379,defaultDatabase=2",
            [ParsedAddress(f"redis-{n}", STRING, 6379, database="2") for n in (1, 2)],
        ),
        ("a=b c=d", []),
    ],
)
def test_an_address_is_read_in_every_spelling(text: str, expected: list[ParsedAddress]) -> None:
    assert parse_addresses(text) == expected


@pytest.mark.parametrize(
    "text", ["", "12:30", "/var/log", "a/b", "-Xmx512m", "jdbc:h2:mem:x", "sqlite:///x.db", "1@kafka:9093", "x" * 9000]
)
def test_what_is_no_address_states_none(text: str) -> None:
    assert parse_addresses(text) == []


def test_urls_are_found_in_prose() -> None:
    text = "wait-for http://orders:80/health, then tcp://nats:4222."
    assert [(a.host, a.port) for a in urls_in(text)] == [("orders", 80), ("nats", 4222)]


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("orders", "name"),
        ("10.1.2.3", "ip"),
        ("fd00::5", "ip"),
        ("127.0.0.1", "loopback"),
        ("::1", "loopback"),
        ("localhost", "loopback"),
        ("host.docker.internal", "loopback"),
        ("0.0.0.0", "unspecified"),
        ("192.0.2.7", "documentation"),
        ("169.254.169.254", "documentation"),
    ],
)
def test_hosts_are_told_apart_by_form(host: str, kind: str) -> None:
    assert host_kind(host) == kind
