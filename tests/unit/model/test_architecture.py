"""What components, dependencies and their types can tell by themselves."""

import pytest

from archcheck.model.architecture import (
    ComponentKind,
    Confidence,
    Dependency,
    DependencyType,
    Evidence,
)
from archcheck.model.span import Span


def test_stores_and_business_components() -> None:
    assert {kind for kind in ComponentKind if kind.is_store} == {ComponentKind.DATABASE, ComponentKind.CACHE}
    assert {kind for kind in ComponentKind if kind.is_business} == {ComponentKind.SERVICE, ComponentKind.UI}


def test_messaging_goes_through_a_broker() -> None:
    assert {t.value for t in DependencyType if t.is_messaging} == {"publish", "subscribe", "messaging"}


@pytest.mark.parametrize(
    ("found", "best"),
    [
        ([Confidence.LOW, Confidence.HIGH], Confidence.HIGH),
        ([Confidence.LOW, Confidence.MEDIUM], Confidence.MEDIUM),
        ([Confidence.LOW], Confidence.LOW),
    ],
)
def test_a_dependency_is_as_sure_as_its_best_evidence(found: list[Confidence], best: Confidence) -> None:
    evidence = tuple(Evidence(Span("a.yaml", line), "x", c) for line, c in enumerate(found, 1))
    dependency = Dependency("a", "b", DependencyType.SYNC, evidence=evidence)
    assert (dependency.confidence, dependency.span) == (best, Span("a.yaml", 1))
