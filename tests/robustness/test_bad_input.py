"""Bad input ends in one clear message with its place, the right exit code, and everything else judged."""

import os
from pathlib import Path

import pytest

from archcheck.app.check import CheckRequest, check_paths
from archcheck.sources.limits import Limits

from .commands import run

GOOD = """\
services:
  web:
    image: nginx:1.27
    restart: always
    healthcheck: {test: [CMD, curl, --fail, "http://localhost/"]}
"""


def told(folder: Path, *paths: str, limits: Limits | None = None) -> list[str]:
    """Return what could not be judged, as ``path:line:column: message``."""
    request = CheckRequest(paths or (".",), "2026-01-01T00:00:00Z", folder, **({"limits": limits} if limits else {}))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        checked = check_paths(request)
    assert checked.failures == ()
    return [f"{span}: {message}" for span, message in checked.run.unjudged]


def write(folder: Path, **files: str | bytes) -> None:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_yaml", ".yaml").replace("_json", ".json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_broken_yaml_is_told_with_line_and_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, compose_yaml="services:\n  web:\n    image: a: b\n")
    ended = run(capsys, tmp_path, "check", ".", "--quiet")
    assert ended.code == 2
    assert "compose.yaml:3:13: This is no valid YAML: mapping values are not allowed in this context." in ended.err


def test_the_rest_is_judged_although_one_file_is_broken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, a__compose_yaml=GOOD, b__compose_yaml="services: [\n")
    ended = run(capsys, tmp_path, "check", ".", "--format", "json")
    assert ended.code == 2
    assert '"name": "web"' in ended.out


def test_exit_zero_hides_findings_but_not_what_could_not_be_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, compose_yaml="services: [\n")
    assert run(capsys, tmp_path, "check", ".", "--exit-zero").code == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_unreadable_file_is_told(tmp_path: Path) -> None:
    write(tmp_path, compose_yaml=GOOD)
    (tmp_path / "compose.yaml").chmod(0)
    assert told(tmp_path) == ["compose.yaml:1:1: The file cannot be read: Permission denied."]


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "compose.yaml")
    assert told(tmp_path, "compose.yaml") == ["compose.yaml:1:1: The file is not a regular file."]


def test_a_required_variable_that_is_not_set_is_told_and_counts_as_empty(tmp_path: Path) -> None:
    write(tmp_path, compose_yaml="services:\n  web:\n    image: ${REGISTRY:?set it}/web\n")
    assert told(tmp_path) == ["compose.yaml:3:12: The variable REGISTRY is required and not set; it counts as empty."]


def test_an_include_loop_is_told(tmp_path: Path) -> None:
    write(tmp_path, compose_yaml="include: [b.yaml]\n" + GOOD, b_yaml="include: [compose.yaml]\nservices: {}\n")
    (problem,) = told(tmp_path, "compose.yaml")
    assert problem.startswith("b.yaml:1:11: ")
    assert "include" in problem


def test_an_include_that_leaves_the_root_is_refused(tmp_path: Path) -> None:
    write(tmp_path, compose_yaml="include: [../../etc/passwd]\n" + GOOD)
    (problem,) = told(tmp_path, "compose.yaml")
    assert problem.startswith("compose.yaml:1:11: ")
    assert "leads out of the folder that is checked" in problem


def test_an_extends_loop_is_told(tmp_path: Path) -> None:
    write(tmp_path, compose_yaml="services:\n  a: {extends: b, image: x}\n  b: {extends: a, image: x}\n")
    assert any("extends" in problem for problem in told(tmp_path))


def test_an_alias_bomb_is_refused_unread(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    write(tmp_path, compose_yaml="\n".join([*lines, GOOD]))
    assert told(tmp_path) == [
        "compose.yaml:6:5: Aliases expand this to more than 1000000 values; it is refused unread."
    ]


@pytest.mark.parametrize("depth", [200, 100_000])
def test_deep_nesting_is_refused(tmp_path: Path, depth: int) -> None:
    write(tmp_path, compose_yaml=f"{GOOD}x-deep: {'[' * depth}{']' * depth}\n")
    (problem,) = told(tmp_path)
    assert problem.endswith("This is nested more than 100 levels deep; it is refused unread.")
    assert problem.startswith("compose.yaml:6:")


def test_a_file_of_50_megabytes_is_refused(tmp_path: Path) -> None:
    write(tmp_path, compose_yaml=GOOD)
    with (tmp_path / "compose.yaml").open("r+b") as file:
        file.truncate(50_000_000)
    (problem,) = told(tmp_path)
    assert problem.startswith("compose.yaml:1:1: The file has 50000000 bytes, more than the 10000000 that are read")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"services:\n  web: \x00\x01", "compose.yaml:1:1: The file is binary, no YAML or JSON."),
        (b"services:\n  web: \xe9", "compose.yaml:2:8: Byte 0xe9 is no UTF-8; save the file as UTF-8 text."),
        (GOOD.encode("utf-16"), "compose.yaml:1:1: The file is binary or UTF-16; save it as UTF-8 text."),
    ],
)
def test_binary_and_other_encodings_are_told(tmp_path: Path, content: bytes, problem: str) -> None:
    write(tmp_path, compose_yaml=content)
    assert told(tmp_path) == [problem]


@pytest.mark.parametrize(
    "content",
    [
        "services: []\n",
        "services: 3\n",
        "services:\n  web: text\n",
        "services:\n  web: {image: [a]}\n",
        "services:\n  web: {image: a, ports: {}, environment: 3, healthcheck: [x], depends_on: 5, deploy: [], volumes: {}}\n",
        "services:\n  web: {image: a, networks: 5, labels: 7, command: {a: b}, build: [1], expose: {}, links: 1}\n",
    ],
)
def test_wrong_types_in_compose_are_told_with_their_place(tmp_path: Path, content: str) -> None:
    write(tmp_path, compose_yaml=content)
    problems = told(tmp_path, "compose.yaml")
    assert problems
    assert all(problem.startswith("compose.yaml:") for problem in problems)


@pytest.mark.parametrize(
    "spec",
    [
        'replicas: "two"',
        "replicas: {}",
        "template: []",
        "template: {spec: {containers: {}}}",
        "template: {spec: {containers: [text]}}",
        "template: {spec: {containers: [{name: a, env: {}, ports: {}, envFrom: 3, readinessProbe: []}]}}",
        "template: {spec: {containers: [{name: [a], image: {}, ports: [{containerPort: x}], resources: []}]}}",
        "template: {metadata: {labels: [a]}, spec: {volumes: {}, initContainers: 3, containers: []}}",
    ],
)
def test_wrong_types_in_manifests_are_told_with_their_place(tmp_path: Path, spec: str) -> None:
    write(
        tmp_path,
        a_yaml=f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: a}}\nspec: {{{spec}}}\n",
    )
    problems = told(tmp_path, "a.yaml")
    assert problems
    assert all(problem.startswith("a.yaml:4:") for problem in problems)


def test_an_unknown_kind_is_kept_and_changes_nothing_else(tmp_path: Path) -> None:
    write(
        tmp_path,
        a_yaml="apiVersion: acme.io/v1\nkind: Teapot\nmetadata: {name: t}\nspec: []\n---\n"
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
        "spec: {template: {spec: {containers: [{name: a, image: x}]}}}\n",
    )
    assert told(tmp_path) == []


def test_a_cyclic_reference_between_api_documents_ends(tmp_path: Path) -> None:
    head = 'openapi: 3.1.0\ninfo: {title: a, version: "1"}\n'
    write(
        tmp_path,
        a_yaml=head + "paths:\n  /a: {$ref: 'b.yaml#/paths/~1a'}\n",
        b_yaml=head + "paths:\n  /a: {$ref: 'a.yaml#/paths/~1a'}\n",
    )
    assert any("leads back to itself" in problem for problem in told(tmp_path, "a.yaml"))


def test_nothing_found_is_never_green(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "README.md").write_text("nothing here")
    ended = run(capsys, tmp_path, "check", ".", "--quiet", "--exit-zero")
    assert ended.code == 2
    assert "Nothing to judge was found in .: no Compose file" in ended.err


def test_a_path_that_does_not_exist_is_a_usage_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = run(capsys, tmp_path, "check", "compos.yaml")
    assert (ended.code, ended.err) == (2, "archcheck: compos.yaml does not exist.\n")


def test_a_link_out_of_the_root_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    write(tmp_path, outside__compose_yaml=GOOD)
    root = tmp_path / "root"
    root.mkdir()
    write(root, compose_yaml=GOOD)
    (root / "linked").symlink_to(tmp_path / "outside")
    (root / "docker-compose.dev.yml").symlink_to(tmp_path / "outside" / "compose.yaml")
    (root / "loop").symlink_to(root)
    request = CheckRequest((".",), "2026-01-01T00:00:00Z", root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        run_ = check_paths(request).run
    assert [d.id for d in run_.deployments] == ["compose.yaml"]
    assert [s.path for s in run_.coverage.skipped] == ["docker-compose.dev.yml"]


def test_a_named_link_out_of_the_root_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.yaml").write_text(GOOD)
    root = tmp_path / "root"
    root.mkdir()
    write(root, compose_yaml="services:\n  a:\n    image: x\n    env_file: leak.env\n")
    (root / "leak.env").symlink_to(tmp_path / "secret.yaml")
    (problem,) = told(root, "compose.yaml")
    assert "leads out of the folder" in problem


def test_duplicate_keys_are_told(tmp_path: Path) -> None:
    write(tmp_path, compose_yaml=GOOD + "  web: {image: other}\n")
    assert told(tmp_path) == ["compose.yaml:6:3: The key 'web' occurs twice in one mapping; the last one is used."]


@pytest.mark.parametrize("content", ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n")])
def test_a_byte_order_mark_and_line_ends_are_no_problem(tmp_path: Path, content: str) -> None:
    write(tmp_path, compose_yaml=content)
    assert told(tmp_path) == []


@pytest.mark.parametrize("content", ["", "\n", "---\n---\n", "# only a comment\n"])
def test_an_empty_manifest_is_no_problem(tmp_path: Path, content: str) -> None:
    write(tmp_path, compose_yaml=GOOD, empty_yaml=content)
    assert told(tmp_path, "compose.yaml", "empty.yaml") == []


@pytest.mark.parametrize(
    "value",
    [
        "a" * 200_000,
        "-" * 200_000,
        "." * 200_000,
        "a-" * 100_000,
        "a." * 100_000,
        "a:" * 100_000,
        "=" * 200_000,
        "a=b;" * 50_000,
        "http://" * 30_000,
        "http://" + "a@" * 100_000,
        "--host " * 30_000,
        "${" * 50_000,
        "jdbc:" * 40_000,
        "password=" * 25_000,
        " " * 200_000 + "x",
    ],
    ids=lambda value: repr(value[:12]),
)
def test_hostile_texts_cost_linear_time(tmp_path: Path, value: str) -> None:
    quoted = value.replace("'", "''").replace("$", "$$")
    write(
        tmp_path,
        compose_yaml=f"services:\n  web:\n    image: '{quoted}'\n    environment: {{API_URL: '{quoted}', X: '{quoted}'}}\n"
        f"    command: '{quoted}'\n    healthcheck: {{test: '{quoted}'}}\n    labels: {{a: '{quoted}'}}\n",
    )
    told(tmp_path)
