import pytest

from archcheck.assembly.kustomize.collecting import Reached
from archcheck.assembly.kustomize.complaints import complaint
from archcheck.model.node import Problem
from archcheck.model.span import Span

from .conftest import MakeTree

COPY = "/tmp/archcheck-x/in"


@pytest.mark.parametrize(
    ("said", "path", "reason"),
    [
        ("error: no matches for Id A.\n", "app/kustomization.yaml", "no matches for Id A"),
        ("# Warning: old\nerror: a\nb", "app/kustomization.yaml", "a b"),
        (
            f"error: accumulating: 'x' must be a file: recursed accumulation of path '{COPY}/base': bad {COPY}/base/a",
            "base/kustomization.yaml",
            "bad base/a",
        ),
        (
            'error: accumulateDirectory: "recursed accumulation of path \'/gone\': no \\"A\\""',
            "app/kustomization.yaml",
            "no 'A'",
        ),
        ("error: trouble with config: `\npassword: `hunter2", "app/kustomization.yaml", "trouble"),
        ('error: parse [patch: "password: hunter2"]', "app/kustomization.yaml", "parse [patch]"),
        (
            "error: literal sources [hunter2]: invalid literal source hunter2, expected key=value",
            "app/kustomization.yaml",
            "a literal is not of the form key=value",
        ),
        ("x" * 500, "app/kustomization.yaml", f"{'x' * 400}…"),
    ],
)
def test_a_failure_is_told_in_the_users_words(make_tree: MakeTree, said: str, path: str, reason: str) -> None:
    tree = make_tree({"app/kustomization.yaml": "", "base/kustomization.yaml": ""})
    assert complaint(tree, Reached(folders=["app"]), said, (COPY, "../in")) == Problem(
        Span(path), f"kubectl cannot build this kustomization: {reason}. Its resources are read unpatched."
    )
