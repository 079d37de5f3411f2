from archcheck.checks.check import Hit
from archcheck.checks.messaging import no_message_broker
from archcheck.model.architecture import ComponentKind, DependencyType
from archcheck.model.finding import Level, Related

from .graphs import ANCHOR, at, call, chain, component, graph

THREE = {"min_services": 3}
BROKER = ComponentKind.BROKER


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


def test_a_cache_that_several_use_may_be_the_queue_and_makes_it_advice() -> None:
    data = DependencyType.DATA
    uses = [call("a", "redis", type=data), call("b", "redis", type=data)]
    (hit,) = no_message_broker(
        graph(component("redis", ComponentKind.CACHE), dependencies=[*chain("a", "b", "c"), *uses]), THREE
    )
    assert hit.level is Level.NOTE


def test_a_broker_anywhere_or_few_services_or_no_calls_are_silent() -> None:
    external = call("c", "queue", type=DependencyType.PUBLISH)
    found = [
        *no_message_broker(graph(component("q", BROKER), dependencies=chain("a", "b", "c")), THREE),
        *no_message_broker(graph(dependencies=[*chain("a", "b", "c"), external]), THREE),
        *no_message_broker(graph(dependencies=chain("a", "b")), THREE),
        *no_message_broker(graph(component("a"), component("b"), component("c")), THREE),
    ]
    assert found == []
