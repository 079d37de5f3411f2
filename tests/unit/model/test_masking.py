import pytest

from archcheck.model.masking import is_reference, is_secret_name, mask_line, mask_setting, mask_urls


@pytest.mark.parametrize(
    "name",
    [
        "PASSWORD", "DB_PASSWORD", "dbPassword", "db.password", "SPRING_DATASOURCE_PASSWORD", "API_KEY", "apiKey", "x-api-key",
        "ACCESS_TOKEN", "token", "AWS_SECRET_ACCESS_KEY", "client-secret", "PGPASSWORD", "requirepass", "Authorization",
        "PASSWORD1", "REDISCLI_AUTH",
    ],
)  # fmt: skip
def test_a_name_that_says_secret_is_one(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "DB_PASSWORD_FILE",
        "TOKEN_URL",
        "SECRET_NAME",
        "TOKEN_TTL",
        "USER",
        "HOST",
        "MONKEY",
        "PASSENGER",
        "compass",
        "tokenizer",
        "",
    ],
)
def test_a_name_that_tells_where_a_secret_is_or_something_else_is_none(name: str) -> None:
    assert not is_secret_name(name)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        # pairs
        ('  DB_PASSWORD: "a, b" # why', '  DB_PASSWORD: "***"'),
        ("      - DB_PASSWORD=ab,cd e", "      - DB_PASSWORD=***"),
        ('environment: {DB_PASSWORD: "x y", B: c}', 'environment: {DB_PASSWORD: "***", B: c}'),
        ('a: {password: "x\\"y", b: c}', 'a: {password: "***", b: c}'),
        ('{"user":"a","password":"x"}', '{"user":"a","password":"***"}'),
        ("pw='it is open", "pw='***'"),
        ("Server=a;User Id=sa;Password=x;Database=b", "Server=a;User Id=sa;Password=***;Database=b"),
        ("jdbc:postgresql://h/d?user=a&password=x&y=1", "jdbc:postgresql://h/d?user=a&password=***&y=1"),
        ("KEY PASSWORD=x", "KEY PASSWORD=***"),
        ("ENV DB_PASSWORD x", "ENV DB_PASSWORD ***"),
        ("user admin password x", "user admin password ***"),
        ("password: ${X:-x}", "password: ***"),
        # options
        ("redis-server --requirepass x y", "redis-server --requirepass *** y"),
        ('command: ["redis-server", "--requirepass", "x"]', 'command: ["redis-server", "--requirepass", "***"]'),
        ("--a --db-password x", "--a --db-password ***"),
        ("JAVA_OPTS=-Ddb.password=x -Dy=z", "JAVA_OPTS=-Ddb.password=*** -Dy=z"),
        ("curl -u me:x http://y", "curl -u me:*** http://y"),
        ("redis-cli -a x ping", "redis-cli -a *** ping"),
        ("mysqladmin -h db -px ping", "mysqladmin -h db -p*** ping"),
        # URLs and headers
        ("url: http://u:p@h/", "url: http://u:***@h/"),
        ("mysql://root:a@b@h/db", "mysql://root:***@h/db"),
        ("redis://:p@h", "redis://:***@h"),
        ("r2dbc:pool:postgresql://u:p@h", "r2dbc:pool:postgresql://u:***@h"),
        ("app:p@tcp(db:3306)/shop", "app:***@tcp(db:3306)/shop"),
        ('proxy_set_header Authorization "Basic dXNlcjpw";', 'proxy_set_header Authorization "Basic ***";'),
        ("Authorization: Bearer abcdefgh", "Authorization: ***"),
        ("x AKIAABCDEFGHIJKLMNOP y", "x *** y"),
        ("users: admin:$apr1$abc$def/1", "users: admin:***"),
    ],
)
def test_a_secret_is_hidden(text: str, shown: str) -> None:
    assert mask_line(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "image: acme/token:1.0",
        "DB_PASSWORD_FILE=/run/secrets/x",
        "password: ${DB_PASSWORD}",
        "password: ${DB_PASSWORD:?set it}",
        "password: $(DB_PASSWORD)",
        "password: {{ .Values.password }}",
        "password: *anchor",
        "password: |",
        "password:",
        "    - name: DB_PASSWORD",
        "secretKeyRef: {name: x, key: y}",
        "secrets: [token]",
        "# Passwords are never stored here",
        "# a secret word",
        "tokens per second",
        "a: b",
    ],
)
def test_what_is_no_secret_stays(text: str) -> None:
    assert mask_line(text) == text


def test_a_setting_is_hidden_by_its_name_or_its_value() -> None:
    assert mask_setting("DB_PASSWORD", "x") == "***"
    assert mask_setting("DB_PASSWORD", "") == ""
    assert mask_setting("DB_URL", "postgres://u:p@h/d") == "postgres://u:***@h/d"
    assert mask_urls("postgres://u:p@h/d?password=x") == "postgres://u:***@h/d?password=x"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("${A}${B}", True), ("null", True), ("'$(A)'", True), ("${A:-x}", False), ("x", False), ("", False)],
)
def test_a_reference_is_no_value(value: str, expected: bool) -> None:
    assert is_reference(value) is expected


@pytest.mark.parametrize(
    "piece", ["a", "-", "- ", "a-", " ", "a://", "http://a:b@", "a=", "password ", '"', "--a ", "aA"]
)
def test_a_long_text_is_cut(piece: str) -> None:
    assert len(mask_line(piece * 100_000)) <= 8_000
