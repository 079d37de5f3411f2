"""Source lines around a finding, with every secret that the facts know taken out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from archcheck.app.secret_places import SecretPlaces
from archcheck.graph.addresses import parse_addresses
from archcheck.model.errors import SourceError
from archcheck.model.facts import Setting, SettingOrigin, Workload
from archcheck.model.finding import Excerpt, Finding
from archcheck.model.masking import is_secret_name, mask_line
from archcheck.sources.tree import SourceTree

__all__ = ["Excerpts"]

_AROUND = 1
_SHORTEST_SECRET = 4
_WIDEST = 200
_READ = 20_000  # characters of a line in which secrets are looked for
_TREES = (".yml", ".yaml", ".json")


class Excerpts:
    """Cuts code frames out of the files that were read."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._lines: dict[str, list[str]] = {}
        self._places: dict[str, SecretPlaces] = {}
        self._shown: dict[tuple[str, int], str] = {}
        self._secrets: list[str] = []

    def learn_secrets(self, workloads: Iterable[Workload]) -> None:
        """Remember the values that must not be shown: those of Secrets, of variables named like secrets, and in URLs."""
        found: set[str] = set()
        for setting in _settings(workloads):
            value = setting.value or ""
            if setting.origin is SettingOrigin.SECRET or setting.secret or is_secret_name(setting.name):
                found.update((value, *value.splitlines()))
            elif "@" in value or "=" in value:
                found.update(a.password for a in parse_addresses(value) if a.password)
        self._secrets = sorted((s for s in found if len(s) >= _SHORTEST_SECRET), key=lambda s: (-len(s), s))

    def framed(self, finding: Finding) -> Finding:
        """Return the finding with its excerpt, or as it is where the file has no such line."""
        lines = self._read(finding.span.path)
        line = finding.span.line
        if not 1 <= line <= len(lines):
            return finding
        first = max(line - _AROUND, 1)
        numbers = range(first, min(line + _AROUND, len(lines)) + 1)
        return replace(finding, excerpt=Excerpt(first, tuple(self._line(finding.span.path, n) for n in numbers)))

    def _line(self, path: str, number: int) -> str:
        if (path, number) not in self._shown:
            self._shown[path, number] = self._masked(path, number, self._lines[path][number - 1])
        return self._shown[path, number]

    def _masked(self, path: str, number: int, text: str) -> str:
        """Return a line as it may be shown: without what its file's tree, its own words or the facts say is secret."""
        text = self._secrets_in(path).hide(number, text[:_READ])
        for secret in self._secrets:
            if secret in text:
                text = text.replace(secret, "***")
        return mask_line(text)[:_WIDEST]

    def _secrets_in(self, path: str) -> SecretPlaces:
        if path not in self._places:
            try:
                documents = self._tree.documents(path) if path.lower().endswith(_TREES) or path == "-" else []
            except SourceError:
                documents = []
            self._places[path] = SecretPlaces(documents, self._lines[path])
        return self._places[path]

    def _read(self, path: str) -> list[str]:
        if path not in self._lines:
            try:
                text = self._tree.read(path).decode("utf-8-sig", "replace") if self._tree.is_file(path) else ""
            except SourceError:
                text = ""
            self._lines[path] = text.splitlines()
        return self._lines[path]


def _settings(workloads: Iterable[Workload]) -> Iterator[Setting]:
    for container in (c for w in workloads for c in w.containers):
        yield from container.settings
        if container.build is not None:
            yield from container.build.settings
