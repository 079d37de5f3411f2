"""Where a workload's own facts mention addresses, and how they are shown."""

from typing import Any

import pytest

from archcheck.graph.mentions import command_mentions, setting_mentions
from archcheck.graph.variables import Meaning
from archcheck.model.architecture import Confidence, Use
from archcheck.model.facts import ContainerRole, Setting, SettingOrigin

from .systems import at, compose, container


def hosts(name: str, value: str) -> list[tuple[str, int | None]]:
    return [(m.use.host, m.use.port) for m in setting_mentions(container(env={name: value}))]


def said(*words: str, env: dict[str, str] | None = None, **parts: Any) -> list[tuple[str, int | None]]:
    found = container(command=words, env=dict(env or {}), **parts)
    return [(m.use.host, m.use.port) for m in command_mentions(found, compose("me"))]


# -- variables ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("ORDERS_URL", "http://orders:8080/api", [("orders", 8080)]),
        ("KAFKA", "k1:9092,k2:9092", [("k1", 9092), ("k2", 9092)]),
        ("ORDERS_HOST", "orders", [("orders", None)]),
        ("HOSTS", "a b", [("a", None), ("b", None)]),
        ("WORDS", "a b", []),
        ("ORDERS_TOPIC", "orders:1", []),
        ("CACHE_KEY", "redis://cache", [("cache", None)]),
        ("JAVA_OPTS", "-Xmx1g -Dorders=http://orders:80", [("orders", 80)]),
        ("SPRING_APPLICATION_JSON", '{"a": "http://orders:80", "b": "x:1"}', [("orders", 80)]),
        ("CONFIG", "[a]\nurl = amqp://broker\n", [("broker", None)]),
        ("EMPTY", "", []),
    ],
)
def test_addresses_in_variables(name: str, value: str, found: list[tuple[str, int | None]]) -> None:
    assert hosts(name, value) == found


@pytest.mark.parametrize("origin", [SettingOrigin.FIELD, SettingOrigin.LABEL])
def test_fields_and_labels_mention_nothing(origin: SettingOrigin) -> None:
    setting = Setting("POD_HOST", "orders", at(), origin)
    assert list(setting_mentions(container(env=[setting]))) == []


def test_a_single_word_that_nothing_answers_to_is_no_mention_unless_its_name_says_so() -> None:
    found = container(env={"MODE": "fast", "STORE": "db", "DB_HOST": "gone"})
    assert [m.use.host for m in setting_mentions(found, {"db"}.__contains__)] == ["db", "gone"]


def test_host_port_database_and_login_are_put_together() -> None:
    (host, *_) = setting_mentions(
        container(env={"DB_HOST": "db", "DB_PORT": "5432", "DB_NAME": "shop", "DB_USER": "app", "DB_PASSWORD": "pw"})
    )
    (url,) = setting_mentions(container(env={"DB_URL": "postgres://app:pw@db:5432/shop"}))
    assert host.use == Use(at(), "db", 5432, None, "shop", "app", url.use.credentials)
    assert url.use == Use(at(), "db", 5432, "postgres", "shop", "app", url.use.credentials, password_in_text=True)
    assert url.use.credentials is not None
    assert "pw" not in url.use.credentials


@pytest.mark.parametrize("port", ["²", "0", "65536", "9" * 5_000, "-1", "http", "５４３２"])
def test_what_is_no_port_completes_nothing(port: str) -> None:
    assert hosts("DB_HOST", "db") == [("db", None)]
    (first, *_) = setting_mentions(container(env={"DB_HOST": "db", "DB_PORT": port}))
    assert first.use.port is None


def test_the_port_in_the_address_wins() -> None:
    (first, *_) = setting_mentions(container(env={"DB_HOST": "db:1", "DB_PORT": "2"}))
    assert first.use.port == 1


def test_a_password_from_a_secret_does_not_stand_in_the_text() -> None:
    setting = Setting("DB_URL", "postgres://app:pw@db/x", at(), SettingOrigin.SECRET, "creds", secret=True)
    (mention,) = setting_mentions(container(env=[setting]))
    assert (mention.use.password_in_text, mention.use.user) == (False, "app")


# -- how it is shown ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "because"),
    [
        (Setting("A_URL", "http://a", at()), "environment A_URL=http://a"),
        (Setting("A_URL", "http://u:pw@a", at()), "environment A_URL=http://u:***@a"),
        (
            Setting("A_URL", "http://a", at(), SettingOrigin.ENV_FILE, "x.env", bulk=True),
            "environment file A_URL=http://a",
        ),
        (Setting("A_URL", "http://a", at(), SettingOrigin.CONFIG_MAP, "cfg"), "ConfigMap cfg A_URL=http://a"),
        (Setting("A_HOST", "a", at(), SettingOrigin.SECRET, "creds", secret=True), "Secret creds A_HOST=***"),
        (
            Setting("A_URL", "amqp://u:pw@a", at(), SettingOrigin.SECRET, "c", secret=True),
            "Secret c A_URL=amqp://u:***@a",
        ),
        (Setting("A_URL", "http://a", at(), SettingOrigin.DOCKERFILE), "Dockerfile ENV A_URL=http://a"),
        (
            Setting("a.url", "http://a", at(), SettingOrigin.CONFIG_FILE, "application.yml"),
            "application.yml a.url=http://a",
        ),
        (Setting("a.url", "http://a", at(), SettingOrigin.CONFIG_FILE), "configuration file a.url=http://a"),
    ],
)
def test_mentions_say_where_they_come_from_without_secrets(setting: Setting, because: str) -> None:
    assert [m.because for m in setting_mentions(container(env=[setting]))] == [because]


def test_long_values_are_cut() -> None:
    (mention,) = setting_mentions(container(env={"A_URL": "http://a/" + "x" * 1_000}))
    assert len(mention.because) == 300


def test_what_comes_with_a_whole_source_says_so() -> None:
    bulk = Setting("A_URL", "http://a", at(), SettingOrigin.CONFIG_MAP, "cfg", bulk=True)
    (mention,) = setting_mentions(container(env=[bulk]))
    assert (mention.source, mention.confidence) == ("cfg", Confidence.HIGH)


def test_init_containers_are_less_sure() -> None:
    init = container(env={"A_URL": "http://a"}, command=["wait", "b:80"], role=ContainerRole.INIT)
    assert [m.confidence for m in setting_mentions(init)] == [Confidence.MEDIUM]
    assert [(m.confidence, m.because) for m in command_mentions(init, compose("me"))] == [
        (Confidence.MEDIUM, "init container command b:80")
    ]


# -- commands ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["serve", "--backend-url=http://orders:80"], [("orders", 80)]),
        (["serve", "--backend-host", "orders"], [("orders", None)]),
        (["serve", "--backend-host", "--verbose"], []),
        (["serve", "--name", "orders"], []),
        (["serve", "--name=orders:80"], [("orders", 80)]),
        (["-h", "db"], [("db", None)]),
        (["./wait-for-it.sh", "db:5432", "--", "app"], [("db", 5432)]),
        (["sh", "-c", "until nc -z -w 3 db 5432; do sleep 1; done"], [("db", 5432)]),
        (["sh", "-c", "pg_isready -h db -U app && redis-cli -h cache ping"], [("db", None), ("cache", None)]),
        (["sh", "-c", "curl http://a:80/x?y=b:81 tcp://c:82"], [("a", 80), ("c", 82)]),
        (["sh", "-c", "export A='http://a' B=b:80"], [("a", None), ("b", 80)]),
        (["--server.address=:8080", "12:30", "/etc/a:81"], []),
        (["curl", "http://me:80"], []),
        ([], []),
    ],
)
def test_addresses_in_commands(words: list[str], found: list[tuple[str, int | None]]) -> None:
    assert said(*words) == found


@pytest.mark.parametrize("spelling", ["${ORDERS}", "$ORDERS", "$(ORDERS)"])
def test_variables_in_commands_are_filled_in(spelling: str) -> None:
    assert said("wait-for", f"{spelling}:80", env={"ORDERS": "orders"}) == [("orders", 80)]


def test_flags_of_clients_are_addresses() -> None:
    (mention,) = command_mentions(container(command=["psql", "-h", "db"]), compose("me"))
    assert (mention.name, mention.meaning, mention.because) == ("h", Meaning.ADDRESS, "command db")


def test_secrets_in_commands_are_not_shown() -> None:
    words = ["sh", "-c", "x" * 200 + "\n psql postgres://app:hunter2@db/x --password hunter2"]
    (mention,) = command_mentions(container(command=words), compose("me"))
    assert mention.use.host == "db"
    assert "hunter2" not in mention.because
    assert "\n" not in mention.because


def test_a_variable_that_holds_a_secret_is_not_shown_in_a_command() -> None:
    words = ["migrate", "--database-url", "postgres://app:$PW@db/x"]
    secret = Setting("PW", "hunter2", at(), SettingOrigin.SECRET, "creds", secret=True)
    (mention,) = command_mentions(container(command=words, env=[secret]), compose("me"))
    assert (mention.use.host, "hunter2" in mention.because) == ("db", False)


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "a:" * 50_000,
        "--a " * 30_000,
        "nc " * 30_000,
        "psql -h " * 20_000,
        "$" * 50_000,
        "http://" * 20_000,
    ],
)
def test_long_commands_cost_no_time(text: str) -> None:
    assert len(list(command_mentions(container(command=["sh", "-c", text]), compose("me")))) <= 1
