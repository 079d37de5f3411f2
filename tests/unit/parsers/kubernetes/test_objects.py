import pytest

from archcheck.model.node import Document
from archcheck.parsers.kubernetes.objects import is_kubernetes, objects
from archcheck.sources.reader import read_documents

TEMPLATE = "{spec: {containers: [{image: i}]}}"
JOB = f"{{jobTemplate: {{spec: {{template: {TEMPLATE}}}}}}}"


def documents(text: str) -> list[Document]:
    return read_documents("m.yaml", text.encode())


def keys(text: str) -> list[tuple[str, str, str | None, str]]:
    return [item.key for item in objects(documents(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{apiVersion: v1, kind: Pod}", True),
        ("{apiVersion: v1, kind: 3}", False),
        ("{apiVersion: 1, kind: Pod}", False),
        ("{kind: Pod}", False),
        ("[apiVersion, kind]", False),
        ("{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization}", False),
        ("{apiVersion: v1, kind: Config, clusters: []}", False),
        ("{apiVersion: skaffold/v4beta1, kind: Config}", False),
        ("{apiVersion: example.org/v1, kind: Anything}", True),
    ],
)
def test_what_is_an_object_of_a_cluster(text: str, expected: bool) -> None:
    assert is_kubernetes(documents(text)[0].root) is expected


def test_lists_are_flattened_and_typed_items_take_the_lists_kind() -> None:
    text = """
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Service, metadata: {name: a}}
- apiVersion: apps/v1
  kind: DeploymentList
  items:
  - {metadata: {name: b, namespace: n}}
---
apiVersion: example.org/v1
kind: AllowList
metadata: {name: c}
"""
    assert keys(text) == [
        ("", "Service", None, "a"),
        ("", "Deployment", "n", "b"),
        ("example.org", "AllowList", None, "c"),
    ]


def test_the_later_of_two_definitions_is_kept_at_its_place() -> None:
    text = """
{apiVersion: extensions/v1beta1, kind: Ingress, metadata: {name: a}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a}}
"""
    found = objects(documents(text))
    assert [(item.kind, item.span.line) for item in found] == [("ConfigMap", 4), ("Ingress", 6)]


@pytest.mark.parametrize(
    ("complete", "patch"),
    [
        (
            f"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: a}}, spec: {{template: {TEMPLATE}}}}}",
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 3}}",
        ),
        (
            "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {ports: [{port: 1}]}}",
            "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: NodePort}}",
        ),
        (
            f"{{apiVersion: batch/v1, kind: CronJob, metadata: {{name: a}}, spec: {JOB}}}",
            "{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {schedule: '@daily'}}",
        ),
        (
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{image: i}]}}",
            "{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: [{name: main}]}}",
        ),
    ],
)
def test_a_later_patch_does_not_replace_the_whole(complete: str, patch: str) -> None:
    read = documents(f"{complete}\n---\n{patch}\n")
    assert [item.span.line for item in objects(read)] == [1]
    assert [problem.unjudged for problem in read[1].problems] == [False]
    assert [item.span.line for item in objects(documents(f"{patch}\n---\n{complete}\n"))] == [3]


def test_kinds_of_one_name_in_different_groups_are_different_objects() -> None:
    text = """
{apiVersion: v1, kind: Service, metadata: {name: a}}
---
{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}}
---
{apiVersion: traefik.containo.us/v1alpha1, kind: Middleware, metadata: {name: a}}
"""
    assert keys(text) == [
        ("", "Service", None, "a"),
        ("serving.knative.dev", "Service", None, "a"),
        ("traefik.io", "Middleware", None, "a"),
    ]


def test_a_generated_name_stands_in_for_the_name() -> None:
    assert keys("{apiVersion: batch/v1, kind: Job, metadata: {generateName: load-}}") == [("", "Job", None, "load")]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("apiVersion: v1\nkind: Pod\n", "1:1 This Pod has no metadata.name."),
        ("apiVersion: v1\nkind: Pod\nmetadata: []\n", "3:11 metadata should be a mapping, not list."),
        ("apiVersion: v1\nkind: Pod\nmetadata:\n  name: {}\n", "4:9 A single value is expected here, not a mapping."),
        ("apiVersion: v1\nkind: []\nmetadata: {name: a}\n", "2:7 kind of a Kubernetes object should be text."),
        ("apiVersion: 1\nkind: Pod\n", "1:13 apiVersion of a Kubernetes object should be text."),
        ("apiVersion: v1\nmetadata: {name: a}\n", "1:1 kind of a Kubernetes object should be text."),
        ("apiVersion: v1\nkind: List\nitems: {}\n", "3:8 items should be a list, not mapping."),
        ("apiVersion: v1\nkind: List\nitems: [x]\n", "3:9 An item of a list of objects should be a mapping, not text."),
        ("apiVersion: v1\nkind: List\nitems: [{kind: Pod}]\n", "3:9 An item of a List needs apiVersion and kind."),
    ],
)
def test_what_is_no_object_is_reported(text: str, message: str) -> None:
    read = documents(text)
    assert objects(read) == []
    assert message in [f"{p.span.line}:{p.span.column} {p.message}" for p in read[0].problems]


def test_other_documents_are_passed_over_in_silence() -> None:
    read = documents("---\n---\nservices: {}\n---\n[1]\n---\nkind: pipeline\n")
    assert objects(read) == []
    assert [document.problems for document in read] == [[], [], [], []]


def test_labels_annotations_and_places_are_at_hand() -> None:
    text = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels: {a: b, n: 1, z: }\n  annotations: {k: v}\n"
    item = objects(documents(text))[0]
    assert (item.labels, item.annotations) == ({"a": "b", "n": "1", "z": ""}, {"k": "v"})
    found = item.annotation("k")
    assert found is not None
    assert (found[0], str(found[1])) == ("v", "m.yaml:6:20")
    assert item.annotation("other") is None


def test_a_later_config_map_replaces_an_earlier_one() -> None:
    one = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n"
    assert [item.span.line for item in objects(documents(f"{one}---\n{one}"))] == [3]


def test_objects_of_other_groups_are_never_patches() -> None:
    one = "{apiVersion: example.org/v1, kind: Pod, metadata: {name: a}}\n"
    assert [item.span.line for item in objects(documents(f"{one}---\n{one}"))] == [3]
