"""Mutated manifests: each yields facts, or a problem with a place in one of the files; nothing is raised."""

import copy
import random
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archcheck.app.check import CheckRequest, check_paths
from archcheck.model.errors import ArchcheckError

FIXTURES = Path(__file__).parents[2] / "fixtures"
SEEDS = [
    "seed-diagram/compose.yaml",
    "shop/compose.yaml",
    "seed-diagram/kubernetes/order.yaml",
    "seed-diagram/kubernetes/ingress.yaml",
    "shop/kubernetes/routes.yaml",
    "seed-diagram/services/order/openapi/order.yaml",
    "shop/services/order/openapi.yaml",
    "shop/gateway/envoy.yaml",
    "seed-diagram/config/kong/kong.yml",
    "seed-diagram/config/prometheus/prometheus.yml",
]
PRESENT = [seed for seed in SEEDS if (FIXTURES / seed).is_file()]
ODD = [
    None,
    True,
    0,
    -1,
    1.5,
    "",
    "text",
    "${X}",
    "a:b:c",
    [],
    {},
    [[]],
    [{}],
    {"a": {}},
    {"name": []},
    "9" * 400,
    "\u2028",
    [None],
]


def places(tree: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value in a tree."""
    yield path
    children = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, child in children:
        yield from places(child, (*path, key))


def mutated(documents: list[Any], chance: random.Random) -> list[Any]:
    """Return documents in which a few values were replaced, removed, doubled or swapped."""
    documents = copy.deepcopy(documents)
    for _ in range(chance.randint(1, 4)):
        path = chance.choice(list(places(documents))[1:])
        parent: Any = documents
        for key in path[:-1]:
            parent = parent[key]
        action = chance.choice(["odd", "odd", "remove", "double", "wrap"])
        if action == "odd":
            parent[path[-1]] = copy.deepcopy(chance.choice(ODD))
        elif action == "remove":
            del parent[path[-1]]
        elif action == "wrap":
            parent[path[-1]] = [parent[path[-1]]]
        elif isinstance(parent, list):
            parent.append(copy.deepcopy(parent[path[-1]]))
        else:
            parent[f"{path[-1]}2"] = copy.deepcopy(parent[path[-1]])
        if not documents:
            return [{}]
    return documents


def judge(name: str, content: bytes) -> None:
    """Check one file beside a sound manifest, and look at what is said about it."""
    with tempfile.TemporaryDirectory() as scratch, pytest.MonkeyPatch.context() as patch:
        folder = Path(scratch).resolve()
        (folder / name).write_bytes(content)
        patch.chdir(folder)
        try:
            checked = check_paths(CheckRequest((name,), "2026-01-01T00:00:00Z", folder))
        except ArchcheckError:
            return
        assert checked.failures == ()
        lines = content.decode("utf-8", "replace").count("\n") + 2
        for span, message in checked.run.unjudged:
            assert message
            assert span is not None
            assert 1 <= span.line <= lines
            assert span.column >= 1


def test_there_is_something_to_mutate() -> None:
    assert len(PRESENT) >= 6


@pytest.mark.parametrize("seed", PRESENT)
@settings(max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(number=st.integers(0, 2**32))
def test_a_mutated_tree_yields_facts_or_a_problem_with_its_place(seed: str, number: int) -> None:
    documents = list(yaml.safe_load_all((FIXTURES / seed).read_text()))
    text = yaml.safe_dump_all(mutated(documents, random.Random(number)))
    judge(Path(seed).name, text.encode())


@pytest.mark.parametrize("seed", PRESENT)
@settings(max_examples=40, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(
    cut=st.integers(0, 2**16),
    insert=st.binary(max_size=4)
    | st.sampled_from([b"\t", b"\r", b"*a", b"&a ", b"<<: ", b"- ", b"{", b"\xff", b"!x "]),
)
def test_mutated_bytes_yield_facts_or_a_problem_with_its_place(seed: str, cut: int, insert: bytes) -> None:
    content = (FIXTURES / seed).read_bytes()
    at = cut % len(content)
    judge(Path(seed).name, content[:at] + insert + content[at + cut % 3 :])
