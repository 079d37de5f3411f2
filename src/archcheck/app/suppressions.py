"""Findings that the files themselves waive: ``# archcheck: ignore[ARC501] reason`` on the line or the one before."""

import re
from collections.abc import Collection, Sequence

from archcheck.checks.check import Hit
from archcheck.checks.engine import finding_of
from archcheck.model.errors import SourceError
from archcheck.model.finding import Finding, Rule, Waiver
from archcheck.model.span import Span
from archcheck.sources.tree import SourceTree

__all__ = ["Suppressions"]

_COMMENT = re.compile(r"#\s*archcheck:\s*ignore\[([^\]]*)\]\s*(.*)$")


class Suppressions:
    """The suppressions in the files of a run, and which of them were needed."""

    def __init__(self, tree: SourceTree) -> None:
        self._tree = tree
        self._comments: dict[str, dict[int, tuple[set[str], str, Span]]] = {}
        self._used: set[tuple[Span, str]] = set()

    def apply(self, findings: Sequence[Finding]) -> tuple[list[Finding], list[Waiver]]:
        """Return the findings that stay and those that are waived."""
        kept: list[Finding] = []
        waivers: list[Waiver] = []
        for finding in findings:
            match = self._match(finding)
            if match is None:
                kept.append(finding)
            else:
                reason, span = match
                waivers.append(Waiver(finding, reason, span))
        return kept, waivers

    def stale(self, rule: Rule | None, paths: Sequence[str], not_run: Collection[str] = ()) -> list[Finding]:
        """Return a finding for each suppression that matches nothing, or gives no reason.

        Args:
            rule: ARC990 with its level in this run; None if it is off.
            paths: Files that belong to a deployment.
            not_run: Ids and names of rules that this run left out: whether their suppressions match is not known.
        """
        if rule is None:
            return []
        found = []
        for path in sorted(set(paths)):
            for ids, reason, span in self._in(path).values():
                words = [
                    f"The suppression of {i} matches no finding; remove it."
                    for i in sorted(ids)
                    if (span, i) not in self._used and i not in not_run
                ]
                if not reason:
                    words.append("The suppression gives no reason; write one behind it.")
                found += [finding_of(rule, Hit((), text, span, key=f"{path} {text}"), "") for text in words]
        return found

    def _match(self, finding: Finding) -> tuple[str, Span] | None:
        comments = self._in(finding.span.path)
        for line in (finding.span.line, finding.span.line - 1):
            if line in comments:
                ids, reason, span = comments[line]
                for given in (finding.rule, finding.name):
                    if given in ids:
                        self._used.add((span, given))
                        return reason or "no reason given", span
        return None

    def _in(self, path: str) -> dict[int, tuple[set[str], str, Span]]:
        if path not in self._comments:
            self._comments[path] = self._read(path)
        return self._comments[path]

    def _read(self, path: str) -> dict[int, tuple[set[str], str, Span]]:
        if not self._tree.is_file(path):
            return {}
        try:
            data = self._tree.read(path)
        except SourceError:
            return {}
        if b"archcheck:" not in data:
            return {}
        found = {}
        for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
            if match := _COMMENT.search(line):
                ids = {i.strip() for i in match[1].split(",") if i.strip()}
                found[number] = (ids, match[2].strip(), Span(path, number, match.start() + 1))
        return found
