"""The files of a chart, read before any program sees them."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archcheck.assembly.helm.dependencies import Dependency, chart_dependencies, is_enabled
from archcheck.assembly.helm.metadata import text_at, without_dependencies
from archcheck.model.errors import SourceError
from archcheck.model.node import Node, Problem
from archcheck.model.run import Skipped
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

__all__ = ["CHART_FILE", "ReachedChart", "read_chart"]

CHART_FILE = "Chart.yaml"
"""Name of the file that makes a folder a chart."""

_DEEPEST = 10
_MOST_FILES = 5_000
_MOST_BYTES = 100_000_000
_TAKES_PART = ("templates/", "charts/", "crds/")
_SHEETS = (CHART_FILE, "Chart.lock", "requirements.yaml", "requirements.lock", "values.yaml", "values.schema.json")


@dataclass(slots=True)
class ReachedChart:
    """A chart as it is given to helm.

    Attributes:
        folder: Folder of the chart.
        name: Name in its ``Chart.yaml``; the folder's name if there is none.
        library: Whether it is a library, which has no manifests of its own.
        usable: Whether it can be rendered at all.
        files: Bytes of everything helm may see, by path inside the copied chart.
        sources: Where each of the files comes from, by the same paths.
        subcharts: For each chart folder inside the copy (``""`` is the chart itself), the folders of the charts in it
            by name and alias.
        values: Names of the copied files with values, in order; they lie beside the chart.
        problems: What was refused, and why.
        skipped: What was left out, and why.
        paths: Every source file that takes part.
    """

    folder: str
    name: str = ""
    library: bool = False
    usable: bool = True
    files: dict[str, bytes] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    subcharts: dict[str, dict[str, str]] = field(default_factory=dict)
    values: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    paths: set[str] = field(default_factory=set)

    @property
    def release(self) -> str:
        """The name of the release: that of the chart, in the letters that a release may have."""
        letters = "".join(c if c.isascii() and c.isalnum() else "-" for c in self.name.lower())
        return letters.strip("-")[:53].strip("-") or "release"

    def source(self, template: str) -> str:
        """Return the source file of a template by the name that helm gives it (``chart/charts/sub/templates/x``)."""
        inside = template.partition("/")[2]
        folder = ""
        while inside.startswith("charts/"):
            name, _, rest = inside.removeprefix("charts/").partition("/")
            subchart = self.subcharts.get(folder, {}).get(name)
            if subchart is None:
                break
            folder, inside = subchart, rest
        path = self.sources.get(posixpath.join(folder, inside)) or self.sources.get(f"{folder}.tgz")
        return path or posixpath.join(self.folder, CHART_FILE)


def read_chart(tree: SourceTree, folder: str, values: Sequence[str] = ()) -> ReachedChart:
    """Return a chart with everything below its folder that lies inside the root, and the given files with values.

    Links that lead out of the root, files beyond the limits and dependencies that are not there are reported. Nothing
    is ever downloaded.
    """
    reader = _Reader(tree, folder)
    reader.values(values)
    reader.chart(folder, "", 0)
    reached = reader.reached
    reached.usable = reached.usable and CHART_FILE in reached.files
    return reached


class _Reader:
    def __init__(self, tree: SourceTree, folder: str) -> None:
        self.tree = tree
        self.reached = ReachedChart(folder, name=posixpath.basename(folder) or "chart")
        self._bytes = 0
        self._told: set[Problem] = set()
        self._overrides: list[Node] = []

    def values(self, paths: Sequence[str]) -> None:
        """Read the files with values that the user named."""
        for number, path in enumerate(paths):
            try:
                self.reached.values[f"values-{number}.yaml"] = self.tree.read(path)
            except SourceError as error:
                self._problem(error.span or Span(path), error.message)
                continue
            self.reached.paths.add(path)
            root = self._root(path)
            if root is not None:
                self._overrides.insert(0, root)

    def chart(self, folder: str, inside: str, depth: int) -> None:
        """Read a chart, and the charts it holds or finds beside itself.

        Args:
            folder: Where it lies.
            inside: Its folder in the copy; empty for the outermost.
            depth: How many charts it lies in.
        """
        self.reached.subcharts[inside] = {}
        sheet = self._sheet(folder, inside)
        for path in self._walk(folder):
            self._copy(path, posixpath.join(inside, path[len(folder) + 1 :] if folder != "." else path))
        for name in self._children(folder):
            self._subchart(posixpath.join(folder, "charts", name), posixpath.join(inside, "charts", name), depth)
        if sheet is not None:
            self._dependencies(sheet, folder, inside, depth)

    def _sheet(self, folder: str, inside: str) -> Node | None:
        path = self.tree.join(folder, CHART_FILE)
        sheet = self._root(path)
        if sheet is None or not isinstance(sheet.value, dict):
            if not inside:
                self.reached.usable = False
                if sheet is not None:
                    self._problem(sheet.span, "A Chart.yaml has to be a mapping.")
            return None
        if not inside:
            self.reached.name = text_at(sheet, "name") or self.reached.name
            self.reached.library = text_at(sheet, "type") == "library"
        return sheet

    def _root(self, path: str) -> Node | None:
        """Return the first document of a file; None, with the reasons recorded, if it cannot be read."""
        try:
            documents = self.tree.documents(path)
        except SourceError as error:
            self._problem(error.span or Span(path), error.message)
            return None
        for document in documents:
            for problem in document.problems:
                self._record(problem)
        return documents[0].root if documents else None

    # -- subcharts ---------------------------------------------------------------------------------------------------

    def _children(self, folder: str) -> list[str]:
        charts = posixpath.join(folder, "charts")
        if not self.tree.is_folder(charts):
            return []
        return [entry.name for entry in self.tree.list_folder(charts) if not entry.name.startswith((".", "_"))]

    def _subchart(self, folder: str, inside: str, depth: int) -> None:
        parent = posixpath.dirname(posixpath.dirname(inside))
        if inside.endswith(".tgz"):
            stem = posixpath.basename(inside).removesuffix(".tgz")
            self.reached.subcharts[parent].setdefault(_unversioned(stem), inside.removesuffix(".tgz"))
        elif depth < _DEEPEST and self.tree.is_file(posixpath.join(folder, CHART_FILE)):
            self.chart(folder, inside, depth + 1)
            sheet = self._root(posixpath.join(folder, CHART_FILE))
            name = text_at(sheet, "name") if sheet is not None else ""
            self.reached.subcharts[parent][name or posixpath.basename(inside)] = inside

    def _dependencies(self, sheet: Node, folder: str, inside: str, depth: int) -> None:
        """Find the charts that a chart depends on; report those that would have to be fetched, and leave them out."""
        old = posixpath.join(folder, "requirements.yaml")
        lists = [sheet] if not self.tree.is_file(old) else [sheet, self._root(old)]
        present = self.reached.subcharts[inside]
        missing: list[Dependency] = []
        for dependency in (found for listed in lists if listed is not None for found in chart_dependencies(listed)):
            if dependency.name not in present and not self._local(dependency, folder, inside, depth):
                missing.append(dependency)
            elif dependency.alias:
                present[dependency.alias] = present[dependency.name]
        if missing:
            self._leave_out(missing, folder, inside)

    def _local(self, dependency: Dependency, folder: str, inside: str, depth: int) -> bool:
        """Copy a dependency that lies in a folder (``file://``) to where helm looks for it."""
        if not dependency.repository.startswith("file://") or depth >= _DEEPEST:
            return False
        try:
            other = self.tree.join(folder, dependency.repository.removeprefix("file://"))
        except SourceError:  # reported as missing
            return False
        target = posixpath.join(inside, "charts", dependency.name)
        if (
            "/" in dependency.name
            or dependency.name in {".", ".."}
            or not self.tree.is_file(posixpath.join(other, CHART_FILE))
        ):
            return False
        self._subchart(other, target, depth)
        return True

    def _leave_out(self, missing: Sequence[Dependency], folder: str, inside: str) -> None:
        values = posixpath.join(folder, "values.yaml")
        own = [self._root(values)] if self.tree.is_file(values) else []
        given = self._overrides if not inside else []
        overrides = [*given, *(root for root in own if root is not None)]
        for dependency in missing:
            if is_enabled(dependency, overrides):
                self._problem(
                    dependency.span,
                    f"The chart {dependency.name} is not in {posixpath.join(folder, 'charts')} and is not fetched; "
                    f"what it adds is not judged. Run: helm dependency build {folder}",
                )
        names = {dependency.name for dependency in missing}
        for sheet in (CHART_FILE, "requirements.yaml"):
            path = posixpath.join(inside, sheet)
            if path in self.reached.files and (root := self._root(posixpath.join(folder, sheet))) is not None:
                self.reached.files[path] = without_dependencies(root, names)
        for lock in ("Chart.lock", "requirements.lock"):
            self.reached.files.pop(posixpath.join(inside, lock), None)

    # -- files -------------------------------------------------------------------------------------------------------

    def _walk(self, folder: str) -> Iterator[str]:
        """Yield the files of a chart; folders of subcharts and linked folders are not entered."""
        stack = [folder]
        while stack:
            current = stack.pop()
            try:
                entries = list(self.tree.list_folder(current))
            except SourceError as error:
                self._problem(error.span or Span(current), error.message)
                continue
            for entry in entries:
                path = self.tree.join(current, entry.name)
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != ".git" and not self._is_subchart(folder, path):
                        stack.append(path)
                elif self.tree.is_folder(path):
                    self.reached.skipped.append(Skipped(path, "a link to a folder; charts are read without them"))
                else:
                    yield path

    def _is_subchart(self, folder: str, path: str) -> bool:
        return posixpath.dirname(path) == self.tree.join(folder, "charts") and self.tree.is_file(
            posixpath.join(path, CHART_FILE)
        )

    def _copy(self, path: str, inside: str) -> None:
        matters = posixpath.basename(inside) in _SHEETS or any(part in f"/{inside}" for part in _PARTS)
        if len(self.reached.files) >= _MOST_FILES or self._bytes > _MOST_BYTES:
            self.reached.skipped.append(Skipped(path, "the chart has more files than are read"))
            return
        try:
            data = self.tree.read(path)
        except SourceError as error:
            if matters:
                self._problem(error.span or Span(path), error.message)
            else:
                self.reached.skipped.append(Skipped(path, error.message))
            return
        self._bytes += len(data)
        self.reached.files[inside] = data
        self.reached.sources[inside] = path
        if matters:
            self.reached.paths.add(path)

    def _problem(self, span: Span, message: str) -> None:
        self._record(Problem(span, message))

    def _record(self, problem: Problem) -> None:
        if problem not in self._told:
            self._told.add(problem)
            self.reached.problems.append(problem)


_PARTS = tuple(f"/{part}" for part in _TAKES_PART)


def _unversioned(stem: str) -> str:
    """Return the chart's name in the name of its archive: what stands before ``-1.2.3``."""
    words = stem.split("-")
    for number, word in enumerate(words[1:], start=1):
        if word[:1].isdigit() and "." in word:
            return "-".join(words[:number])
    return stem
