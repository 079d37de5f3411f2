from collections.abc import Callable
from typing import Any

import pytest

from archcheck.model.facts import NetworkPeer, NetworkRule, Selector
from archcheck.model.span import Span


def test_a_policy_is_one_rule_for_each_direction(sample: Callable[[str], Any]) -> None:
    pods = Selector(expressions=(("app", "In", ("orders",)),))
    assert sample("core").facts.network_rules == [
        NetworkRule(
            "orders",
            pods,
            "ingress",
            (
                (NetworkPeer(Selector({"app": "web"}), Selector()), Span("m.yaml", 121, 14)),
                (NetworkPeer(block="10.0.0.0/8"), Span("m.yaml", 121, 79)),
            ),
            Span("m.yaml", 121, 14),
            "shop",
            (8080, 9000, 9001, 9002, "http"),
        ),
        NetworkRule("orders", pods, "egress", None, Span("m.yaml", 116, 18), "shop"),
    ]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        ("{}", [("ingress", (), ())]),
        ("{podSelector: {}, ingress: []}", [("ingress", (), ())]),
        ("{ingress: [{}]}", [("ingress", None, ())]),
        ("{ingress: [{from: []}]}", [("ingress", None, ())]),
        ("{egress: []}", [("ingress", (), ()), ("egress", (), ())]),
        ("{policyTypes: [Egress]}", [("egress", (), ())]),
        ("{ingress: [{ports: [{port: 80}]}, {ports: []}]}", [("ingress", None, ())]),
        ("{ingress: [{ports: [{protocol: UDP}]}]}", [("ingress", None, ())]),
        ("{ingress: [{ports: [{port: 1, endPort: 60000}]}]}", [("ingress", None, ())]),
        ("{ingress: [{ports: [{port: 80}, {port: 80}]}]}", [("ingress", None, (80,))]),
    ],
)
def test_what_empty_and_missing_mean(read: Callable[[str], Any], spec: str, expected: list[object]) -> None:
    text = f"{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: a}}, spec: {spec}}}"
    assert [(r.direction, r.peers, r.ports) for r in read(text).facts.network_rules] == expected
