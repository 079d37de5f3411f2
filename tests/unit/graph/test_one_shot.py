"""Whether a Compose service does its work once and ends."""

from typing import Any

import pytest

from archcheck.graph.one_shot import runs_a_client, runs_once

from .systems import compose, container, pods


@pytest.mark.parametrize(
    ("name", "parts", "once"),
    [
        ("db-migrate", {}, True),
        ("seeder", {"ports": [80]}, True),
        ("dbMigrations", {}, True),
        ("db-migrate", {"restart": "always"}, False),
        ("db-migrate", {"restart": "unless-stopped"}, False),
        ("db-migrate", {"restart": "on-failure"}, True),
        ("kafka-setup", {"command": ["x"]}, True),
        ("kafka-setup", {}, False),
        ("kafka-init", {}, True),
        ("kafka-init", {"ports": [80]}, False),
        ("orders", {"command": ["x"]}, False),
    ],
)
def test_a_name_says_that_it_runs_once(name: str, parts: dict[str, Any], once: bool) -> None:
    assert runs_once(compose(name, **parts), name) is once


def test_only_compose_services_are_told_by_their_name() -> None:
    assert runs_once(pods("db-migrate"), "db-migrate") is False


@pytest.mark.parametrize(
    ("command", "client"),
    [
        ("psql -h db -f init.sql", True),
        ("/bin/sh -c 'kafka-topics.sh --create'", True),
        ('bash -c "mongosh mongo/x --eval 1"', True),
        ("mongod --replSet x & mongosh --eval 1", False),
        ("docker-entrypoint.sh psql -h x", False),
        ("redis-server --port 1", False),
        ("psqlx -h db", False),
        ("", False),
    ],
)
def test_a_servers_image_may_run_its_client(command: str, client: bool) -> None:
    assert runs_a_client(compose("x", "postgres:17"), container(command=[command])) is client


def test_what_is_restarted_or_has_no_container_runs_no_client() -> None:
    assert runs_a_client(compose("x", restart="always"), container(command=["psql -h db"])) is False
    assert runs_a_client(compose("x"), None) is False
