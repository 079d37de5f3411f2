from collections.abc import Callable
from typing import Any

import pytest

from archcheck.model.facts import Autoscaler, DisruptionBudget, Selector
from archcheck.model.span import Span


def test_autoscalers_and_budgets(sample: Callable[[str], Any]) -> None:
    facts = sample("core").facts
    assert facts.autoscalers == [
        Autoscaler("Deployment", "orders", "shop", 2, 5, Span("m.yaml", 127, 18)),
        Autoscaler("Deployment", "worker", None, 0, 9, Span("m.yaml", 137, 18)),
    ]
    assert facts.budgets == [DisruptionBudget("orders", "shop", Selector({"app": "orders"}), Span("m.yaml", 132, 18))]


@pytest.mark.parametrize(
    ("version", "selector", "expected"),
    [
        ("v1", "{}", Selector()),
        ("v1beta1", "{}", None),
        ("v1beta1", "{matchLabels: {a: b}}", Selector({"a": "b"})),
        ("v1", "", None),
    ],
)
def test_an_empty_selector_means_nothing_in_the_old_version(
    read: Callable[[str], Any], version: str, selector: str, expected: Selector | None
) -> None:
    head = f"apiVersion: policy/{version}\nkind: PodDisruptionBudget\nmetadata: {{name: a}}\n"
    text = f"{head}spec:\n  selector: {selector}\n"
    assert [budget.selector for budget in read(text).facts.budgets] == [expected]


def test_an_autoscaler_without_target_is_reported(read: Callable[[str], Any]) -> None:
    text = "apiVersion: autoscaling/v1\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\nspec: {maxReplicas: 2}\n"
    manifest = read(text)
    assert manifest.facts.autoscalers == []
    assert manifest.messages == ["4:7 This HorizontalPodAutoscaler names no target under scaleTargetRef."]
