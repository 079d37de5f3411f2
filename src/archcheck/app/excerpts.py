"""Source lines around a finding, with every secret that the facts know taken out."""

from collections.abc import Iterable
from dataclasses import replace

from archcheck.graph.addresses import parse_addresses
from archcheck.model.errors import SourceError
from archcheck.model.facts import SettingOrigin, Workload
from archcheck.model.finding import Excerpt, Finding
from archcheck.model.masking import is_secret_name, mask_line
from archcheck.sources.tree import SourceTree

__all__ = ["Excerpts"]

_AROUND = 1
_SHORTEST_SECRET = 4
_WIDEST = 200


class Excerpts:
    """Cuts code frames out of the files that were read."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._lines: dict[str, list[str]] = {}
        self._secrets: list[str] = []

    def learn_secrets(self, workloads: Iterable[Workload]) -> None:
        """Remember the values that must not be shown: those of Secrets, of variables named like secrets, and in URLs."""
        found: set[str] = set()
        for setting in (s for w in workloads for c in w.containers for s in c.settings if s.value):
            value = setting.value or ""
            if setting.origin is SettingOrigin.SECRET or is_secret_name(setting.name):
                found.add(value)
            elif "://" in value or "=" in value:
                found.update(a.password for a in parse_addresses(value) if a.password)
        self._secrets = sorted((s for s in found if len(s) >= _SHORTEST_SECRET), key=lambda s: (-len(s), s))

    def framed(self, finding: Finding) -> Finding:
        """Return the finding with its excerpt, or as it is where the file has no such line."""
        lines = self._read(finding.span.path)
        line = finding.span.line
        if not 1 <= line <= len(lines):
            return finding
        first = max(line - _AROUND, 1)
        shown = lines[first - 1 : line + _AROUND]
        return replace(
            finding, excerpt=Excerpt(first, tuple(self._masked(lines, first + i, t) for i, t in enumerate(shown)))
        )

    def _masked(self, lines: list[str], number: int, text: str) -> str:
        """Return a line as it may be shown; ``value:`` lines are secret where the ``name:`` line before says so."""
        shown = mask_line(text)
        key, colon, value = shown.partition(":")
        if colon and key.strip(" -") == "value" and value.strip() and number > 1:
            before = lines[number - 2].partition(":")
            if before[0].strip(" -") == "name" and is_secret_name(before[2].strip().strip("\"'")):
                shown = f"{key}: ***"
        for secret in self._secrets:
            if secret in shown:
                shown = shown.replace(secret, "***")
        return shown[:_WIDEST]

    def _read(self, path: str) -> list[str]:
        if path not in self._lines:
            try:
                text = self._tree.read(path).decode("utf-8-sig", "replace") if self._tree.is_file(path) else ""
            except SourceError:
                text = ""
            self._lines[path] = text.splitlines()
        return self._lines[path]
