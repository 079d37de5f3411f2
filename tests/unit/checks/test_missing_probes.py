from archcheck.checks.check import Hit
from archcheck.checks.missing_probes import missing_healthcheck, missing_liveness_probe, missing_readiness_probe
from archcheck.model.architecture import Component, ComponentKind
from archcheck.model.facts import Address, Build, ContainerRole, HealthKind, HealthMethod, WorkloadKind
from archcheck.model.finding import Level, Related

from .system_graphs import (
    CLUSTER,
    after,
    at,
    compose,
    container,
    disabled,
    execute,
    hits,
    http,
    pods,
    port,
    reported,
    system,
)

READY, LIVE, STARTUP = http(HealthKind.READINESS), http(HealthKind.LIVENESS), http(HealthKind.STARTUP)


def test_a_pod_with_ports_and_no_readiness_probe_is_reported() -> None:
    graph = system(pods("orders", container(ports=(port(8080),), health_checks=(LIVE,)), line=4))
    assert hits(missing_readiness_probe, graph) == [
        Hit(
            ("orders",),
            "orders serves traffic without a readiness probe: it gets requests before it can answer them.",
            at(4, CLUSTER),
        )
    ]
    assert hits(missing_liveness_probe, graph) == []


def test_the_probe_of_any_container_counts_but_a_startup_probe_does_not() -> None:
    web = container(ports=(port(8080),), health_checks=(STARTUP,))
    sidecar = container(name="proxy", role=ContainerRole.SIDECAR, health_checks=(READY,))
    graph = system(pods("orders", web, sidecar))
    assert hits(missing_readiness_probe, graph) == []
    assert reported(missing_liveness_probe, graph) == [("orders", 1)]


def test_a_probe_of_an_init_container_counts_for_nothing() -> None:
    init = container(role=ContainerRole.INIT, health_checks=(READY,))
    graph = system(pods("orders", init, container(ports=(port(8080),))))
    assert reported(missing_readiness_probe, graph) == [("orders", 1)]


def test_a_pod_that_a_service_selects_serves_traffic() -> None:
    orders = pods("orders", container())
    selected = Component(
        "orders", orders.kind, orders.span, workloads=orders.workloads, addresses=(Address("orders", at(1)),)
    )
    assert reported(missing_liveness_probe, system(selected)) == [("orders", 1)]


def test_consumers_jobs_and_load_generators_need_no_probes() -> None:
    listening = container(ports=(port(8080),))
    graph = system(
        pods("consumer", container()),
        pods("job", listening, object_kind=WorkloadKind.JOB),
        pods("cron", listening, object_kind=WorkloadKind.CRON_JOB),
        pods("load", listening, kind=ComponentKind.LOAD_GENERATOR),
    )
    assert hits(missing_readiness_probe, graph) == []
    assert hits(missing_liveness_probe, graph) == []


def test_versions_behind_one_service_are_one_finding() -> None:
    versions = [
        pods("reviews-v1", container(ports=(port(9080),), health_checks=(LIVE,)), line=1).workloads[0],
        pods("reviews-v2", container(ports=(port(9080),)), line=20).workloads[0],
        pods("reviews-v3", container(ports=(port(9080),)), line=40).workloads[0],
    ]
    assert hits(missing_liveness_probe, system(pods("reviews", workloads=versions))) == [
        Hit(
            ("reviews",),
            "reviews (reviews-v2 and reviews-v3) serves traffic without a liveness probe: "
            "a process that hangs is not restarted.",
            at(20, CLUSTER),
            (Related(at(40, CLUSTER), "reviews-v3 has none either"),),
        )
    ]


def test_compose_services_are_no_matter_of_probes() -> None:
    assert hits(missing_readiness_probe, system(compose("orders", ports=(port(8080),)))) == []


def test_a_compose_service_without_a_health_check_is_reported() -> None:
    assert hits(missing_healthcheck, system(compose("orders", line=3))) == [
        Hit(("orders",), "orders has no health check: the service defines none.", at(3))
    ]


def test_a_dockerfile_may_bring_the_health_check_or_lack_it() -> None:
    build = Build("orders", "orders/Dockerfile", at(3))
    with_check = Build("users", "users/Dockerfile", at(3), health_check=execute("CMD", "check"))
    without = execute("NONE")
    switched_off = Build(
        "web", "web/Dockerfile", at(3), health_check=type(without)(without.kind, HealthMethod.DISABLED, at(1))
    )
    graph = system(
        compose("orders", build=build), compose("users", build=with_check), compose("web", build=switched_off)
    )
    assert [hit.message for hit in hits(missing_healthcheck, graph)] == [
        "orders has no health check: neither the service nor orders/Dockerfile defines one.",
        "web has no health check: neither the service nor web/Dockerfile defines one.",
    ]


def test_a_health_check_that_is_switched_off_is_not_missing() -> None:
    assert hits(missing_healthcheck, system(compose("orders", health_checks=(disabled(),)))) == []


def test_what_another_waits_for_until_healthy_has_a_health_check() -> None:
    graph = system(
        compose("config"),
        compose("orders", health_checks=(execute("CMD", "check"),), start_after=(after("config", "service_healthy"),)),
    )
    assert hits(missing_healthcheck, graph) == []


def test_jobs_and_what_others_wait_to_end_need_no_health_check() -> None:
    graph = system(
        compose("seed", kind=ComponentKind.JOB),
        compose("load", kind=ComponentKind.LOAD_GENERATOR),
        compose("migrate"),
        compose(
            "orders",
            health_checks=(execute("CMD", "check"),),
            start_after=(
                after("migrate", "service_completed_successfully"),
                after("gone", "service_completed_successfully"),
            ),
        ),
    )
    assert hits(missing_healthcheck, graph) == []


def test_tools_beside_the_system_are_advice() -> None:
    graph = system(
        compose("adminer", kind=ComponentKind.UI, own=False),
        compose("grafana", kind=ComponentKind.OBSERVABILITY),
        compose("web", kind=ComponentKind.UI),
    )
    assert [(hit.subjects, hit.level) for hit in hits(missing_healthcheck, graph)] == [
        (("adminer",), Level.NOTE),
        (("grafana",), Level.NOTE),
        (("web",), None),
    ]
