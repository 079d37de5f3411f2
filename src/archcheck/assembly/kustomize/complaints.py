"""What kubectl says when a kustomization cannot be built, in the user's words."""

import re

from archcheck.assembly.kustomize.collecting import Reached
from archcheck.assembly.kustomize.reading import find_kustomization
from archcheck.model.node import Problem
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

__all__ = ["complaint"]

_FOLDER = re.compile(r"recursed accumulation of path '([^']*)': ")
_QUOTED_INPUT = (
    (re.compile(r"(?: with config: )?`.*"), ""),
    (re.compile(r"\[patch: .*"), "[patch]"),
    (re.compile(r"literal source.*"), "a literal is not of the form key=value"),
)
"""What kubectl repeats of the input, which may hold a secret, and what is said instead."""
_LONGEST = 400


def complaint(tree: SourceTree, reached: Reached, said: str, copies: tuple[str, ...]) -> Problem:
    """Return the problem that a failed build is, at the innermost kustomization that kubectl names.

    Args:
        tree: Where the sources were read.
        reached: What was read; it has at least one folder.
        said: What kubectl printed as errors.
        copies: Prefixes of the copied files, as kubectl writes them; they are cut off.
    """
    for prefix in copies:
        said = said.replace(f"{prefix}/", "").replace(prefix, ".")
    lines = [line for line in said.splitlines() if line.strip() and not line.startswith("#")]
    text = "".join(f"{line} " for line in lines).removeprefix("error: ")
    folders = _FOLDER.findall(text)
    inner = find_kustomization(tree, folders[-1]) if folders and tree.is_folder(folders[-1]) else None
    path = inner or find_kustomization(tree, reached.folders[0]) or reached.folders[0]
    reason = _FOLDER.split(text)[-1] if folders else text
    for pattern, words in _QUOTED_INPUT:
        reason = pattern.sub(words, reason)
    reason = reason.replace('\\"', "'").strip().strip('".')
    if len(reason) > _LONGEST:
        reason = f"{reason[:_LONGEST]}…"
    return Problem(Span(path), f"kubectl cannot build this kustomization: {reason}. Its resources are read unpatched.")
