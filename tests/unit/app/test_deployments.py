from pathlib import Path

from archcheck.app.deployments import Found, read_deployments
from archcheck.assembly.deployment import AssemblyOptions
from archcheck.sources.tree import SourceTree

COMPOSE = "services:\n  a: {image: x}\n"
DEPLOYMENT = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: b}\nspec: {template: {metadata: {labels: {a: b}}, "
    "spec: {containers: [{name: b, image: x}]}}}\n"
)
BACKEND = "spec: {defaultBackend: {service: {name: a, port: {number: 80}}}}\n"
POLICY = "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p}\nspec: {podSelector: {}}\n"


def found(folder: Path, files: dict[str, str], *paths: str) -> Found:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return read_deployments(SourceTree(folder), paths or (".",), AssemblyOptions())


def ids(result: Found) -> list[str]:
    return [assembled.plan.id for assembled in result.assembled]


def said(result: Found) -> list[str]:
    return [f"{p.span}: {p.message}" for p in result.problems]


def test_a_folder_may_hold_several_deployments(tmp_path: Path) -> None:
    result = found(tmp_path, {"one/compose.yaml": COMPOSE, "two/compose.yaml": COMPOSE, "k8s/b.yaml": DEPLOYMENT})
    assert ids(result) == ["k8s/b.yaml", "one/compose.yaml", "two/compose.yaml"]


def test_named_paths_are_one_deployment(tmp_path: Path) -> None:
    files = {"one.yaml": COMPOSE, "k8s/b.yaml": DEPLOYMENT}
    assert ids(found(tmp_path, files, "one.yaml", "k8s")) == ["one.yaml + k8s"]


def test_a_compose_file_that_another_includes_is_none_of_its_own(tmp_path: Path) -> None:
    files = {
        "compose.yaml": f"include: [sub/compose.yaml]\n{COMPOSE}",
        "sub/compose.yaml": "services: {c: {image: x}}\n",
    }
    assert ids(found(tmp_path, files)) == ["compose.yaml"]


def test_a_base_that_an_overlay_builds_on_is_none_of_its_own(tmp_path: Path) -> None:
    files = {
        "base/kustomization.yaml": "resources: [b.yaml]\n",
        "base/b.yaml": DEPLOYMENT,
        "prod/kustomization.yaml": "resources: [../base]\n",
    }
    assert ids(found(tmp_path, files)) == ["prod"]


def test_a_part_in_which_nothing_runs_is_left_out_beside_others(tmp_path: Path) -> None:
    result = found(tmp_path, {"app/compose.yaml": COMPOSE, "policies/p.yaml": POLICY})
    assert ids(result) == ["app/compose.yaml"]
    assert [(s.path, s.why) for s in result.skipped] == [
        ("policies/p.yaml", "nothing in it that can be judged by itself")
    ]


def test_routes_without_a_workload_are_left_out_beside_others(tmp_path: Path) -> None:
    ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: p}\n" + BACKEND
    result = found(tmp_path, {"app/compose.yaml": COMPOSE, "routes/p.yaml": ingress})
    assert ids(result) == ["app/compose.yaml"]
    assert [(s.path, s.why) for s in result.skipped] == [
        ("routes/p.yaml", "no workload in it; name it together with the files it belongs to")
    ]


def test_what_is_wrong_with_a_part_that_is_left_out_is_told(tmp_path: Path) -> None:
    broken = POLICY.replace("{podSelector: {}}", "{podSelector: []}")
    result = found(tmp_path, {"app/compose.yaml": COMPOSE, "policies/p.yaml": broken})
    assert said(result) == ["policies/p.yaml:4:21: podSelector should be a mapping, not list."]


def test_nothing_to_judge_is_told(tmp_path: Path) -> None:
    result = found(tmp_path, {"README.md": "x", "values.yaml": "a: b\n"})
    what = "no Compose file, Kubernetes manifest, kustomization, chart or OpenAPI document"
    assert said(result) == [f".:1:1: Nothing to judge was found in .: {what}."]


def test_a_file_that_no_reader_knows_is_told_by_name(tmp_path: Path) -> None:
    result = found(tmp_path, {"notes.yaml": "a: b\n"}, "notes.yaml")
    assert len(said(result)) == 1
    assert said(result)[0].startswith("notes.yaml:1:1: Nothing to judge was found in notes.yaml: ")


def test_a_broken_file_says_why_nothing_was_found(tmp_path: Path) -> None:
    result = found(tmp_path, {"compose.yaml": "services: [\n"})
    assert [p.unjudged for a in result.assembled for p in a.problems] == [True]
