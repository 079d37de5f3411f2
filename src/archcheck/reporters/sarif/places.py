"""Places in SARIF's words: artifacts, locations, regions."""

from collections.abc import Sequence
from urllib.parse import quote

from archcheck.model.finding import Excerpt
from archcheck.model.run import Input
from archcheck.model.span import Span
from archcheck.reporters.json_text import JsonObject, JsonValue

__all__ = ["SOURCE_ROOT", "Places", "text_message"]

SOURCE_ROOT = "SRCROOT"
"""Name of the folder that every path is relative to; the viewer knows where it lies."""


def text_message(text: str) -> JsonObject:
    """Return a plain text message in which nothing becomes a link.

    Viewers turn ``[text](target)`` into a link even in plain text (SARIF 2.1.0, section 3.11.6), and messages quote
    names from scanned files.
    """
    if "](" in text:
        text = text.replace("[", "\\[").replace("]", "\\]")
    return {"text": text}


class Places:
    """Locations that refer to the files of one run by index.

    Args:
        inputs: Files that were read, in the order of the log's artifacts.
    """

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._inputs = inputs
        self._index = {source.path: index for index, source in enumerate(inputs)}

    def artifacts(self) -> list[JsonValue]:
        """Return the files that were read, with their hashes."""
        return [
            {
                "location": {"uri": _uri(source.path), "uriBaseId": SOURCE_ROOT},
                "roles": ["analysisTarget"],
                "hashes": {"sha-256": source.sha256},
            }
            for source in self._inputs
        ]

    def location(self, span: Span, excerpt: Excerpt | None = None, note: str | None = None) -> dict[str, JsonValue]:
        """Return a location.

        Args:
            span: The place.
            excerpt: Source lines around it, if they are known.
            note: What it says about the place.
        """
        artifact: dict[str, JsonValue] = {"uri": _uri(span.path), "uriBaseId": SOURCE_ROOT}
        if span.path in self._index:
            artifact["index"] = self._index[span.path]
        region: dict[str, JsonValue] = {"startLine": span.line, "startColumn": span.column}
        physical: dict[str, JsonValue] = {"artifactLocation": artifact, "region": region}
        if excerpt is not None and excerpt.lines:
            if 0 <= span.line - excerpt.first_line < len(excerpt.lines):
                region["snippet"] = {"text": excerpt.lines[span.line - excerpt.first_line]}
            physical["contextRegion"] = {
                "startLine": excerpt.first_line,
                "endLine": excerpt.first_line + len(excerpt.lines) - 1,
                "snippet": {"text": "\n".join(excerpt.lines)},
            }
        location: dict[str, JsonValue] = {"physicalLocation": physical}
        if note is not None:
            location["message"] = text_message(note)
        return location


def _uri(path: str) -> str:
    # Names that are no UTF-8 reach us as surrogates; they must not keep the report from being written.
    return quote(path, safe="/", errors="surrogatepass")
