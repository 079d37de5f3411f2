import shutil
import sys
from pathlib import Path

import pytest

from archcheck.app.rendering import ProgramRenderer, find_helm, find_kubectl
from archcheck.app.sandbox import Bounds
from archcheck.assembly.rendering import Rendered, Renderer
from archcheck.model.node import Document, Problem
from archcheck.model.run import Skipped
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

from .conftest import MakeTree

FIXTURES = Path(__file__).parents[3] / "fixtures"
SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: shop\n"
CHART = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"


def names(rendered: Rendered) -> list[tuple[str, str, str]]:
    """Return path, kind and name of each object."""
    return [(d.path, text(d, "kind"), text(d, "metadata", "name")) for d in rendered.documents if d.root.value]


def text(document: Document, *keys: str) -> str:
    node = document.root.at(*keys)
    return "" if node is None else str(node.value)


def addresses(rendered: Rendered) -> list[str]:
    """Return place and text of every value that holds a port of an address."""
    scalars = [scalar for document in rendered.documents for scalar in document.root.scalars()]
    return [
        f"{s.span} {s.value}" for s in scalars if isinstance(s.value, str) and ":" in s.value and "\n" not in s.value
    ]


def script(code: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-S", "-c", code)


# -- kustomize ---------------------------------------------------------------------------------------------------------


def test_an_overlay_with_a_component_is_rendered_with_places() -> None:
    renderer: Renderer = ProgramRenderer()
    rendered = renderer.kustomize(SourceTree(FIXTURES / "kustomize"), "overlays/production", ["components/tracing"])
    assert (rendered.problems, rendered.skipped) == ((), ())
    assert [name for name in names(rendered) if name[1] != "ConfigMap"] == [
        ("base/catalog.yaml", "Service", "prod-catalog"),
        ("base/storefront.yaml", "Service", "prod-storefront"),
        ("components/tracing/collector.yaml", "Service", "collector"),
        ("base/catalog.yaml", "Deployment", "prod-catalog"),
        ("base/storefront.yaml", "Deployment", "prod-storefront"),
    ]
    assert addresses(rendered) == [
        "base/kustomization.yaml:9:9 http://catalog:8080",
        "base/limits.env:3:1 http://search:9200",
        "components/tracing/catalog-patch.yaml:14:22 collector:4317",
        "base/catalog.yaml:17:22 postgres://catalog-db:5432/catalog",
        "base/catalog.yaml:14:18 example.com/catalog:2.0.1",
        "components/tracing/kustomization.yaml:19:28 collector:4317",
        "overlays/production/kustomization.yaml:27:18 http://payments:8080",
        "base/storefront.yaml:15:18 example.com/storefront:1.4.2",
    ]
    assert rendered.paths == (
        "base/catalog.yaml",
        "base/kustomization.yaml",
        "base/limits.env",
        "base/nginx.conf",
        "base/storefront.yaml",
        "components/tracing/catalog-patch.yaml",
        "components/tracing/collector.yaml",
        "components/tracing/kustomization.yaml",
        "overlays/production/kustomization.yaml",
    )


def test_two_renderings_are_equal() -> None:
    first, second = (
        ProgramRenderer().kustomize(SourceTree(FIXTURES / "kustomize"), "overlays/production") for _ in range(2)
    )
    assert addresses(first) == addresses(second)
    assert names(first) == names(second)


def test_a_kustomization_at_the_root_is_rendered(make_tree: MakeTree) -> None:
    tree = make_tree({"kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": SERVICE})
    assert names(ProgramRenderer().kustomize(tree, ".")) == [("a.yaml", "Service", "shop")]


def test_a_component_alone_is_rendered(make_tree: MakeTree) -> None:
    tree = make_tree({"c/kustomization.yaml": "kind: Component\nresources: [a.yaml]\n", "c/a.yaml": SERVICE})
    assert names(ProgramRenderer().kustomize(tree, "c")) == [("c/a.yaml", "Service", "shop")]


def test_without_what_lies_on_the_network_the_rest_is_rendered(make_tree: MakeTree) -> None:
    sheet = "resources:\n  - https://example.com/app.yaml\n  - a.yaml\n"
    rendered = ProgramRenderer().kustomize(make_tree({"k/kustomization.yaml": sheet, "k/a.yaml": SERVICE}), "k")
    assert names(rendered) == [("k/a.yaml", "Service", "shop")]
    assert rendered.problems == (
        Problem(
            Span("k/kustomization.yaml", 2, 5),
            "https://example.com/app.yaml lies on the network, where archcheck does not go; "
            "what it adds is not judged.",
        ),
    )


def test_what_kubectl_cannot_build_is_read_unpatched(make_tree: MakeTree) -> None:
    files = {
        "top/kustomization.yaml": "resources: [../k]\n",
        "k/kustomization.yaml": "resources: [a.yaml]\npatches: [{path: p.yaml}]\n",
        "k/a.yaml": SERVICE,
        "k/p.yaml": SERVICE.replace("shop", "other"),
    }
    rendered = ProgramRenderer().kustomize(make_tree(files), "top")
    assert names(rendered) == [("k/a.yaml", "Service", "shop")]
    assert [problem.span for problem in rendered.problems] == [Span("k/kustomization.yaml")]
    message = rendered.problems[0].message
    assert message.startswith("kubectl cannot build this kustomization: no resource matches strategic merge patch ")
    assert message.endswith("/other.[noNs]. Its resources are read unpatched.")


def test_a_cycle_is_a_problem(make_tree: MakeTree) -> None:
    files = {"a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a]\n"}
    rendered = ProgramRenderer().kustomize(make_tree(files), "a")
    assert rendered.documents == ()
    assert len(rendered.problems) == 1
    assert "cycle" in rendered.problems[0].message


def test_no_secret_of_a_broken_patch_is_told(make_tree: MakeTree) -> None:
    patch = "patches:\n  - patch: |-\n      kind: Secret\n      stringData: {password: [hunter2\n"
    literals = "secretGenerator:\n  - name: s\n    literals: [hunter2]\n"
    tree = make_tree({"a/kustomization.yaml": patch, "b/kustomization.yaml": literals})
    for folder in ("a", "b"):
        rendered = ProgramRenderer().kustomize(tree, folder)
        assert len(rendered.problems) == 1
        assert "hunter2" not in rendered.problems[0].message
        assert "archcheck-" not in rendered.problems[0].message


def test_broken_resources_are_given_beside_the_rendered_ones(make_tree: MakeTree) -> None:
    files = {"k/kustomization.yaml": "resources: [a.yaml, b.yaml]\n", "k/a.yaml": SERVICE, "k/b.yaml": "a: [\n"}
    rendered = ProgramRenderer().kustomize(make_tree(files), "k")
    assert names(rendered) == [("k/a.yaml", "Service", "shop")]
    assert [problem.span for document in rendered.documents for problem in document.problems] == [Span("k/b.yaml", 2)]


def test_without_kubectl_a_kustomization_is_skipped(make_tree: MakeTree) -> None:
    tree = make_tree({"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": SERVICE})
    rendered = ProgramRenderer(kubectl=()).kustomize(tree, "k")
    assert rendered == Rendered(
        paths=("k/a.yaml", "k/kustomization.yaml"),
        skipped=(Skipped("k", "needs kubectl (pip install archcheck[kustomize])"),),
    )


def test_a_folder_that_is_no_kustomization_starts_nothing(make_tree: MakeTree) -> None:
    renderer = ProgramRenderer()
    rendered = renderer.kustomize(make_tree({"k/a.yaml": SERVICE}), "k")
    assert (len(rendered.problems), renderer.used) == (1, ())


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("while True: print('x' * 1000)", "it printed more than 5000 bytes and was stopped"),
        ("import time; time.sleep(60)", "it took longer than 0.5 s and was stopped"),
        ("raise SystemExit(4)", "it failed with exit code 4"),
    ],
)
def test_a_kubectl_beyond_its_bounds_is_a_problem(make_tree: MakeTree, code: str, said: str) -> None:
    tree = make_tree({"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": SERVICE})
    renderer = ProgramRenderer(kubectl=script(code), bounds=Bounds(seconds=0.5, output_bytes=5_000))
    rendered = renderer.kustomize(tree, "k")
    assert names(rendered) == [("k/a.yaml", "Service", "shop")]
    assert rendered.problems == (
        Problem(
            Span("k/kustomization.yaml"),
            f"kubectl cannot build this kustomization: {said}. Its resources are read unpatched.",
        ),
    )


def test_a_kustomization_that_grows_without_end_is_stopped(make_tree: MakeTree) -> None:
    files = {"k0/kustomization.yaml": "resources: [a.yaml]\n", "k0/a.yaml": SERVICE}
    for level in range(1, 25):
        for side in ("a", "b"):
            files[f"k{level}{side}/kustomization.yaml"] = f"namePrefix: {side}\nresources: [../k{level - 1}]\n"
        files[f"k{level}/kustomization.yaml"] = f"resources: [../k{level}a, ../k{level}b]\n"
    rendered = ProgramRenderer(bounds=Bounds(seconds=1)).kustomize(make_tree(files), "k16")
    assert len(rendered.problems) == 1
    assert "was stopped" in rendered.problems[0].message


# -- helm --------------------------------------------------------------------------------------------------------------


def test_a_chart_is_rendered_with_places() -> None:
    renderer: Renderer = ProgramRenderer()
    rendered = renderer.helm(SourceTree(FIXTURES / "helm"), "storefront", ["storefront/production.yaml"])
    assert (rendered.problems, rendered.skipped) == ((), ())
    assert names(rendered) == [
        ("storefront/charts/cache/templates/cache.yaml", "Service", "cache"),
        ("storefront/templates/storefront.yaml", "Deployment", "storefront"),
        ("storefront/templates/storefront.yaml", "Service", "storefront"),
        ("storefront/templates/workers.yaml", "Service", "orders-worker"),
        ("storefront/templates/workers.yaml", "Service", "refunds-worker"),
    ]
    assert addresses(rendered) == [
        "storefront/templates/storefront.yaml:20:18 example.com/storefront:1.4.2",
        "storefront/templates/storefront.yaml:23:22 http://catalog.shop.svc.cluster.local:8080",
        "storefront/templates/storefront.yaml:26:22 cache:6379",
    ]
    assert "storefront/production.yaml" in rendered.paths


@pytest.mark.parametrize(
    ("template", "line", "column", "words"),
    [
        ("a: {{ .Values.x.y }}\n", 1, 14, "nil pointer"),
        ("a: 1\nb: {{ if }}\n", 2, 1, "missing value for if"),
        ('a: {{ required "x is needed" .Values.x }}\n', 1, 7, "x is needed"),
        ('a: {{ fail "no" }}\n', 1, 7, "no"),
    ],
)
def test_a_template_that_fails_is_a_problem_at_its_line(
    make_tree: MakeTree, template: str, line: int, column: int, words: str
) -> None:
    rendered = ProgramRenderer().helm(make_tree({"c/Chart.yaml": CHART, "c/templates/a.yaml": template}), "c")
    assert rendered.documents == ()
    assert [problem.span for problem in rendered.problems] == [Span("c/templates/a.yaml", line, column)]
    assert words in rendered.problems[0].message
    assert "archcheck-" not in rendered.problems[0].message


def test_a_broken_sheet_is_a_problem(make_tree: MakeTree) -> None:
    rendered = ProgramRenderer().helm(make_tree({"c/Chart.yaml": "name: shop\n"}), "c")
    assert [problem.span for problem in rendered.problems] == [Span("c/Chart.yaml")]
    assert rendered.documents == ()


def test_a_chart_sees_no_cluster_and_no_environment(make_tree: MakeTree) -> None:
    template = 'kind: A\na: {{ lookup "v1" "Secret" "" "" | toJson }}\nb: {{ .Release.Name }}\n'
    rendered = ProgramRenderer().helm(make_tree({"c/Chart.yaml": CHART, "c/templates/a.yaml": template}), "c")
    assert [scalar.value for scalar in rendered.documents[0].root.scalars()] == ["A", "shop"]


def test_an_endless_template_is_stopped(make_tree: MakeTree) -> None:
    template = "{{ range untilStep 0 2000000000 1 }}{{ . }}{{ end }}"
    tree = make_tree({"c/Chart.yaml": CHART, "c/templates/a.yaml": template})
    rendered = ProgramRenderer(bounds=Bounds(seconds=1)).helm(tree, "c")
    assert rendered.documents == ()
    assert [problem.span for problem in rendered.problems] == [Span("c/Chart.yaml")]


def test_without_a_dependency_the_rest_of_a_chart_is_rendered(make_tree: MakeTree) -> None:
    sheet = CHART + "dependencies:\n- name: redis\n  version: 1.0.0\n  repository: https://example.com\n"
    rendered = ProgramRenderer().helm(make_tree({"c/Chart.yaml": sheet, "c/templates/a.yaml": SERVICE}), "c")
    assert names(rendered) == [("c/templates/a.yaml", "Service", "shop")]
    assert [problem.span for problem in rendered.problems] == [Span("c/Chart.yaml", 5, 3)]


def test_files_that_cannot_be_copied_are_a_problem(make_tree: MakeTree) -> None:
    sheet = CHART + "dependencies: [{name: store, repository: 'file://../store'}]\n"
    tree = make_tree({"c/Chart.yaml": sheet, "c/charts/store": "in the way", "store/Chart.yaml": CHART})
    rendered = ProgramRenderer().helm(tree, "c")
    assert rendered.documents == ()
    assert [str(problem.span) for problem in rendered.problems] == ["c/Chart.yaml:1:1"]
    assert "it was not started, because the files cannot be copied" in rendered.problems[0].message


def test_without_helm_a_chart_is_skipped(make_tree: MakeTree) -> None:
    rendered = ProgramRenderer(helm=()).helm(make_tree({"c/Chart.yaml": CHART}), "c")
    assert rendered == Rendered(
        paths=("c/Chart.yaml",), skipped=(Skipped("c", "needs helm (pip install archcheck[helm])"),)
    )


def test_a_library_chart_is_skipped(make_tree: MakeTree) -> None:
    rendered = ProgramRenderer().helm(make_tree({"c/Chart.yaml": CHART + "type: library\n"}), "c")
    assert rendered.skipped == (Skipped("c", "a library chart, which has no manifests of its own"),)


def test_a_folder_that_is_no_chart_starts_nothing(make_tree: MakeTree) -> None:
    renderer = ProgramRenderer()
    rendered = renderer.helm(make_tree({"c/values.yaml": "a: 1\n"}), "c")
    assert (len(rendered.problems), renderer.used) == (1, ())


def test_the_helm_program_is_understood_too(make_tree: MakeTree) -> None:
    code = (
        "import sys; assert sys.argv[1:3] == ['template', 'shop']; assert sys.argv[4].startswith('--values=')\n"
        "print('---\\n# Source: shop/templates/a.yaml\\n' + open(sys.argv[3] + '/templates/a.yaml').read())"
    )
    tree = make_tree({"c/Chart.yaml": CHART, "c/templates/a.yaml": SERVICE, "v.yaml": "a: 1\n"})
    rendered = ProgramRenderer(helm=script(code)).helm(tree, "c", ["v.yaml"])
    assert rendered.problems == ()
    assert names(rendered) == [("c/templates/a.yaml", "Service", "shop")]


# -- programs ----------------------------------------------------------------------------------------------------------


def test_the_packaged_programs_are_found_and_told(make_tree: MakeTree) -> None:
    renderer = ProgramRenderer()
    tree = make_tree({"k/kustomization.yaml": "resources: [a.yaml]\n", "k/a.yaml": SERVICE, "c/Chart.yaml": CHART})
    renderer.kustomize(tree, "k")
    renderer.kustomize(tree, "k")
    renderer.helm(tree, "c")
    assert renderer.used == (find_kubectl()[0], find_helm()[-1])
    assert Path(find_kubectl()[0]).parent == Path(sys.executable).parent
    assert Path(find_helm()[-1]).name == "helm_python"


@pytest.mark.parametrize("program", ["kubectl", "helm"])
def test_without_the_packages_programs_are_searched_in_absolute_folders(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = {"kubectl": find_kubectl, "helm": find_helm}[program]
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    (tmp_path / "bin").mkdir()
    shutil.copy(sys.executable, tmp_path / "bin" / program)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "bin:.:")
    assert find() == ()
    monkeypatch.setenv("PATH", f"bin:{tmp_path}/bin")
    assert find() == (f"{tmp_path}/bin/{program}",)
