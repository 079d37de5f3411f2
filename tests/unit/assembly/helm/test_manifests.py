from archcheck.assembly.helm.manifests import Manifest, printed_manifests, rendered_documents
from archcheck.assembly.helm.reading import read_chart
from archcheck.model.node import Document, Problem
from archcheck.model.span import Span

from .conftest import MakeTree

CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"
TEMPLATE = """\
{{- if .Values.on }}
kind: Service
metadata:
  name: {{ .Values.name }}
  labels:
    {{- toYaml .Values.labels | nindent 4 }}
spec:
  ports:
    - 80
{{- end }}
---
kind: Job
"""


def rendered(make_tree: MakeTree, text: str, template: str = TEMPLATE) -> list[Document]:
    tree = make_tree({"app/Chart.yaml": CHART, "app/templates/a.yaml": template})
    return rendered_documents(tree, read_chart(tree, "app"), [Manifest("shop/templates/a.yaml", text)])


def places(document: Document) -> list[tuple[object, int, int, int, int]]:
    return [(s.value, s.line, s.column, s.key_line, s.key_column) for s in document.root.scalars()]


def test_values_stand_in_the_template(make_tree: MakeTree) -> None:
    service = "kind: Service\nmetadata:\n  name: shop\n  labels:\n    app: shop\nspec:\n  ports:\n    - 80\n"
    first, second = rendered(make_tree, f"\n{service}---\nkind: Job\n")
    assert (first.path, first.index, second.index) == ("app/templates/a.yaml", 0, 1)
    assert first.root.span == Span("app/templates/a.yaml", 2, 1)
    assert places(first) == [
        ("Service", 2, 7, 2, 1),
        ("shop", 4, 9, 4, 3),
        ("shop", 5, 3, 0, 0),
        (80, 9, 7, 0, 0),
    ]
    assert places(second) == [("Job", 12, 7, 12, 1)]


def test_what_is_not_in_the_template_stands_at_its_first_line(make_tree: MakeTree) -> None:
    (document,) = rendered(make_tree, "kind: A\nname: b", '{{ include "all" . }}')
    assert places(document) == [("A", 1, 1, 0, 0), ("b", 1, 1, 0, 0)]


def test_tests_notes_and_empty_documents_are_left_out(make_tree: MakeTree) -> None:
    tree = make_tree({"app/Chart.yaml": CHART})
    hook = "kind: Pod\nmetadata: {{annotations: {{helm.sh/hook: '{}'}}}}\n"
    manifests = [
        Manifest("shop/templates/NOTES.txt", "kind: A"),
        Manifest("shop/templates/a.yaml", " \n"),
        Manifest("shop/templates/a.yaml", "# nothing\n---\n\n"),
        Manifest("shop/templates/a.yaml", hook.format("test")),
        Manifest("shop/templates/a.yaml", hook.format("post-install, test-success")),
        Manifest("shop/templates/a.yaml", hook.format("pre-install")),
    ]
    documents = rendered_documents(tree, read_chart(tree, "app"), manifests)
    assert [document.root.at("metadata", "annotations") is not None for document in documents] == [True]
    assert documents[0].path == "app/Chart.yaml"


def test_output_that_is_no_yaml_is_a_problem_at_the_templates_line(make_tree: MakeTree) -> None:
    (document,) = rendered(make_tree, "kind: A\nname: [\n", "{{ if }}\nkind: A\nname: [{{ .a }}\n")
    what = "This is no valid YAML: did not find expected node content while parsing a flow node."
    assert document.problems == [
        Problem(Span("app/templates/a.yaml", 1), f"The rendered manifest cannot be read: {what}")
    ]
    (document,) = rendered(make_tree, "a: 1\nkind: A\nkind: B\n", "{{ if }}\na: 1\nkind: A\nkind: {{ .x }}\n")
    assert [problem.span.line for problem in document.problems] == [4]


def test_the_output_of_helm_template_is_split_by_template() -> None:
    output = (
        "---\n# Source: shop/templates/a.yaml\nkind: A\n---\n# Source: shop/templates/b.yaml\nkind: B\n---\nkind: C\n"
    )
    assert list(printed_manifests(output)) == [
        Manifest("", ""),
        Manifest("shop/templates/a.yaml", "kind: A"),
        Manifest("shop/templates/b.yaml", "kind: B"),
        Manifest("shop/templates/b.yaml", "kind: C\n"),
    ]


def test_values_of_a_packed_chart_stand_at_the_archives_start(make_tree: MakeTree) -> None:
    tree = make_tree({"app/Chart.yaml": CHART, "app/charts/store-1.0.0.tgz": ""})
    (tree.root / "app/charts/store-1.0.0.tgz").write_bytes(b"\x1f\x8b\xff")
    manifests = [Manifest("shop/charts/store/templates/a.yaml", "kind: A\n")]
    (document,) = rendered_documents(tree, read_chart(tree, "app"), manifests)
    assert places(document) == [("A", 1, 1, 0, 0)]
    assert document.path == "app/charts/store-1.0.0.tgz"
