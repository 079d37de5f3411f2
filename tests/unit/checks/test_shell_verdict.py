import pytest

from archcheck.checks.shell_verdict import Power, command_power

NEVER, BLIND, CAN, ALWAYS = Power.NEVER_FAILS, Power.BLIND_TO_ANSWERS, Power.CAN_FAIL, Power.ALWAYS_FAILS


@pytest.mark.parametrize(
    ("script", "power"),
    [
        ("exit 0", NEVER),
        ("exit", ALWAYS),
        ("exit 1", ALWAYS),
        ("true", NEVER),
        (":", NEVER),
        ("/bin/true", NEVER),
        ("echo ok", NEVER),
        ("echo ok > /tmp/health", NEVER),
        ("false", ALWAYS),
        ("pg_isready -U postgres", CAN),
        ("pg_isready || exit 1", CAN),
        ("pg_isready || true", NEVER),
        ("pg_isready || exit 0", NEVER),
        ("pg_isready; exit 0", NEVER),
        ("pg_isready || exit 1; exit 0", CAN),
        ("pg_isready || exit; echo ok", CAN),
        ("set -e; pg_isready; echo ok", CAN),
        ("set -x; pg_isready; echo ok", NEVER),
        ("exit 0; pg_isready", NEVER),
        ("pg_isready && echo ok", CAN),
        ("true && echo ok", NEVER),
        ("echo ok\npg_isready", CAN),
        ("pg_isready \\\n  || true", NEVER),
        ("curl http://localhost/health", BLIND),
        ("curl -I localhost", BLIND),
        ("curl -s -o file http://localhost", BLIND),
        ("curl -s http://localhost || exit 1", BLIND),
        ("curl -s http://localhost/#fragment || exit 1", BLIND),
        ("curl -f http://localhost", CAN),
        ("curl -sSf http://localhost", CAN),
        ("curl --fail http://localhost", CAN),
        ("curl --fail-with-body http://localhost", CAN),
        ("curl -s http://localhost | grep -q UP", CAN),
        ("curl -s http://localhost && pg_isready", CAN),
        ("curl -s ftp://localhost", CAN),
        ('test "$(curl -s http://localhost)" = ok', CAN),
        ("curl -s http://localhost `id`", CAN),
        ("if curl http://localhost; then exit 0; fi", CAN),
        ("! curl http://localhost", CAN),
        ("curl http://localhost & wait", CAN),
        ("echo 'unclosed", CAN),
        ("TOKEN=x curl http://localhost 2>/dev/null", BLIND),
        ("exec curl http://localhost", BLIND),
        ("timeout -s KILL 5 curl http://localhost", CAN),
        ("timeout 5 curl http://localhost", BLIND),
        ("timeout 5", CAN),
        ("TOKEN=x", CAN),
        ("", CAN),
        ("|| true", NEVER),
    ],
)
def test_scripts(script: str, power: Power) -> None:
    assert command_power(["CMD-SHELL", script]) is power


@pytest.mark.parametrize(
    ("words", "power"),
    [
        (["CMD", "true"], NEVER),
        (["CMD", "exit", "0"], NEVER),
        (["CMD", "exit 0"], NEVER),
        (["CMD", "curl", "http://localhost"], BLIND),
        (["CMD", "curl", "-XGET", "-f", "http://localhost"], CAN),
        (["CMD", "curl", "-Hf:1", "http://localhost"], BLIND),
        (["/bin/sh", "-c", "exit 0"], NEVER),
        (["bash", "-ec", "exit 0"], NEVER),
        (["sh", "/health.sh"], CAN),
        (["sh", "-c"], CAN),
        (["CMD"], CAN),
        (["redis-cli", "ping"], CAN),
    ],
)
def test_words(words: list[str], power: Power) -> None:
    assert command_power(words) is power
