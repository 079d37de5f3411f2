"""Whether a Compose service does its work once and ends, as far as its name and its command tell."""

import re

from archcheck.graph.variables import words_of
from archcheck.model.facts import Container, Workload, WorkloadKind

__all__ = ["RESTARTED", "runs_a_client", "runs_once"]

RESTARTED = frozenset({"always", "unless-stopped"})
"""Restart policies of what is not meant to end."""

_ONCE_WORDS = frozenset("migration migrations migrate migrator seed seeder dbmigrate initdb".split())
_PREPARING_WORDS = frozenset(
    "init setup create bootstrap bootstrapper initializer provision provisioner test tests e2e".split()
)
_CLIENTS = """
    kafka-topics kafka-configs kafka-acls kafka-console-producer kafka-console-consumer psql pg_restore mongo mongosh
    mongoimport mongorestore mysql mysqladmin mysqlimport redis-cli rabbitmqadmin cqlsh sqlcmd curl wget
    """.split()
_SERVERS = """
    mongod mongos mysqld mariadbd redis-server redis-sentinel postgres kafka-server-start confluent/docker/run cassandra
    rabbitmq-server sqlservr elasticsearch/bin eswrapper docker-entrypoint entrypoint run.sh
    """.split()
_CLIENT = re.compile(rf"(?:^|[\s/;&|('\"])(?:{'|'.join(_CLIENTS)})(?:\.sh)?\s")
_SERVER = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, _SERVERS))})(?![\w-])")


def runs_once(workload: Workload, name: str) -> bool:
    """Return whether a service's name says that it runs once, and nothing restarts it."""
    if not _may_end(workload):
        return False
    words = set(words_of(name))
    if words & _ONCE_WORDS:
        return True
    silent = not any(c.ports for c in workload.containers)
    told = "init" in words or any(c.command for c in workload.containers)
    return silent and told and bool(words & _PREPARING_WORDS)


def runs_a_client(workload: Workload, container: Container | None) -> bool:
    """Return whether a store's or broker's image runs its client program, to set a server up, and no server."""
    if container is None or not _may_end(workload):
        return False
    text = " ".join(word.text for word in container.command)
    return bool(_CLIENT.search(text)) and not _SERVER.search(text)


def _may_end(workload: Workload) -> bool:
    return workload.kind is WorkloadKind.COMPOSE and workload.restart not in RESTARTED
