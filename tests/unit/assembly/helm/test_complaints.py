import pytest

from archcheck.assembly.helm.complaints import complaint
from archcheck.assembly.helm.reading import ReachedChart
from archcheck.model.node import Problem
from archcheck.model.span import Span

COPY = "/tmp/archcheck-x/shop"


@pytest.mark.parametrize(
    ("said", "span", "reason"),
    [
        (
            'Error: template: shop/templates/a.yaml:3:9: executing "shop/templates/a.yaml" at <.Values.x>: nil\n',
            Span("app/templates/a.yaml", 3, 10),
            'template: shop/templates/a.yaml:3:9: executing "shop/templates/a.yaml" at <.Values.x>: nil',
        ),
        (
            "parse error at (shop/templates/a.yaml:2): unclosed action",
            Span("app/templates/a.yaml", 2, 1),
            "parse error at (shop/templates/a.yaml:2): unclosed action",
        ),
        (
            "YAML parse error on shop/templates/a.yaml: error converting",
            Span("app/templates/a.yaml"),
            "YAML parse error on shop/templates/a.yaml: error converting",
        ),
        ("level=warning\nUse --debug\nError: no chart\nat all.", Span("app/Chart.yaml"), "no chart at all"),
        (f"Error: {COPY}/values.yaml is bad", Span("app/Chart.yaml"), "values.yaml is bad"),
        ("x" * 500, Span("app/Chart.yaml"), f"{'x' * 400}…"),
    ],
)
def test_a_failure_is_told_where_helm_sees_it(said: str, span: Span, reason: str) -> None:
    chart = ReachedChart("app", name="shop", sources={"templates/a.yaml": "app/templates/a.yaml"})
    assert complaint(chart, said, COPY) == Problem(span, f"helm cannot render the chart shop: {reason}.")
