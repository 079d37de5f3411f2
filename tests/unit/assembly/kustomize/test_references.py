import pytest

from archcheck.assembly.kustomize.references import is_remote


@pytest.mark.parametrize(
    "reference",
    [
        "https://example.com/a.yaml",
        "HTTP://example.com/a.yaml",
        "  https://example.com/a.yaml",
        "http:/example.com/a.yaml",
        "ssh://git@example.com/a",
        "git::https://example.com/a",
        "git@github.com:org/repo//path?ref=v1",
        "github.com/org/repo//path?ref=v1",
        "GitHub.com/org/repo",
        "gitlab.com/org/repo",
        "example.com:org/repo",
        "example.com/org/repo.git",
        "example.com/org/repo.git//path",
        "example.com/org/repo?ref=main",
        "file:///etc/passwd",
        "oci://example.com/chart",
        "c:/windows",
    ],
)
def test_an_address_is_remote(reference: str) -> None:
    assert is_remote(reference)


@pytest.mark.parametrize(
    "reference",
    [
        "base",
        "../base",
        "./a.yaml",
        ".github/deploy",
        "a.gitops/b.yaml",
        "v1.2/app.yaml",
        "a//b.yaml",
        "x/y:z.yaml",
        "",
    ],
)
def test_a_path_is_not_remote(reference: str) -> None:
    assert not is_remote(reference)
