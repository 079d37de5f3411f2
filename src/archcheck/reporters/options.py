"""How a report is rendered."""

from dataclasses import dataclass

__all__ = ["RenderOptions"]


@dataclass(frozen=True, slots=True)
class RenderOptions:
    """What the user asked of a report. Formats for machines ignore all of it: they always carry everything.

    Attributes:
        color: Whether to colour; the caller knows whether a terminal reads along.
        width: Columns of the terminal; lines are wrapped there.
        verbose: Whether to print all evidence, remarks and waivers.
        quiet: Whether to print one line a finding and the summary alone.
        statistics: Whether to add a table of counts per rule.
        show_files: Whether to list the files of each deployment.
    """

    color: bool = False
    width: int = 100
    verbose: bool = False
    quiet: bool = False
    statistics: bool = False
    show_files: bool = False
