import pytest

from archcheck.checks.check import Hit
from archcheck.checks.messaging import no_message_broker, telemetry_only_broker
from archcheck.model.architecture import ComponentKind, DependencyType
from archcheck.model.finding import Related

from .graphs import ANCHOR, at, call, chain, component, graph

THREE = {"min_services": 3}
BROKER, TELEMETRY = ComponentKind.BROKER, ComponentKind.OBSERVABILITY


def test_services_that_only_call_each_other_are_one_finding() -> None:
    assert list(no_message_broker(graph(dependencies=chain("a", "b", "c")), THREE)) == [
        Hit(
            subjects=("a", "b"),
            message="3 services and no message broker: a and b call others synchronously only.",
            span=ANCHOR,
            related=(Related(at(1), "a -> b"), Related(at(2), "b -> c")),
        )
    ]


def test_one_caller_is_told_in_the_singular() -> None:
    (hit,) = no_message_broker(graph(dependencies=[call("a", "b"), call("a", "c")]), THREE)
    assert hit.message == "3 services and no message broker: a calls others synchronously only."


def test_a_broker_anywhere_or_few_services_or_no_calls_are_silent() -> None:
    external = call("c", "queue", type=DependencyType.PUBLISH)
    found = [
        *no_message_broker(graph(component("q", BROKER), dependencies=chain("a", "b", "c")), THREE),
        *no_message_broker(graph(dependencies=[*chain("a", "b", "c"), external]), THREE),
        *no_message_broker(graph(dependencies=chain("a", "b")), THREE),
        *no_message_broker(graph(component("a"), component("b"), component("c")), THREE),
    ]
    assert found == []


def test_a_broker_used_by_telemetry_alone_is_reported() -> None:
    system = graph(
        component("kafka", BROKER, 4),
        component("jaeger", TELEMETRY),
        component("logstash", TELEMETRY),
        dependencies=[
            call("jaeger", "kafka", type=DependencyType.PUBLISH),
            call("kafka", "logstash", type=DependencyType.OBSERVABILITY),
        ],
    )
    assert list(telemetry_only_broker(system, {})) == [
        Hit(
            subjects=("kafka", "jaeger", "logstash"),
            message="Only telemetry goes through kafka (jaeger and logstash); no service exchanges messages.",
            span=at(4),
        )
    ]


@pytest.mark.parametrize("users", [[], ["orders"], ["jaeger", "orders"]])
def test_a_broker_without_users_or_with_a_service_is_silent(users: list[str]) -> None:
    links = [call(user, "kafka", type=DependencyType.PUBLISH) for user in users]
    system = graph(component("kafka", BROKER), component("jaeger", TELEMETRY), dependencies=links)
    assert list(telemetry_only_broker(system, {})) == []
