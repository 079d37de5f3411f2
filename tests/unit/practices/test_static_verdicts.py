"""The eight static verdicts of a deployment."""

from archcheck.model.run import Practice
from archcheck.practices.static_verdicts import static_verdicts

from ..graph.systems import compose, graph  # noqa: TID252  tests are no installed package
from .findings import finding


def test_every_practice_has_a_verdict_in_the_checklists_order() -> None:
    of = graph(compose("orders"), compose("db", "postgres:17"))
    found = static_verdicts(of, [finding("shared-database", "orders", "db"), finding("missing-healthcheck", "orders")])
    assert [v.practice for v in found] == list(Practice)
    assert {v.practice.value: v.verdict.value for v in found} == {
        "api-gateway": "unknown",
        "service-discovery": "pass",
        "async-messaging": "fail",
        "circuit-breakers": "unknown",
        "health-checks": "fail",
        "database-per-service": "fail",
        "rate-limiting": "unknown",
        "failure-handling": "unknown",
    }


def test_what_is_unknown_says_what_would_settle_it() -> None:
    found = static_verdicts(graph(compose("orders"), compose("db", "postgres:17")), [])
    assert all((v.static.settle is not None) == (v.verdict.value == "unknown") for v in found)


def test_nothing_deployed_is_nothing_to_judge() -> None:
    assert {v.verdict.value for v in static_verdicts(graph(), [])} == {"not-applicable"}
