from archcheck.checks.check import Hit
from archcheck.checks.probe_pairs import same_liveness_and_readiness, slow_start_without_startup_probe
from archcheck.model.facts import Build, HealthKind, Word
from archcheck.model.finding import Related

from .system_graphs import at, container, hits, http, pods, port, setting, system

SLOW = "slow-start-without-startup-probe"


def test_one_question_for_both_with_the_same_patience_is_reported() -> None:
    checks = (http(HealthKind.READINESS, line=5), http(HealthKind.LIVENESS, line=8, port="http"))
    graph = system(pods("orders", container(ports=(port(8080, "http"),), health_checks=checks)))
    assert hits(same_liveness_and_readiness, graph) == [
        Hit(
            ("orders",),
            "orders has one probe for liveness and readiness: when it is merely not ready, it is restarted as well.",
            at(8),
            (Related(at(5), "the readiness probe asks the same"),),
            key="orders/app",
        )
    ]


def test_different_questions_or_a_more_patient_liveness_are_fine() -> None:
    graph = system(
        pods("path", container(health_checks=(http(HealthKind.READINESS, path="/ready"), http(HealthKind.LIVENESS)))),
        pods("patient", container(health_checks=(http(HealthKind.READINESS), http(HealthKind.LIVENESS, threshold=6)))),
        pods("alone", container(health_checks=(http(HealthKind.LIVENESS),))),
    )
    assert hits(same_liveness_and_readiness, graph) == []


def test_a_jvm_with_impatient_liveness_is_reported() -> None:
    liveness = http(HealthKind.LIVENESS, initial_delay_s=10, interval_s=5)
    graph = system(
        pods("orders", container(health_checks=(liveness,), settings=(setting("SPRING_PROFILES_ACTIVE", "k8s"),)))
    )
    assert hits(slow_start_without_startup_probe, graph, SLOW) == [
        Hit(
            ("orders",),
            "orders runs on a JVM and is restarted if it has not started after 25 seconds: "
            "it has a liveness probe, but no startup probe.",
            at(5),
            key="orders/app",
        )
    ]
    assert hits(slow_start_without_startup_probe, graph, SLOW, start_s=20) == []


def test_a_jvm_shows_in_its_command_or_its_base_image() -> None:
    liveness = http(HealthKind.LIVENESS)
    image = Build("orders", None, at(1), base_images=("eclipse-temurin:21",))
    graph = system(
        pods("command", container(health_checks=(liveness,), command=(Word("/usr/bin/java", at(1)),))),
        pods("image", container(health_checks=(liveness,), build=image)),
        pods("go", container(health_checks=(liveness,), command=(Word("/orders", at(1)),))),
    )
    assert [hit.subjects for hit in hits(slow_start_without_startup_probe, graph, SLOW)] == [("command",), ("image",)]


def test_a_startup_probe_or_patience_settles_a_slow_start() -> None:
    java = (setting("JAVA_OPTS", "-Xmx1g"),)
    graph = system(
        pods("startup", container(health_checks=(http(HealthKind.LIVENESS), http(HealthKind.STARTUP)), settings=java)),
        pods("patient", container(health_checks=(http(HealthKind.LIVENESS, initial_delay_s=60),), settings=java)),
    )
    assert hits(slow_start_without_startup_probe, graph, SLOW) == []
