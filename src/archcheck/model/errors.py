"""What can go wrong, and the exit code each kind of failure ends with.

::

    ArchcheckError                 2  the run could not judge
    ├── UsageError                 2  options, rule ids, formats
    ├── ConfigurationError         2  archcheck.yaml and the like
    ├── SourceError                2  a file that could not be read within the limits
    ├── RenderError                2  kubectl or helm is absent or refused its input
    └── InternalError              3  a bug in archcheck
"""

from archcheck.model.span import Span

__all__ = ["ArchcheckError", "ConfigurationError", "InternalError", "RenderError", "SourceError", "UsageError"]


class ArchcheckError(Exception):
    """A failure that is told to the user in one message, never as a traceback.

    Args:
        message: What is wrong and what to do about it, in one sentence or two.
        span: Where, if it is about a file.
    """

    exit_code = 2

    def __init__(self, message: str, span: Span | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.span = span

    def __str__(self) -> str:
        """Return ``path:line:column: message``, or the message alone."""
        return f"{self.span}: {self.message}" if self.span else self.message


class UsageError(ArchcheckError):
    """The command line asks for something that does not exist."""


class ConfigurationError(ArchcheckError):
    """A configuration file of archcheck is wrong."""


class SourceError(ArchcheckError):
    """A source file could not be read within the limits."""


class RenderError(ArchcheckError):
    """A chart or kustomization could not be rendered."""


class InternalError(ArchcheckError):
    """Something happened that archcheck's own code should have prevented."""

    exit_code = 3
