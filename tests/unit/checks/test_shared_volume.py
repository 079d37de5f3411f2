from archcheck.checks.check import Hit
from archcheck.checks.shared_volume import shared_volume
from archcheck.model.architecture import ComponentKind
from archcheck.model.facts import Build, Mount, MountKind
from archcheck.model.finding import Level, Related

from .system_graphs import at, compose, container, hits, pods, system


def volume(
    source: str | None, line: int = 4, target: str | None = "/data", *, read_only: bool = False, persistent: bool = True
) -> Mount:
    return Mount(MountKind.VOLUME, source, target, read_only, at(line), persistent)


def folder(source: str, line: int = 4, target: str = "/data") -> Mount:
    return Mount(MountKind.BIND, source, target, read_only=False, span=at(line))


def test_two_writers_of_a_volume_are_reported_at_the_second() -> None:
    graph = system(
        compose("uploads", mounts=(volume("documents", 4), volume("documents", 5))),
        compose("thumbnails", mounts=(volume("documents", 9),)),
        compose("viewer", mounts=(volume("documents", 12, read_only=True),)),
    )
    assert hits(shared_volume, graph) == [
        Hit(
            ("thumbnails", "uploads"),
            "thumbnails and uploads both mount documents and may write to it.",
            at(9),
            (Related(at(4), "uploads mounts it here"),),
            key="documents",
        )
    ]


def test_parts_of_one_image_that_share_their_files_are_advice() -> None:
    mounts = (volume("documents"),)
    parts = [compose(name, build=Build("app", None, at(1)), mounts=mounts) for name in ("web", "worker")]
    assert [hit.level for hit in hits(shared_volume, system(*parts))] == [Level.NOTE]
    assert [hit.level for hit in hits(shared_volume, system(*parts, compose("mail", mounts=mounts)))] == [None]


def test_a_folder_of_the_repository_that_two_write_is_reported() -> None:
    built = Build("uploads", None, at(1))
    graph = system(
        compose("uploads", mounts=(folder("files"),), build=built), compose("viewer", mounts=(folder("files"),))
    )
    assert [hit.subjects for hit in hits(shared_volume, graph)] == [("uploads", "viewer")]


def test_source_code_of_a_service_is_no_shared_volume() -> None:
    graph = system(
        compose("web", mounts=(folder("."),), build=Build(".", None, at(1))),
        compose("worker", mounts=(folder("."),), build=Build("worker", None, at(1))),
        compose("api", mounts=(folder("api/src"),), build=Build("api", None, at(1))),
        compose("api-tests", mounts=(folder("api/src"),), build=Build("api", None, at(1))),
    )
    assert hits(shared_volume, graph) == []


def test_configuration_caches_sockets_and_what_ends_with_its_pod_hold_no_data() -> None:
    mounts = (
        volume(None),
        volume("scratch", persistent=False),
        volume("go-mod-cache"),
        volume("tls"),
        volume("app_logs"),
        volume("documents", target="/etc/app"),
        volume("nowhere-known", target="/run"),
        folder("/var/run/docker.sock"),
        folder("/var/log/containers"),
        folder("settings.json"),
        Mount(MountKind.CONFIG, "settings", "/settings", read_only=False, span=at(4)),
    )
    graph = system(compose("one", mounts=mounts), compose("two", mounts=mounts))
    assert hits(shared_volume, graph) == []


def test_stores_jobs_and_tools_are_no_sharers() -> None:
    shared = (volume("documents"),)
    graph = system(
        compose("orders", mounts=shared),
        compose("db", kind=ComponentKind.DATABASE, mounts=shared),
        compose("backup", kind=ComponentKind.JOB, mounts=shared),
        compose("logs", kind=ComponentKind.OBSERVABILITY, mounts=shared),
    )
    assert hits(shared_volume, graph) == []


def test_claims_of_one_name_in_two_namespaces_are_two_volumes() -> None:
    shared = container(mounts=(volume("claim"),))
    graph = system(
        pods("one", shared, namespace="a"), pods("two", shared, namespace="b"), pods("three", shared, namespace="b")
    )
    assert [hit.subjects for hit in hits(shared_volume, graph)] == [("three", "two")]
