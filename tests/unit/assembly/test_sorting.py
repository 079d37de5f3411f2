"""Which of the files of the input are what."""

from pathlib import Path

import pytest

from archcheck.assembly.sorting import Sorted, sort_files
from archcheck.model.node import Problem
from archcheck.model.run import Skipped
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
API = "openapi: 3.0.0\ninfo: {title: a, version: '1'}\npaths: {}\n"


def sort(root: Path, files: dict[str, str], *paths: str, standard_input: bytes | None = None) -> Sorted:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return sort_files(SourceTree(root, standard_input=standard_input), paths or (".",))


def test_a_folder_is_sorted_by_what_its_files_are(tmp_path: Path) -> None:
    found = sort(
        tmp_path,
        {
            "compose.yaml": "services: {a: {image: b}}",
            "api/a.yaml": API,
            "k8s/pod.yaml": POD,
            "k8s/values.yaml": "kind: none\n",
            "over/kustomization.yaml": "resources: []",
            "chart/Chart.yaml": "name: x",
            "chart/templates/pod.yaml": POD + "{{ end }}",
            "chart/values.yaml": "services: {a: {image: b}}",
            "chart/charts/sub/Chart.yaml": "name: y",
            "application.yml": "a: 1",
            "orders.yml": "spring: {a: b}",
            "notes.yaml": "just: text",
        },
    )
    assert found == Sorted(
        compose=["compose.yaml"],
        kustomizations=["over"],
        charts=["chart"],
        manifests=["k8s/pod.yaml"],
        contracts=["api/a.yaml"],
        applications=["application.yml", "orders.yml"],
    )
    assert found.anything


def test_a_chart_may_be_the_root(tmp_path: Path) -> None:
    found = sort(tmp_path, {"Chart.yaml": "name: x", "templates/a.yaml": POD, "charts/a.yaml": POD, "k8s/a.yaml": POD})
    assert found == Sorted(charts=["."], manifests=["k8s/a.yaml"])


def test_a_manifest_may_be_called_as_springs_files_are(tmp_path: Path) -> None:
    found = sort(tmp_path, {"application.yaml": POD, "application-deploy.yml": "services: {a: {image: b}}"})
    assert found == Sorted(manifests=["application.yaml"], compose=["application-deploy.yml"])


def test_springs_own_files_are_taken_whether_they_can_be_read_or_not(tmp_path: Path) -> None:
    names = ["application.properties", "application.yml", "bootstrap.yml"]
    assert sort(tmp_path, dict.fromkeys(names, "a: @b@\n")) == Sorted(applications=names)


def test_files_that_were_named_are_kept_whatever_they_are(tmp_path: Path) -> None:
    files = {
        "nginx.conf": "server {}", "old.yml": "web: {image: a}", "settings.yaml": "a: 1", "traefik.toml": "a = 1",
        "application.yml": "a: 1", "pod.yaml": POD,
    }  # fmt: skip
    assert sort(tmp_path, files, *files) == Sorted(
        compose=["old.yml"],
        manifests=["pod.yaml"],
        applications=["application.yml"],
        others=["nginx.conf", "settings.yaml", "traefik.toml"],
    )


def test_standard_input_is_sorted_too(tmp_path: Path) -> None:
    assert sort(tmp_path, {}, "-", standard_input=POD.encode()) == Sorted(manifests=["-"])


def test_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    found = sort(tmp_path, {"a.yaml": "apiVersion: v1\nkind: [\n"}, "a.yaml", "gone.yaml")
    assert found == Sorted(
        problems=[
            Problem(
                Span("a.yaml", 3, 1),
                "This is no valid YAML: did not find expected node content while parsing a flow node.",
            ),
            Problem(Span("gone.yaml"), "The file does not exist."),
        ]
    )
    assert not found.anything


@pytest.mark.parametrize("named", [True, False])
def test_a_template_is_skipped_in_a_folder_and_a_problem_where_it_is_named(tmp_path: Path, named: bool) -> None:
    found = sort(tmp_path, {"a.yaml": "kind: {{ .Values.kind }}\n"}, *(["a.yaml"] if named else []))
    if named:
        assert [p.span for p in found.problems] == [Span("a.yaml", 1, 8)]
    else:
        assert found == Sorted(skipped=[Skipped("a.yaml", "a template (it holds {{ }}), not a manifest")])


def test_configuration_of_archcheck_is_nothing_to_judge(tmp_path: Path) -> None:
    assert sort(tmp_path, {"archcheck.yaml": POD}) == Sorted()
