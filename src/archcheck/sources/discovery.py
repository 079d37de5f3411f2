"""Finding the files of a folder that may matter: not ignored, not vendored, not linked from elsewhere."""

import posixpath
import re
from collections.abc import Callable, Iterator, Sequence

from archcheck.model.errors import SourceError
from archcheck.model.run import Skipped
from archcheck.sources.tree import SourceTree

__all__ = ["SKIPPED_FOLDERS", "find_files"]

SKIPPED_FOLDERS = frozenset(
    """
    .git .hg .svn .idea .vscode .terraform .venv venv .tox .nox __pycache__ node_modules bower_components vendor
    third_party site-packages .mypy_cache .ruff_cache .pytest_cache .gradle .m2 .cache .next .nuxt
    """.split()
)
"""Names of folders that hold what others wrote or what tools made."""

_ENDINGS = (".yml", ".yaml", ".json", "kustomization", "application.properties", "bootstrap.properties")
_WITH_PROFILE = ("application-", "bootstrap-")
_IGNORE_FILES = (".gitignore", ".archcheckignore")
_DEEPEST = 64

Matcher = Callable[[str, bool], bool | None]


def find_files(tree: SourceTree, folder: str, skipped: list[Skipped]) -> Iterator[str]:
    """Yield the YAML and JSON files below a folder, sorted, depth first.

    Ignore files of every folder from the root down are respected, the nearest and last matching pattern winning, as in
    git. Links are not followed out of the root, and linked folders not at all.

    Args:
        tree: The tree.
        folder: Folder relative to the root.
        skipped: Receives what could not be looked at, with reasons.
    """
    matchers: list[Matcher] = []
    parts = [] if folder == "." else folder.split("/")
    for depth in range(len(parts)):
        matchers.extend(_matchers(tree, "/".join(parts[:depth]) or ".", skipped))
    yield from _walk(tree, folder, matchers, skipped, 0)


def _walk(
    tree: SourceTree, folder: str, matchers: Sequence[Matcher], skipped: list[Skipped], depth: int
) -> Iterator[str]:
    if depth > _DEEPEST:
        skipped.append(Skipped(folder, f"more than {_DEEPEST} folders deep"))
        return
    try:
        entries = list(tree.list_folder(folder))
    except SourceError as error:
        skipped.append(Skipped(folder, error.message))
        return
    names = {entry.name for entry in entries}
    matchers = [*matchers, *(_matchers(tree, folder, skipped) if names & set(_IGNORE_FILES) else ())]
    for entry in entries:
        path = entry.name if folder == "." else f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in SKIPPED_FOLDERS and not _ignored(path, matchers, is_folder=True):
                yield from _walk(tree, path, matchers, skipped, depth + 1)
        elif _may_matter(entry.name.lower()) and not _ignored(path, matchers, is_folder=False):
            if entry.is_symlink() and not tree.is_file(path):
                if not entry.is_dir():
                    skipped.append(Skipped(path, "a link that leads out of the folder that is checked, or nowhere"))
                continue
            if not entry.is_file():
                continue
            yield path


def _may_matter(name: str) -> bool:
    return name.endswith(_ENDINGS) or (name.endswith(".properties") and name.startswith(_WITH_PROFILE))


def _ignored(path: str, matchers: Sequence[Matcher], *, is_folder: bool) -> bool:
    for matcher in reversed(matchers):
        verdict = matcher(path, is_folder)
        if verdict is not None:
            return verdict
    return False


def _matchers(tree: SourceTree, folder: str, skipped: list[Skipped]) -> Iterator[Matcher]:
    for name in _IGNORE_FILES:
        path = posixpath.normpath(posixpath.join(folder, name))
        if tree.is_file(path):
            try:
                lines = tree.read_text(path).splitlines()
            except SourceError as error:
                skipped.append(Skipped(path, error.message))
                continue
            unfit = {line: None for line in lines if not _is_fit(line)}
            if unfit:
                shown = ", ".join(line[:_SHOWN] for line in [*unfit][:3])
                skipped.append(Skipped(path, f"patterns that cannot be applied: {shown}"))
            yield _matcher([line for line in lines if line not in unfit], folder)


def _is_fit(line: str) -> bool:
    """Whether a pattern is one, and cannot cost much time: every wildcard multiplies the ways to try."""
    import pathspec  # noqa: PLC0415  only where an ignore file exists

    segments = line.split("/")
    if segments.count("**") > _MOST_WILDCARDS or any(len(_STARS.findall(s)) > _MOST_WILDCARDS for s in segments):
        return False
    try:
        pathspec.GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True


_STARS = re.compile(r"\*+")
_MOST_WILDCARDS = 3
_SHOWN = 60


def _matcher(lines: Sequence[str], folder: str) -> Matcher:
    """Return what an ignore file says of a path: True ignored, False kept by ``!``, None nothing."""
    import pathspec  # noqa: PLC0415  only where an ignore file exists

    spec = pathspec.GitIgnoreSpec.from_lines(lines)
    prefix = "" if folder == "." else f"{folder}/"

    def match(path: str, is_folder: bool) -> bool | None:
        result = spec.check_file(path.removeprefix(prefix) + ("/" if is_folder else ""))
        return result.include

    return match
