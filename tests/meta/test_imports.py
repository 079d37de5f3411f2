"""What a start loads: each program pays for what it uses alone."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

COMPOSE = "services:\n  a: {image: x, environment: {B_URL: 'http://b:80'}}\n  b: {image: y}\n"
HEAVY = set(
    "httpx networkx schemathesis jinja2 pydantic jsonschema openapi_spec_validator pathspec asyncio socket".split()
)
LOADED = """\
import json, sys
sys.argv = ["archcheck", *json.loads(sys.argv[1])]
from archcheck.cli.main import main
try:
    main()
except SystemExit:
    pass
sys.stderr.write(json.dumps(sorted(sys.modules)))
"""


def loaded(folder: Path, *words: str) -> set[str]:
    """Return the modules that a command loads, in a fresh interpreter."""
    ended = subprocess.run(
        [sys.executable, "-c", LOADED, json.dumps(words)], cwd=folder, capture_output=True, text=True, check=True
    )
    return set(json.loads(ended.stderr))


def tops(modules: set[str]) -> set[str]:
    return {module.partition(".")[0] for module in modules}


@pytest.mark.parametrize("form", ["terminal", "json", "sarif", "github"])
def test_a_check_loads_nothing_heavy(tmp_path: Path, form: str) -> None:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    modules = loaded(tmp_path, "check", "compose.yaml", "--format", form)
    assert tops(modules) & HEAVY == set()
    assert "archcheck.parsers.kubernetes.reader" not in modules


def test_the_version_loads_no_command(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "--version")
    assert tops(modules) & (HEAVY | {"yaml", "subprocess"}) == set()
    assert {m for m in modules if m.startswith("archcheck.")} == {
        "archcheck.cli", "archcheck.cli.main", "archcheck.model", "archcheck.model.errors", "archcheck.model.span",
    }  # fmt: skip


def test_the_help_of_check_reads_no_yaml(tmp_path: Path) -> None:
    assert tops(loaded(tmp_path, "check", "--help")) & (HEAVY | {"yaml"}) == set()


def test_manifests_alone_load_no_compose_reader(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n"
    )
    modules = loaded(tmp_path, "check", "a.yaml")
    assert {m for m in modules if m.startswith("archcheck.assembly.compose")} == set()
