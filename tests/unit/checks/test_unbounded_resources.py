from archcheck.checks.check import Hit
from archcheck.checks.unbounded_resources import unbounded_resources
from archcheck.model.architecture import ComponentKind
from archcheck.model.facts import ContainerRole, CustomResource, Facts, Resources, WorkloadKind
from archcheck.model.finding import Level, Related

from .system_graphs import at, compose, container, hits, pods, system


def limits(cpu: float | None, memory: int | None) -> Resources:
    return Resources(cpu, memory, at(9))


def test_containers_without_limits_are_one_finding() -> None:
    graph = system(
        pods(
            "orders",
            container(2, "init", role=ContainerRole.INIT),
            container(3, "app"),
            container(8, "proxy", resources=limits(1, None)),
            container(12, "bounded", resources=limits(1, 1024)),
        )
    )
    assert hits(unbounded_resources, graph) == [
        Hit(
            ("orders",),
            "orders has no limit for CPU and memory.",
            at(3),
            (Related(at(8), "container proxy, likewise"),),
        )
    ]


def test_a_missing_cpu_limit_alone_and_compose_are_advice() -> None:
    graph = system(pods("pod", container(resources=limits(None, 1024))), compose("service"))
    assert [(hit.message, hit.level) for hit in hits(unbounded_resources, graph)] == [
        ("pod has no limit for CPU.", Level.NOTE),
        ("service has no limit for CPU and memory.", Level.NOTE),
    ]


def test_jobs_load_generators_and_namespaces_with_defaults_are_left_alone() -> None:
    defaults = CustomResource("LimitRange", "v1", "defaults", "shop", at(1))
    graph = system(
        pods("job", container(), object_kind=WorkloadKind.JOB),
        pods("load", container(), kind=ComponentKind.LOAD_GENERATOR),
        pods("orders", container(), namespace="shop"),
        facts=Facts(custom_resources=[defaults]),
    )
    assert hits(unbounded_resources, graph) == []
