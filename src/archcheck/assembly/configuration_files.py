"""Configuration files beside the manifests: named on the command line, mounted, or built into an image."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from archcheck.model.errors import SourceError
from archcheck.model.facts import Container, Facts, MountKind
from archcheck.model.node import Document, Problem
from archcheck.model.run import Skipped
from archcheck.model.span import Span
from archcheck.parsers.config_files import config_file_facts, embedded_facts
from archcheck.sources.tree import SourceTree

__all__ = ["add_configuration_files"]

_LARGEST_BYTES = 512_000
_IN_IMAGE = (".conf", ".template", ".yml", ".yaml", "Caddyfile", "haproxy.cfg", "envoy.json")
_DOTNET = re.compile(r"(?:ocelot|appsettings)(?:\.\w+)?\.json", re.IGNORECASE)
_DEEPEST = 3
_MOST_FILES = 200
_UNKNOWN = "no reader knows this kind of file"


def add_configuration_files(
    tree: SourceTree,
    named: Sequence[str],
    facts: Facts,
    paths: set[str],
    problems: list[Problem],
    skipped: list[Skipped],
) -> None:
    """Read every configuration file of a deployment that a reader knows, and add what it states.

    Args:
        tree: Where files are read.
        named: Files named on the command line: reported where no reader knows them.
        facts: Facts of the deployment; receives the files'.
        paths: Receives the paths that were read and understood.
        problems: Receives what was wrong with them.
        skipped: Receives files that were named and that no reader knows, and those that could not be read, with reasons.
    """
    for file in named:
        if reason := _add_file(tree, file, _variables_for(facts, file), facts, problems):
            skipped.append(Skipped(file, reason))
        else:
            paths.add(file)
    for file, container in list(_referred_to(tree, facts)):
        if file in paths or file in named:
            continue
        try:
            reason = _add_file(tree, file, _variables(container), facts, problems)
            if reason is None:
                paths.add(file)
            elif reason != _UNKNOWN:
                skipped.append(Skipped(file, reason))
        except SourceError as error:
            problems.append(Problem(error.span or Span(file), error.message))
    _add_embedded(facts, problems)


def _add_file(
    tree: SourceTree, file: str, variables: dict[str, str], facts: Facts, problems: list[Problem]
) -> str | None:
    """Add what a file states, and return None, or why it could not be read."""
    try:
        text = tree.read(file).decode("utf-8-sig")
    except SourceError as error:
        problems.append(Problem(error.span or Span(file), error.message))
        return None
    except UnicodeDecodeError:
        return _UNKNOWN
    if len(text) > _LARGEST_BYTES:
        return f"longer than {_LARGEST_BYTES} characters" if file.endswith(_IN_IMAGE) else _UNKNOWN
    documents: list[Document] = []

    def parsed() -> list[Document]:
        documents.extend(tree.documents(file))
        return documents

    wrong: list[tuple[Span, str]] = []
    found = config_file_facts(file, text, 1, parsed, variables, report=_collector(wrong))
    if found is None:
        broken = next(
            (f"line {p.span.line}: {p.message}" for d in documents for p in d.problems if p.unjudged), _UNKNOWN
        )
        return _UNKNOWN if "{{" in text else broken
    facts.extend(found)
    problems.extend(p for d in documents for p in d.problems)
    problems.extend(Problem(span, message) for span, message in wrong)
    return None


def _variables_for(facts: Facts, file: str) -> dict[str, str]:
    """Return the variables of the containers that are built in the folder of a file."""
    variables: dict[str, str] = {}
    for container in (c for w in facts.workloads for c in w.containers):
        context = container.build.context if container.build else None
        if context and file.startswith(f"{context}/"):
            variables.update(_variables(container))
    return variables


def _variables(container: Container) -> dict[str, str]:
    built = container.build.settings if container.build else ()
    return {s.name: s.value for s in (*built, *container.settings) if s.value}


def _referred_to(tree: SourceTree, facts: Facts) -> Iterator[tuple[str, Container]]:
    """Yield the files of the repository that containers mount or may be built with, each once."""
    containers = [c for w in facts.workloads for c in w.containers]
    seen: set[str] = set()
    for container in containers:
        for file in _mounted(tree, container):
            if file not in seen:
                seen.add(file)
                yield file, container
    for folder, container in _build_folders(containers):
        for file in _in_context(tree, folder, 0):
            if file not in seen:
                seen.add(file)
                yield file, container


def _build_folders(containers: Iterable[Container]) -> list[tuple[str, Container]]:
    """Return the folders that hold what containers are built from, the innermost first, each with a container.

    That is the build context; where several builds with Dockerfiles in other folders share one, or where it is the root,
    it is the Dockerfile's folder.
    """
    homes: dict[str, dict[str, Container]] = {}
    for container in containers:
        build = container.build
        if build is not None and build.context:
            home = posixpath.dirname(build.dockerfile or "") or build.context
            homes.setdefault(build.context, {}).setdefault(home, container)
    folders: dict[str, Container] = {}
    for context, by_home in homes.items():
        alone = len(by_home) == 1 and context != "."
        for home, container in by_home.items():
            folders.setdefault(context if alone else home, container)
    folders.pop(".", None)
    return sorted(folders.items(), key=lambda item: (-item[0].count("/"), item[0]))


def _mounted(tree: SourceTree, container: Container) -> Iterator[str]:
    for mount in container.mounts:
        source = mount.source
        if source is None or mount.kind not in {MountKind.BIND, MountKind.CONFIG}:
            continue
        if tree.is_file(source):
            yield source
        elif mount.kind is MountKind.BIND and source != "." and tree.is_folder(source):
            yield from _folder_files(tree, source, 0)


def _folder_files(tree: SourceTree, folder: str, depth: int) -> Iterator[str]:
    for path, is_folder in _entries(tree, folder):
        if is_folder and depth < 2:
            yield from _folder_files(tree, path, depth + 1)
        elif not is_folder and path.lower().endswith(
            (".conf", ".template", ".yml", ".yaml", ".json", ".toml", ".cfg", "caddyfile")
        ):
            yield path


def _in_context(tree: SourceTree, context: str, depth: int) -> Iterator[str]:
    for path, is_folder in _entries(tree, context):
        if is_folder and depth < _DEEPEST:
            yield from _in_context(tree, path, depth + 1)
        elif not is_folder and (path.endswith(_IN_IMAGE) or _DOTNET.fullmatch(posixpath.basename(path))):
            yield path


def _entries(tree: SourceTree, folder: str) -> Iterable[tuple[str, bool]]:
    from archcheck.sources.discovery import SKIPPED_FOLDERS  # noqa: PLC0415

    try:
        entries = list(tree.list_folder(folder))[:_MOST_FILES]
    except SourceError:
        return []
    return [
        (posixpath.normpath(posixpath.join(folder, e.name)), e.is_dir(follow_symlinks=False))
        for e in entries
        if e.name not in SKIPPED_FOLDERS
    ]


def _add_embedded(facts: Facts, problems: list[Problem]) -> None:
    for file in list(facts.embedded_files):
        if len(file.text) <= _LARGEST_BYTES:
            wrong: list[tuple[Span, str]] = []
            found = embedded_facts(file, {}, _collector(wrong))
            if found is not None:
                facts.extend(found)
            if "{{" not in file.text:  # a template is filled in before it is read
                problems.extend(Problem(span, message) for span, message in wrong)


def _collector(into: list[tuple[Span, str]]) -> Callable[[Span, str], None]:
    return lambda span, message: into.append((span, message))
