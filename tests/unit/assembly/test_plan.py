"""Which files make which deployment."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from archcheck.assembly.plan import DeploymentPlan, plan_named, plan_search
from archcheck.assembly.sorting import Sorted
from archcheck.sources.tree import SourceTree

ALONE = "services: {a: {image: b}}"
PART = "services: {a: {environment: {X: y}}}"


def search(
    root: Path, found: Sorted, included: Sequence[str] = (), overlaid: Sequence[str] = ()
) -> list[DeploymentPlan]:
    return plan_search(SourceTree(root), found, included, overlaid, ".")


def compose(root: Path, **files: str) -> list[DeploymentPlan]:
    """Plan Compose files; ``__`` in a name stands for a dash, ``_`` for a dot."""
    names = {name.replace("__", "-").replace("_", "."): text for name, text in files.items()}
    for name, text in names.items():
        (root / name).write_text(text)
    return search(root, Sorted(compose=sorted(names)))


# -- paths that were named ---------------------------------------------------------------------------------------------


def test_all_paths_of_a_command_line_form_one_deployment() -> None:
    found = Sorted(["b.yml", "a.yml"], ["k"], ["c"], ["m.yaml"], ["api.yaml"], ["application.yml"], ["nginx.conf"])
    assert plan_named(found, ("b.yml", "a.yml", "k", "b.yml")) == [
        DeploymentPlan(
            "b.yml + a.yml + k",
            ("b.yml", "a.yml"),
            ("k",),
            ("c",),
            ("m.yaml",),
            ("api.yaml",),
            ("application.yml",),
            ("nginx.conf",),
        )
    ]


def test_nothing_to_judge_is_no_deployment() -> None:
    assert plan_named(Sorted(others=["nginx.conf"]), ("nginx.conf",)) == []


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        (DeploymentPlan("a", compose=("a",)), "compose"),
        (DeploymentPlan("a", kustomizations=("a",)), "kustomize"),
        (DeploymentPlan("a", charts=("a",)), "helm"),
        (DeploymentPlan("a", manifests=("a",)), "kubernetes"),
        (DeploymentPlan("a", compose=("a",), charts=("a",)), "mixed"),
        (DeploymentPlan("a", contracts=("a",)), "openapi"),
    ],
)
def test_a_deployment_is_of_the_kind_of_its_files(plan: DeploymentPlan, kind: str) -> None:
    assert plan.kind == kind


# -- Compose files of a folder -----------------------------------------------------------------------------------------


def test_the_override_file_belongs_to_the_base(tmp_path: Path) -> None:
    assert compose(tmp_path, compose_yaml=ALONE, compose_override_yaml=PART) == [
        DeploymentPlan("compose.yaml", ("compose.yaml", "compose.override.yaml"))
    ]


def test_the_platforms_order_decides_which_file_is_the_base(tmp_path: Path) -> None:
    assert compose(tmp_path, docker__compose_yml=ALONE, compose_yml=ALONE) == [
        DeploymentPlan("compose.yml", ("compose.yml",)),
        DeploymentPlan("docker-compose.yml", ("docker-compose.yml",)),
    ]


def test_variants_are_deployments_of_their_own_on_the_base(tmp_path: Path) -> None:
    assert compose(tmp_path, docker__compose_yml=ALONE, docker__compose_dev_yml=PART, docker__compose__ci_yml=PART) == [
        DeploymentPlan("docker-compose.yml", ("docker-compose.yml",)),
        DeploymentPlan("docker-compose.yml:ci", ("docker-compose.yml", "docker-compose-ci.yml")),
        DeploymentPlan("docker-compose.yml:dev", ("docker-compose.yml", "docker-compose.dev.yml")),
    ]


def test_a_variant_with_another_name_is_called_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "x.yml").write_text(PART)
    (tmp_path / "compose.yml").write_text(ALONE)
    assert [p.id for p in search(tmp_path, Sorted(compose=["compose.yml", "x.yml"]))] == [
        "compose.yml",
        "compose.yml:x.yml",
    ]


@pytest.mark.parametrize(
    ("text", "stands_alone"),
    [
        (ALONE, True),
        ("services: {a: {build: ., networks: [n]}}\nnetworks: {n: {}}", True),
        ("services: {a: {image: b, networks: [n]}}", False),
        ("services: {a: {image: b, networks: {default: {}}}}", True),
        ("services: {a: {image: b, depends_on: [c]}}", False),
        ("services: {a: {image: b, depends_on: {c: {condition: x}}}, c: {extends: {service: d}}}", True),
        ("services: {a: {ports: []}}", False),
        ("services: {}", False),
        ("volumes: {}", False),
    ],
)
def test_a_file_that_needs_no_other_is_no_variant(tmp_path: Path, text: str, stands_alone: bool) -> None:
    plans = compose(tmp_path, compose_yaml=ALONE, compose_dev_yaml=text)
    assert [p.id for p in plans] == ["compose.yaml", "compose.dev.yaml" if stands_alone else "compose.yaml:dev"][
        :: -1 if stands_alone else 1
    ]


def test_without_a_base_every_file_stands_alone(tmp_path: Path) -> None:
    plans = compose(tmp_path, docker__compose_dev_yml=PART, docker__compose_override_yml=PART)
    assert [(p.id, p.compose) for p in plans] == [
        ("docker-compose.dev.yml", ("docker-compose.dev.yml",)),
        ("docker-compose.override.yml", ("docker-compose.override.yml",)),
    ]


def test_each_folder_has_projects_of_its_own(tmp_path: Path) -> None:
    files = ["compose.yaml", "sub/compose.yaml"]
    for file in files:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(ALONE)
    assert [p.compose for p in search(tmp_path, Sorted(compose=files))] == [("compose.yaml",), ("sub/compose.yaml",)]
    assert [p.id for p in search(tmp_path, Sorted(compose=files), included=["sub/compose.yaml"])] == ["compose.yaml"]


# -- kustomizations, charts, manifests ---------------------------------------------------------------------------------


def test_overlays_replace_their_bases_and_own_the_files_below(tmp_path: Path) -> None:
    for name in ("base/a.yaml", "over/p.yaml", "loose/b.yaml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: x}\n")
    found = Sorted(
        kustomizations=["base", "over"],
        charts=["chart"],
        manifests=["base/a.yaml", "over/p.yaml", "loose/b.yaml"],
        contracts=["api.yaml"],
        applications=["application.yml"],
    )
    rest = {"contracts": ("api.yaml",), "applications": ("application.yml",)}
    assert search(tmp_path, found, overlaid=["base"]) == [
        DeploymentPlan("chart", charts=("chart",), **rest),
        DeploymentPlan("loose/b.yaml", manifests=("loose/b.yaml",), **rest),
        DeploymentPlan("over", kustomizations=("over",), **rest),
    ]


def test_a_kustomization_at_the_root_owns_every_manifest(tmp_path: Path) -> None:
    found = Sorted(kustomizations=["."], manifests=["a.yaml", "b/c.yaml"])
    assert search(tmp_path, found) == [DeploymentPlan(".", kustomizations=(".",))]


def test_api_documents_alone_are_a_deployment(tmp_path: Path) -> None:
    assert search(tmp_path, Sorted(contracts=["api.yaml"])) == [DeploymentPlan(".", contracts=("api.yaml",))]
    assert search(tmp_path, Sorted(applications=["application.yml"])) == []
