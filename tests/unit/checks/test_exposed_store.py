from archcheck.checks.check import Hit
from archcheck.checks.exposed_store import ephemeral_database, exposed_database
from archcheck.model.architecture import Component, ComponentKind, Door
from archcheck.model.facts import ContainerRole, Mechanism, Mount, MountKind
from archcheck.model.finding import Related

from .system_graphs import CLUSTER, at, compose, container, hits, pods, reported, system

DATA = "/var/lib/postgresql/data"


def mount(
    target: str | None, kind: MountKind = MountKind.VOLUME, *, read_only: bool = False, persistent: bool = True
) -> Mount:
    return Mount(kind, "data", target, read_only, at(4), persistent)


def test_published_stores_are_reported_with_all_their_doors() -> None:
    doors = (
        Door(Mechanism.NODE_PORT, at(8, CLUSTER), "Service db of type NodePort"),
        Door(Mechanism.HOST_PORT, at(20, CLUSTER), "hostPort 5432"),
    )
    graph = system(
        compose("db", kind=ComponentKind.DATABASE, doors=doors),
        compose("cache", kind=ComponentKind.CACHE, doors=doors[:1]),
        compose("hidden", kind=ComponentKind.DATABASE),
        compose("orders", doors=doors),
    )
    assert hits(exposed_database, graph) == [
        Hit(("cache",), "The cache cache is reachable from outside: Service db of type NodePort.", at(8, CLUSTER)),
        Hit(
            ("db",),
            "The database db is reachable from outside: Service db of type NodePort.",
            at(8, CLUSTER),
            (Related(at(20, CLUSTER), "hostPort 5432"),),
        ),
    ]


def test_a_database_without_a_volume_is_reported() -> None:
    assert hits(ephemeral_database, system(compose("db", line=3, kind=ComponentKind.DATABASE))) == [
        Hit(("db",), "db has no lasting volume: its data goes when its container is replaced.", at(3))
    ]


def test_mounts_that_hold_no_data_for_good_do_not_help() -> None:
    graph = system(
        compose("read-only", kind=ComponentKind.DATABASE, mounts=(mount(DATA, read_only=True),)),
        compose("temporary", kind=ComponentKind.DATABASE, mounts=(mount(DATA, MountKind.TMPFS, persistent=False),)),
        compose(
            "scripts", kind=ComponentKind.DATABASE, mounts=(mount("/docker-entrypoint-initdb.d/a.sql", MountKind.BIND),)
        ),
        compose("file", kind=ComponentKind.DATABASE, mounts=(mount("/opt/my.cnf", MountKind.BIND),)),
        pods(
            "init",
            container(role=ContainerRole.INIT, mounts=(mount(DATA),)),
            container(),
            kind=ComponentKind.DATABASE,
        ),
    )
    assert [name for name, _ in reported(ephemeral_database, graph)] == [
        "file",
        "init",
        "read-only",
        "scripts",
        "temporary",
    ]


def test_volumes_caches_and_databases_elsewhere_are_fine() -> None:
    graph = system(
        compose("volume", kind=ComponentKind.DATABASE, mounts=(mount(DATA),)),
        compose("folder", kind=ComponentKind.DATABASE, mounts=(mount(DATA, MountKind.BIND),)),
        compose("unknown-target", kind=ComponentKind.DATABASE, mounts=(mount(None),)),
        compose("cache", kind=ComponentKind.CACHE),
        Component("rds.example.org", ComponentKind.DATABASE, at(1)),
    )
    assert hits(ephemeral_database, graph) == []
