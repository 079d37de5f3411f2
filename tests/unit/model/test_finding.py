"""Levels and rules."""

import pytest

from archcheck.model.finding import Level, Rule


def test_levels_have_weights() -> None:
    assert {level: level.weight for level in Level} == {
        Level.ERROR: 3, Level.WARNING: 2, Level.NOTE: 1, Level.OFF: 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("level", "default_on"),
    [(Level.ERROR, True), (Level.WARNING, True), (Level.NOTE, False), (Level.OFF, False)],
)
def test_advice_has_to_be_asked_for(level: Level, default_on: bool) -> None:
    rule = Rule("ARC999", "x", "check", level, None, "Says.", "Why.", "Instead.")
    assert rule.default_on is default_on
