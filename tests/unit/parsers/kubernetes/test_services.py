from collections.abc import Callable
from typing import Any

import pytest

from archcheck.model.facts import Address, AddressPort, Selector
from archcheck.model.span import Span
from archcheck.parsers.kubernetes.services import is_internal


def test_services_and_endpoints(sample: Callable[[str], Any]) -> None:
    assert sample("core").facts.addresses[:3] == [
        Address(
            "orders",
            Span("m.yaml", 95, 18),
            "shop",
            "LoadBalancer",
            Selector({"app": "orders"}),
            (AddressPort(80, "http", 30080, "http", "http", Span("m.yaml", 100, 11)),),
            external_ips=("203.0.113.7",),
            labels={"app": "orders"},
        ),
        Address(
            "legacy",
            Span("m.yaml", 104, 18),
            "shop",
            "Endpoints",
            ports=(AddressPort(443, 443, None, None, "tcp", Span("m.yaml", 105, 49)),),
            endpoints=("10.2.2.2",),
        ),
        Address(
            "legacy",
            Span("m.yaml", 109, 18),
            "shop",
            "Endpoints",
            ports=(AddressPort(443, 443, None, "https", "tcp", Span("m.yaml", 112, 9)),),
            endpoints=("10.2.2.3",),
        ),
    ]


def test_headless_external_and_selectorless_services(read: Callable[[str], Any]) -> None:
    text = """
{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {clusterIP: None, ports: [{port: 80}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: b}, spec: {type: ExternalName, externalName: db.example.org}}
---
{apiVersion: v1, kind: Service, metadata: {name: c}, spec: {selector: {}}}
"""
    assert [(a.name, a.type, a.headless, a.external_name, a.selector) for a in read(text).facts.addresses] == [
        ("a", "ClusterIP", True, None, None),
        ("b", "ExternalName", False, "db.example.org", None),
        ("c", "ClusterIP", False, None, None),
    ]


@pytest.mark.parametrize(
    ("annotations", "expected"),
    [
        ({"service.beta.kubernetes.io/azure-load-balancer-internal": "true"}, True),
        ({"service.beta.kubernetes.io/azure-load-balancer-internal": "false"}, False),
        ({"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"}, True),
        ({"service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing"}, False),
        ({"cloud.google.com/load-balancer-type": "Internal"}, True),
        ({"networking.gke.io/load-balancer-type": "Internal"}, True),
        ({"service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type": "private"}, True),
        ({"service.kubernetes.io/qcloud-loadbalancer-internal-subnetid": "subnet-1"}, True),
        ({}, False),
    ],
)
def test_load_balancers_inside_the_providers_network(annotations: dict[str, str], expected: bool) -> None:
    assert is_internal(annotations) is expected


def test_wrong_shapes_are_reported(read: Callable[[str], Any]) -> None:
    text = """\
apiVersion: v1
kind: Service
metadata: {name: a}
spec:
  selector: [app]
  ports: [{name: http}, {port: x}, y, {port: 80, targetPort: 0}]
---
apiVersion: v1
kind: Endpoints
metadata: {name: b}
subsets: {}
"""
    manifest = read(text)
    assert manifest.messages == [
        "5:13 selector should be a mapping, not list.",
        "6:11 A port needs its number under port.",
        "6:32 A whole number is expected here, not text.",
        "6:36 An item of ports should be a mapping, not text.",
        "11:10 subsets should be a list, not mapping.",
    ]
    assert [(p.number, p.target) for p in manifest.facts.addresses[0].ports] == [(80, 80)]
