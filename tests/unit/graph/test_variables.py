"""What the name of a variable says about its value."""

import pytest

from archcheck.graph.variables import Meaning, for_people, meaning_of, partner, words_of
from archcheck.model.facts import Setting

from .systems import at


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ORDERS_URL", "orders url"),
        ("ConnectionStrings__OrdersDb", "connection strings orders db"),
        ("spring.rabbitmq.host", "spring rabbitmq host"),
        ("--backend-url", "backend url"),
        ("paymentsURL", "payments url"),
        ("HTTPServer", "http server"),
        ("DB2Host", "db2 host"),
        ("", ""),
        ("___", ""),
    ],
)
def test_words_of_names_in_every_case(name: str, words: str) -> None:
    assert " ".join(words_of(name)) == words


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("ORDERS_URL", Meaning.ADDRESS),
        ("ORDERS_HOST", Meaning.ADDRESS),
        ("KAFKA_BROKERS", Meaning.ADDRESS),
        ("UPSTREAM1", Meaning.ADDRESS),
        ("ConnectionStrings__Orders", Meaning.ADDRESS),
        ("ConnectionString", Meaning.ADDRESS),
        ("API_SERVER_THING", Meaning.ADDRESS),
        ("ORDERS", Meaning.NEUTRAL),
        ("", Meaning.NEUTRAL),
        ("ORDERS_DB", Meaning.NOT_ADDRESS),
        ("DB_NAME", Meaning.NOT_ADDRESS),
        ("DB_USER", Meaning.NOT_ADDRESS),
        ("ORDERS_TOPIC", Meaning.NOT_ADDRESS),
        ("SERVER_PORT", Meaning.NOT_ADDRESS),
        ("OAUTH_REDIRECT_URI", Meaning.NOT_ADDRESS),
        ("CORS_ORIGINS", Meaning.NOT_ADDRESS),
        ("KAFKA_ADVERTISED_LISTENERS", Meaning.NOT_ADDRESS),
        ("NO_PROXY", Meaning.NOT_ADDRESS),
        ("LOGIN_CALL_BACK_URL", Meaning.NOT_ADDRESS),
        ("HOSTNAME", Meaning.OWN_ADDRESS),
        ("SERVER_ADDRESS", Meaning.OWN_ADDRESS),
        ("APP_LISTEN_ADDR", Meaning.OWN_ADDRESS),
        ("GRAFANA_PUBLIC_URL", Meaning.OWN_ADDRESS),
        ("ASPNETCORE_URLS", Meaning.OWN_ADDRESS),
    ],
)
def test_names_say_what_they_hold(name: str, meaning: Meaning) -> None:
    assert meaning_of(name) is meaning


@pytest.mark.parametrize(
    ("name", "is_for_people"),
    [
        ("FRONTEND_URL", True),
        ("SpaClient", True),
        ("PicBaseUrl", True),
        ("DASHBOARD_LINK", True),
        ("REACT_APP_SITE_URL", False),
        ("ORDERS_URL", False),
        ("URL", False),
        ("", False),
    ],
)
def test_variables_for_people_name_no_callee(name: str, is_for_people: bool) -> None:
    assert for_people(name) is is_for_people


@pytest.mark.parametrize(
    ("name", "wanted", "value"),
    [
        ("DB_HOST", "port", "5432"),
        ("DB_HOST", "database", "shop"),
        ("DB_HOST", "user", "app"),
        ("DB_HOST", "password", "pw"),
        ("DB_HOST", "schema", None),
        ("dbHostname", "port", "5432"),
        ("ORDERS_DB_HOST", "port", "1"),
        ("STOCK_SERVICE_HOST", "port", "2"),
        ("HOST", "port", "80"),
        ("HOST", "database", "shop"),
        ("DB", "port", None),
        ("EMPTY_HOST", "port", None),
    ],
)
def test_partners_complete_an_address(name: str, wanted: str, value: str | None) -> None:
    values = {
        "db_port": "5432", "db_name": "shop", "db_username": "app", "db_password": "pw", "orders_port": "1",
        "stock_service_port": "2", "port": "80", "name": "not a database", "empty_port": "",
    }  # fmt: skip
    found = partner({key: Setting(key, text, at()) for key, text in values.items()}, name, wanted)
    assert (found.value if found else None) == value
