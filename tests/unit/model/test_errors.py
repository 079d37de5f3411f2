"""Failures and the exit codes they end with."""

import pytest

from archcheck.model.errors import (
    ArchcheckError,
    ConfigurationError,
    InternalError,
    RenderError,
    SourceError,
    UsageError,
)
from archcheck.model.span import Span


@pytest.mark.parametrize(
    ("error", "code"),
    [(UsageError, 2), (ConfigurationError, 2), (SourceError, 2), (RenderError, 2), (InternalError, 3)],
)
def test_each_failure_has_its_exit_code(error: type[ArchcheckError], code: int) -> None:
    assert (error.exit_code, issubclass(error, ArchcheckError)) == (code, True)


def test_a_failure_is_told_with_its_place_if_it_has_one() -> None:
    assert str(SourceError("It is gone.", Span("a.yaml", 2, 3))) == "a.yaml:2:3: It is gone."
    assert str(SourceError("It is gone.")) == "It is gone."
