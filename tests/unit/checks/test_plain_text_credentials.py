from archcheck.checks.check import Hit
from archcheck.checks.plain_text_credentials import plain_text_credentials
from archcheck.model.architecture import ComponentKind, Use
from archcheck.model.facts import Build, SettingOrigin, Word

from .system_graphs import at, compose, edge, hits, setting, system


def test_passwords_in_variables_are_reported_by_place() -> None:
    orders = compose(
        "orders",
        settings=(
            setting("DB_PASSWORD", "example", 6),
            setting("MAIL_PASSWORD", "example", 9, origin=SettingOrigin.CONFIG_MAP, source="mail"),
            setting("DB_USER", "orders", 7),
            setting("UNSET_PASSWORD", None, 8),
        ),
    )
    assert hits(plain_text_credentials, system(orders)) == [
        Hit(
            ("orders",),
            "orders gets a password in plain text, in the variable DB_PASSWORD.",
            at(6),
            key="in the variable DB_PASSWORD",
        ),
        Hit(
            ("orders",),
            "orders gets a password in plain text, in the variable MAIL_PASSWORD.",
            at(9),
            key="in the variable MAIL_PASSWORD",
        ),
    ]


def test_what_is_secret_in_a_file_beside_or_filled_in_from_outside_is_fine() -> None:
    orders = compose(
        "orders",
        settings=(
            setting("A_PASSWORD", "example", 6, origin=SettingOrigin.SECRET, secret=True),
            setting("B_PASSWORD", "example", 7, secret=True),
            setting("C_PASSWORD", "example", 8, origin=SettingOrigin.ENV_FILE),
            setting("D_PASSWORD", "example", 9, interpolated=True),
            setting("E_PASSWORD", "example", 10, origin=SettingOrigin.FIELD),
        ),
    )
    assert hits(plain_text_credentials, system(orders)) == []


def test_a_password_of_a_dockerfile_is_reported() -> None:
    baked = setting("API_TOKEN", "example", 3, origin=SettingOrigin.DOCKERFILE)
    orders = compose("orders", build=Build("orders", "orders/Dockerfile", at(1), settings=(baked,)))
    assert [hit.message for hit in hits(plain_text_credentials, system(orders))] == [
        "orders gets a password in plain text, in the variable API_TOKEN."
    ]


def test_passwords_in_addresses_are_reported_unless_the_address_is_secret() -> None:
    orders = compose(
        "orders",
        settings=(
            setting("DB_URL", "postgres://o:example@db/o", 6),
            setting("SECRET_URL", "amqp://o:example@mq", 7, secret=True),
        ),
    )
    password = {"host": "db", "password_in_text": True}
    graph = system(
        orders,
        compose("db", kind=ComponentKind.DATABASE),
        dependencies=[
            edge("orders", "db", Use(at(6), **password), Use(at(7), **password), Use(at(8), "db"))  # type: ignore[arg-type]
        ],
    )
    assert hits(plain_text_credentials, graph) == [
        Hit(
            ("orders",),
            "orders gets a password in plain text, in the address of db.",
            at(6),
            key="in the address of db",
        )
    ]


def test_passwords_on_command_lines_are_reported() -> None:
    def words(*texts: str) -> tuple[Word, ...]:
        return tuple(Word(text, at(line)) for line, text in enumerate(texts, 20))

    graph = system(
        compose("cache", command=words("redis-server", "--requirepass", "example")),
        compose("equals", command=words("app", "--password=example", "--token")),
        compose(
            "fine", command=words("app", "--password", "--verbose", "--token", "$TOKEN", "--user", "x", "--password x")
        ),
    )
    assert [(hit.message, hit.span) for hit in hits(plain_text_credentials, graph)] == [
        ("equals gets a password in plain text, in the option --password.", at(21)),
        ("cache gets a password in plain text, in the option --requirepass.", at(21)),
    ]


def test_a_place_that_several_components_read_is_one_finding() -> None:
    shared = (setting("DB_PASSWORD", "example", 6),)
    assert hits(
        plain_text_credentials, system(compose("orders", settings=shared), compose("billing", settings=shared))
    ) == [
        Hit(
            ("billing", "orders"),
            "billing and orders get a password in plain text, in the variable DB_PASSWORD.",
            at(6),
            key="in the variable DB_PASSWORD",
        )
    ]
