"""What a team declares about code that no file shows."""

import pytest

from archcheck.graph.declarations import declared_policies
from archcheck.model.architecture import AppliedPolicy
from archcheck.model.facts import HostTarget, Policy, PolicyKind

from .systems import at, compose, facts, graph, pods


def test_labels_and_annotations_declare_policies() -> None:
    stated = facts(
        compose("web", labels={"archcheck.io/retry": "orders, stock : resilience4j: 3 times", "other": "x"}),
        pods("api", namespace="n", annotations={"archcheck.io/circuit-breaker": "orders"}),
    )
    assert declared_policies(stated) == [
        Policy(PolicyKind.RETRY, "declared", at(), {"how": "resilience4j: 3 times"}, HostTarget("orders"), workload="web"),
        Policy(PolicyKind.RETRY, "declared", at(), {"how": "resilience4j: 3 times"}, HostTarget("stock"), workload="web"),
        Policy(
            PolicyKind.CIRCUIT_BREAKER, "declared", at(), {"how": ""}, HostTarget("orders"), workload="api", namespace="n",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "labels",
    [{"archcheck.io/unknown": "x"}, {"archcheck.io/retry": ""}, {"archcheck.io/retry": " , : x"}, {"retry": "x"}],
)
def test_what_declares_nothing(labels: dict[str, str]) -> None:
    assert declared_policies(facts(compose("web", labels=labels))) == []


def test_a_declaration_covers_the_calls_it_names() -> None:
    web = compose(
        "web", env={"A_URL": "http://orders", "B_URL": "http://stock"}, labels={"archcheck.io/timeout": "orders"}
    )
    of = graph(web, compose("orders"), compose("stock"))
    covered = [d.target for d in of.calls() if of.covering(d, PolicyKind.TIMEOUT)]
    assert covered == ["orders"]
    (policy,) = of.policies
    assert (policy.source, policy.target) == ("web", "orders")
    assert isinstance(policy, AppliedPolicy)
