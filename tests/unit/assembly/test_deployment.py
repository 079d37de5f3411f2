"""From a plan to facts: everything of a deployment is read, and what is wrong with it is kept."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from archcheck.assembly.deployment import Assembled, AssemblyOptions, assemble
from archcheck.assembly.plan import DeploymentPlan
from archcheck.assembly.rendering import Rendered, Renderer
from archcheck.model.facts import Facts
from archcheck.model.node import Problem
from archcheck.model.run import Skipped
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: NAME}\nspec: {ports: [{port: 80}]}\n"
API = "openapi: 3.0.0\ninfo: {title: shop, version: '1'}\npaths: {}\n"


def no_renderer() -> Renderer:
    raise AssertionError


class Recorder:
    """A renderer that gives the manifest ``NAME.yaml`` for what it is asked for, and remembers the question."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def __call__(self) -> "Recorder":
        return self

    def kustomize(self, tree: SourceTree, folder: str, components: Sequence[str] = ()) -> Rendered:
        self.asked.append(("kustomize", folder, *components))
        return self._rendered(tree, folder)

    def helm(self, tree: SourceTree, chart: str, values: Sequence[str] = ()) -> Rendered:
        self.asked.append(("helm", chart, *values))
        return self._rendered(tree, chart)

    @staticmethod
    def _rendered(tree: SourceTree, name: str) -> Rendered:
        path = f"{name}/made.yaml"
        return Rendered(
            tuple(tree.documents(path)),
            (path,),
            (Problem(Span(path), f"{name} is odd."),),
            (Skipped(name, "half of it"),),
        )


def assembled(
    root: Path,
    plan: DeploymentPlan,
    files: dict[str, str],
    renderer: Callable[[], Renderer] = no_renderer,
    **options: object,
) -> Assembled:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return assemble(SourceTree(root), plan, renderer, AssemblyOptions(**options))  # type: ignore[arg-type]


def test_compose_files_are_merged_and_filled_in(tmp_path: Path) -> None:
    found = assembled(
        tmp_path,
        DeploymentPlan("compose.yaml", ("compose.yaml", "compose.override.yaml")),
        {
            "compose.yaml": "services: {shop: {image: 'acme/shop:${TAG}', env_file: shop.env}}",
            "compose.override.yaml": "services: {shop: {build: shop}}",
            "shop.env": "A=1\n",
            "shop/Dockerfile": "FROM python:3.13\n",
        },
        environment={"TAG": "7"},
    )
    (workload,) = found.facts.workloads
    assert [(c.image, [s.name for s in c.settings]) for c in workload.containers] == [("acme/shop:7", ["A"])]
    assert found.paths == ["compose.override.yaml", "compose.yaml", "shop.env", "shop/Dockerfile"]
    assert (found.problems, found.skipped, found.judged) == ([], [], True)
    assert found.anchor == Span("compose.yaml")


def test_labels_that_a_proxy_reads_are_routes(tmp_path: Path) -> None:
    label = "traefik.http.routers.shop.rule=PathPrefix(`/shop`)"
    found = assembled(
        tmp_path,
        DeploymentPlan("compose.yaml", ("compose.yaml",)),
        {"compose.yaml": f'services: {{shop: {{image: a, expose: [80], labels: ["{label}"]}}}}'},
    )
    assert [(r.provider, r.path) for r in found.facts.routes] == [("traefik", "/shop")]


def test_manifests_of_all_sources_are_read_together(tmp_path: Path) -> None:
    recorder = Recorder()
    names = ("loose", "over", "chart")
    files = {f"{name}/made.yaml": SERVICE.replace("NAME", name) for name in names}
    files["over/kustomization.yaml"] = "resources: [made.yaml]"
    files["part/kustomization.yaml"] = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
    plan = DeploymentPlan("all", kustomizations=("over", "part"), charts=("chart",), manifests=("loose/made.yaml",))
    found = assembled(tmp_path, plan, files, recorder, values=("prod.yaml",))
    assert recorder.asked == [("kustomize", "over", "part"), ("helm", "chart", "prod.yaml")]
    assert [a.name for a in found.facts.addresses] == ["loose", "over", "chart"]
    assert found.paths == ["chart/made.yaml", "loose/made.yaml", "over/made.yaml"]
    assert found.problems == [
        Problem(Span("over/made.yaml"), "over is odd."),
        Problem(Span("chart/made.yaml"), "chart is odd."),
    ]
    assert found.skipped == [Skipped("over", "half of it"), Skipped("chart", "half of it")]
    assert found.anchor == Span("loose/made.yaml")


def test_what_is_wrong_with_a_manifest_is_told_once(tmp_path: Path) -> None:
    text = SERVICE.replace("NAME", "a").replace("80", "eighty")
    found = assembled(tmp_path, DeploymentPlan("a.yaml", manifests=("a.yaml", "a.yaml")), {"a.yaml": text})
    assert found.problems == [Problem(Span("a.yaml", 4, 23), "A whole number is expected here, not text.")]


def test_api_documents_are_read_and_validated(tmp_path: Path) -> None:
    parts = {"api/shop.yaml": API + "components: {schemas: {A: {$ref: 'parts.yaml#/A'}, B: {$ref: 'gone.yaml#/B'}}}\n"}
    parts["api/parts.yaml"] = "A: {type: string}\n"
    found = assembled(tmp_path, DeploymentPlan(".", contracts=("api/shop.yaml",)), parts)
    (contract,) = found.facts.contracts
    assert (contract.title, [message for _, message in contract.invalid]) == (
        "shop", ["The reference gone.yaml#/B leads nowhere."],
    )  # fmt: skip
    assert (found.paths, found.anchor, found.judged) == (["api/shop.yaml"], Span("api/shop.yaml"), True)


def test_an_empty_api_document_states_nothing(tmp_path: Path) -> None:
    found = assembled(tmp_path, DeploymentPlan(".", contracts=("api.yaml",)), {"api.yaml": ""})
    assert (found.facts, found.judged) == (Facts(), False)


def test_applications_configuration_is_read(tmp_path: Path) -> None:
    files = {"application.yml": "a: 1\n", "bootstrap.properties": "b=2\n"}
    plan = DeploymentPlan("x", applications=("application.yml", "bootstrap.properties", "gone.yml", "gone.properties"))
    found = assembled(tmp_path, plan, files)
    assert [(c.file, [p.name for p in c.properties]) for c in found.facts.application_configs] == [
        ("application.yml", ["a"]), ("bootstrap.properties", ["b"]),
    ]  # fmt: skip
    assert found.problems == [
        Problem(Span("gone.yml"), "The file does not exist."),
        Problem(Span("gone.properties"), "The file does not exist."),
    ]


def test_what_the_build_fills_into_configuration_is_no_mistake(tmp_path: Path) -> None:
    files = {"application.yml": "info:\n  version: @project.version@\n  name: x\n"}
    found = assembled(tmp_path, DeploymentPlan("x", applications=("application.yml",)), files)
    (config,) = found.facts.application_configs
    assert [(p.name, p.value) for p in config.properties] == [
        ("info.version", "_project.version_"), ("info.name", "x"),
    ]  # fmt: skip
    assert found.problems == []


def test_a_mistake_in_configuration_is_told(tmp_path: Path) -> None:
    found = assembled(tmp_path, DeploymentPlan("x", applications=("application.yml",)), {"application.yml": "a: [@b@"})
    assert [p.span for p in found.problems] == [Span("application.yml", 1, 5)]


def test_a_deployment_without_files_is_anchored_at_its_id() -> None:
    empty = Assembled(DeploymentPlan("deploy"))
    assert (empty.anchor, empty.judged) == (Span("deploy"), False)
    assert Assembled(DeploymentPlan("deploy"), paths=["a.yaml", "b.yaml"]).anchor == Span("a.yaml")


@pytest.mark.parametrize("text", ["", "services: []", "[]", "x"])
def test_wrong_shapes_are_problems(tmp_path: Path, text: str) -> None:
    found = assembled(tmp_path, DeploymentPlan("c.yaml", ("compose.yaml",)), {"compose.yaml": text})
    assert (found.judged, len(found.problems)) == (False, 1)
