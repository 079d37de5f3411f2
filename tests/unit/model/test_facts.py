"""What facts can tell by themselves."""

import pytest

from archcheck.model.facts import Address, Exposure, Facts, Mechanism, Selector, Workload, WorkloadKind
from archcheck.model.span import Span

HERE = Span("a.yaml")


# -- selectors: Kubernetes, "Labels and Selectors" ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("selector", "labels", "matches"),
    [
        (Selector(), {}, True),
        (Selector(), {"app": "a"}, True),
        (Selector({"app": "a"}), {"app": "a", "tier": "x"}, True),
        (Selector({"app": "a", "tier": "y"}), {"app": "a", "tier": "x"}, False),
        (Selector({"app": "a"}), {}, False),
        (Selector(expressions=(("app", "In", ("a", "b")),)), {"app": "b"}, True),
        (Selector(expressions=(("app", "In", ("a", "b")),)), {"app": "c"}, False),
        (Selector(expressions=(("app", "In", ("a", "b")),)), {}, False),
        (Selector(expressions=(("app", "NotIn", ("a",)),)), {"app": "b"}, True),
        (Selector(expressions=(("app", "NotIn", ("a",)),)), {}, True),
        (Selector(expressions=(("app", "NotIn", ("a",)),)), {"app": "a"}, False),
        (Selector(expressions=(("app", "Exists", ()),)), {"app": ""}, True),
        (Selector(expressions=(("app", "Exists", ()),)), {}, False),
        (Selector(expressions=(("app", "DoesNotExist", ()),)), {}, True),
        (Selector(expressions=(("app", "DoesNotExist", ()),)), {"app": ""}, False),
        (Selector(expressions=(("app", "Gt", ("1",)),)), {"app": "2"}, False),
        (Selector({"a": "1"}, (("b", "Exists", ()),)), {"a": "1", "b": "2"}, True),
        (Selector({"a": "1"}, (("b", "Exists", ()),)), {"a": "1"}, False),
    ],
)
def test_selectors_match_as_the_platform_does(selector: Selector, labels: dict[str, str], matches: bool) -> None:
    assert selector.matches(labels) is matches


# -- published ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mechanism", "port", "host", "published"),
    [
        (Mechanism.HOST_PORT, 8080, None, True),
        (Mechanism.HOST_PORT, 8080, "0.0.0.0", True),
        (Mechanism.HOST_PORT, 8080, "192.168.1.5", True),
        (Mechanism.HOST_PORT, None, None, False),
        (Mechanism.HOST_PORT, 8080, "127.0.0.1", False),
        (Mechanism.HOST_PORT, 8080, "127.1.2.3", False),
        (Mechanism.HOST_PORT, 8080, "::1", False),
        (Mechanism.HOST_PORT, 8080, "[::1]", False),
        (Mechanism.HOST_PORT, 8080, "localhost", False),
        (Mechanism.HOST_NETWORK, None, None, True),
    ],
)
def test_a_fixed_port_on_no_loopback_address_is_published(
    mechanism: Mechanism, port: int | None, host: str | None, published: bool
) -> None:
    assert Exposure("a", mechanism, HERE, host_port=port, host_ip=host).published is published


# -- collections -------------------------------------------------------------------------------------------------------


def test_collections_are_joined_in_order() -> None:
    one, two = (Workload(name, WorkloadKind.POD, HERE) for name in ("one", "two"))
    address = Address("one", HERE)
    facts = Facts(workloads=[one])
    facts.extend(Facts(workloads=[two], addresses=[address]))
    assert facts == Facts(workloads=[one, two], addresses=[address])
