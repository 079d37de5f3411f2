import pytest

from archcheck.checks.secret_names import is_literal_secret, names_secret


@pytest.mark.parametrize(
    "name",
    [
        *(
            "DB_PASSWORD",
            "PGPASSWORD",
            "MYSQL_ROOT_PASSWORD",
            "MYSQL_PWD",
            "RABBITMQ_DEFAULT_PASS",
            "spring.datasource.password",
        ),
        *(
            "dbPassword",
            "JWT_SECRET",
            "CLIENT_SECRET",
            "SECRET_KEY_BASE",
            "API_KEY",
            "apiKey",
            "OPENAI_API_KEY",
            "AWS_SECRET_ACCESS_KEY",
        ),
        *("ENCRYPT_KEY", "GITHUB_TOKEN", "--requirepass", "APIKEY", "TOKEN_SECRET"),
    ],
)
def test_names_of_secrets(name: str) -> None:
    assert names_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "DB_PASSWORD_FILE",
            "PASSWORD_MIN_LENGTH",
            "TOKEN_URL",
            "TOKEN_TTL",
            "ACCESS_TOKEN_EXPIRY",
            "SECRET_NAME",
            "AWS_ACCESS_KEY_ID",
        ),
        *("DB_USER", "PUBLIC_KEY", "JWT_PUBLIC_KEY", "KEY", "MONKEY", "MAX_TOKENS", "PASSENGERS", "", "123"),
    ],
)
def test_names_of_anything_else(name: str) -> None:
    assert not names_secret(name)


@pytest.mark.parametrize("value", ["example", " example ", "123456", "changeme", "a$b"])
def test_values_that_are_written_out(value: str) -> None:
    assert is_literal_secret("DB_PASSWORD", value)


@pytest.mark.parametrize(
    "value",
    [
        *(
            "",
            "  ",
            "true",
            "NO",
            "none",
            "${DB_PASSWORD}",
            "$(DB_PASSWORD)",
            "x${DB_PASSWORD}",
            "x$(DB_PASSWORD)",
            "pre{{ .Values.x }}",
        ),
        *("{{ .Values.x }}", "<password>", "/run/secrets/db", "vault:secret/db", "ENC(abc)", "https://auth/token"),
    ],
)
def test_values_that_are_no_secret(value: str) -> None:
    assert not is_literal_secret("DB_PASSWORD", value)


def test_a_value_behind_a_plain_name_is_no_secret() -> None:
    assert not is_literal_secret("DB_USER", "example")
