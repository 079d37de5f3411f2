from collections.abc import Callable
from typing import Any

import pytest

from archcheck.model.facts import Address, AddressPort, Exposure, Mechanism, Selector, WorkloadKind
from archcheck.model.span import Span


def test_a_deployment_is_read_whole(sample: Callable[[str], Any]) -> None:
    workload = sample("core").facts.workloads[0]
    assert (workload.name, workload.kind, workload.namespace, workload.span) == (
        "orders",
        WorkloadKind.DEPLOYMENT,
        "shop",
        Span("m.yaml", 21, 18),
    )
    assert workload.labels == {"app": "orders"}
    assert workload.annotations == {"owner": "team-a", "prometheus.io/scrape": "true"}
    assert (workload.replicas, workload.service_account, workload.stop_grace_s) == (2, "orders", 30)
    assert workload.extra_hosts == (
        ("legacy", "10.0.0.1", Span("m.yaml", 29, 48)),
        ("older", "10.0.0.1", Span("m.yaml", 29, 56)),
    )


def test_a_cron_job_and_a_stateful_set(sample: Callable[[str], Any]) -> None:
    workloads = sample("core").facts.workloads
    assert [(w.name, w.kind, w.restart, w.subdomain, w.host_network) for w in workloads[1:3]] == [
        ("db", WorkloadKind.STATEFUL_SET, None, "db", True),
        ("report", WorkloadKind.CRON_JOB, "Never", None, False),
    ]
    assert [word.text for word in workloads[2].containers[0].command] == ["--orders", "http://orders"]


def test_doors_to_the_host(sample: Callable[[str], Any]) -> None:
    assert sample("core").facts.exposures == [
        Exposure("orders", Mechanism.HOST_PORT, Span("m.yaml", 39, 19), "shop", 80, 8080, "10.1.1.1"),
        Exposure("db", Mechanism.HOST_NETWORK, Span("m.yaml", 78, 19), "shop", 5432, 5432),
    ]


def test_a_host_network_without_ports_is_one_door(read: Callable[[str], Any]) -> None:
    text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {hostNetwork: true, containers: [{name: m}]}\n"
    assert read(text).facts.exposures == [Exposure("a", Mechanism.HOST_NETWORK, Span("m.yaml", 4, 21))]


@pytest.mark.parametrize(
    ("api_version", "kind", "expected"),
    [
        ("apps/v1", "DaemonSet", WorkloadKind.DAEMON_SET),
        ("apps/v1beta2", "Deployment", WorkloadKind.DEPLOYMENT),
        ("extensions/v1beta1", "ReplicaSet", WorkloadKind.REPLICA_SET),
        ("v1", "ReplicationController", WorkloadKind.OTHER),
        ("batch/v1", "Job", WorkloadKind.JOB),
        ("argoproj.io/v1alpha1", "Rollout", WorkloadKind.OTHER),
        ("apps.openshift.io/v1", "DeploymentConfig", WorkloadKind.OTHER),
    ],
)
def test_every_kind_with_a_template(
    read: Callable[[str], Any], api_version: str, kind: str, expected: WorkloadKind
) -> None:
    text = f"""
apiVersion: {api_version}
kind: {kind}
metadata: {{name: a}}
spec: {{template: {{metadata: {{labels: {{app: a}}}}, spec: {{containers: [{{name: m, image: i}}]}}}}}}
"""
    workload = read(text).facts.workloads[0]
    assert (workload.kind, workload.labels, workload.containers[0].image) == (expected, {"app": "a"}, "i")


def test_a_pods_own_labels_are_those_selected(read: Callable[[str], Any]) -> None:
    text = "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {app: a}}\nspec: {subdomain: s}\n"
    workload = read(text).facts.workloads[0]
    assert (workload.kind, workload.labels, workload.subdomain) == (WorkloadKind.POD, {"app": "a"}, "s")


def test_a_workload_without_template_is_kept_and_remarked(read: Callable[[str], Any]) -> None:
    text = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, labels: {app: a}}\nspec: {replicas: two}\n"
    manifest = read(text)
    assert [(w.name, w.labels, w.replicas) for w in manifest.facts.workloads] == [("a", {}, None)]
    assert [(p.span.line, p.message, p.unjudged) for p in manifest.problems] == [
        (3, "This Deployment has no pod template; its containers are not known.", False),
        (4, "A whole number is expected here, not text.", True),
    ]


def test_a_knative_service_is_workload_and_address(sample: Callable[[str], Any]) -> None:
    facts = sample("core").facts
    own = {"serving.knative.dev/service": "hello"}
    assert (facts.workloads[-1].name, facts.workloads[-1].labels) == ("hello", own)
    assert facts.addresses[-1] == Address(
        "hello",
        Span("m.yaml", 142, 18),
        selector=Selector(own),
        ports=(AddressPort(80, 9000, None, None, "http", Span("m.yaml", 143, 64)),),
    )
