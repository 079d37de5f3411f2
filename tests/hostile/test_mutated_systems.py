"""Mutated systems through the whole pipeline: facts, or a problem with its place; nothing else."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from .judging import assert_sound
from .mutations import FileChange, changed
from .systems import FAST, RENDERED, files_of, write_system

_TREES = (".yaml", ".yml", ".json")
_ALL: dict[str, list[Path]] = {**FAST, **RENDERED}
_LONG = int(os.environ.get("FUZZ_EXAMPLES", "20000"))

number = st.integers(0, 100_000)
change = st.tuples(st.integers(0, 5), number, number)
mutation = st.tuples(number, st.booleans(), st.lists(change, min_size=1, max_size=4))
mutations = st.lists(mutation, min_size=1, max_size=3)
Mutations = list[tuple[int, bool, list[FileChange]]]


def bounded(examples: int) -> settings:
    return settings(
        max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )


def check_mutated(systems: list[Path], which: int, changes: Mutations) -> None:
    folder = systems[which % len(systems)]
    files = dict(files_of(folder))
    names = sorted(files)
    for at, tree, list_of_changes in changes:
        name = names[at % len(names)]
        files[name] = changed(files[name], list_of_changes, tree=tree and name.endswith(_TREES))
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch).resolve()
        write_system(files, target)
        assert_sound(target)


@pytest.mark.parametrize("group", ["compose", "kubernetes", "openapi"])
@bounded(150)
@given(which=number, changes=mutations)
def test_a_mutated_system_is_judged_or_refused_with_a_place(group: str, which: int, changes: Mutations) -> None:
    check_mutated(FAST[group], which, changes)


@bounded(60)
@given(changes=mutations)
def test_a_mutated_system_of_many_formats_is_judged_or_refused_with_a_place(changes: Mutations) -> None:
    check_mutated(FAST["formats"], 0, changes)


@pytest.mark.parametrize("group", RENDERED)
@bounded(25)
@given(which=number, changes=mutations)
def test_a_mutated_system_that_is_rendered_is_judged_or_refused(group: str, which: int, changes: Mutations) -> None:
    check_mutated(RENDERED[group], which, changes)


@pytest.mark.fuzz
@pytest.mark.parametrize("group", _ALL)
@settings(bounded(_LONG), derandomize=False)
@given(which=number, changes=mutations)
@example(which=0, changes=[(0, False, [(0, 0, 0)])])
def test_many_mutated_systems(group: str, which: int, changes: Mutations) -> None:
    check_mutated(_ALL[group], which, changes)


@pytest.mark.parametrize("group", _ALL)
def test_the_systems_themselves_are_sound(group: str) -> None:
    for folder in _ALL[group]:
        assert assert_sound(folder) is not None, folder
