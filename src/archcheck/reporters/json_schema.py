"""The JSON Schema of a run; ``python -m archcheck.reporters.json_schema FILE`` writes ``reports/run.schema.json``."""

import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from archcheck.model.architecture import ComponentKind, Confidence, DependencyType
from archcheck.model.facts import Mechanism, WorkloadKind
from archcheck.model.finding import Level
from archcheck.model.run import Practice, Verdict
from archcheck.reporters.json_report import SCHEMA_VERSION
from archcheck.reporters.json_text import JsonObject, JsonValue, json_text

__all__ = ["run_schema"]


def _object(description: str, **properties: JsonValue) -> JsonObject:
    """Return an object schema in which every property is required and no other is allowed."""
    return {
        "description": description,
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _text(description: str, **more: JsonValue) -> JsonObject:
    return {"description": description, "type": "string", **more}


def _text_or_null(description: str) -> JsonObject:
    return {"description": description, "type": ["string", "null"]}


def _number(description: str, minimum: int = 0) -> JsonObject:
    return {"description": description, "type": "integer", "minimum": minimum}


def _port(description: str) -> JsonObject:
    return {"description": description, "type": ["integer", "null"], "minimum": 0, "maximum": 65535}


def _flag(description: str) -> JsonObject:
    return {"description": description, "type": "boolean"}


def _list(description: str, items: JsonObject) -> JsonObject:
    return {"description": description, "type": "array", "items": items}


def _texts(description: str) -> JsonObject:
    return _list(description, {"type": "string"})


def _one_of(description: str, values: Iterable[StrEnum]) -> JsonObject:
    return {"description": description, "enum": [value.value for value in values]}


def _ref(name: str, description: str | None = None) -> JsonObject:
    return {"$ref": f"#/$defs/{name}"} | ({} if description is None else {"description": description})


def _or_null(schema: JsonObject, description: str) -> JsonObject:
    return {"description": description, "anyOf": [schema, {"type": "null"}]}


_PRACTICE_OR_NULL: JsonObject = {
    "description": "Practice that the rule belongs to; null for rules across the checklist.",
    "enum": [*(practice.value for practice in Practice), None],
}
_RULE_ID = _text("Id of the rule, such as ARC601; it never changes its meaning.", pattern="^[A-Z]+[0-9]+$")
_PLACE: dict[str, JsonValue] = {
    "path": _text("Path relative to the folder that archcheck ran in, with forward slashes."),
    "line": _number("Line, counted from 1.", 1),
    "column": _number("Column in characters, counted from 1.", 1),
}


def _places() -> dict[str, JsonValue]:
    return {
        "span": _object("A place in a file.", **_PLACE),
        "evidence": _object(
            "A place that shows something, and what is written there.",
            **_PLACE,
            because=_text("What is written there; secrets are masked."),
            confidence=_one_of("How sure it is.", Confidence),
        ),
    }


def _graph() -> dict[str, JsonValue]:
    return {
        "component": _object(
            "A node of the service graph.",
            name=_text("Name, unique in its deployment."),
            kind=_one_of("What it is.", ComponentKind),
            technology=_text_or_null("Id of the technology, such as postgresql; null if unknown."),
            namespace=_text_or_null("Kubernetes namespace; null where there is none."),
            aliases=_texts("Other names it answers to, sorted."),
            own=_flag("Whether the team's own code runs in it, as far as the files show."),
            span=_ref("span", "Where it is defined."),
            workloads=_list(
                "What runs it; empty for gateway objects and external hosts.",
                _object(
                    "An object that runs containers.",
                    kind=_one_of("Which object.", WorkloadKind),
                    name=_text("Its name."),
                    namespace=_text_or_null("Its Kubernetes namespace, or null."),
                    span=_ref("span", "Where it is defined."),
                ),
            ),
            doors=_list(
                "Ways in from outside the deployment.",
                _object(
                    "A way in.",
                    mechanism=_one_of("How.", Mechanism),
                    port=_port("Port outside; null if the platform chooses."),
                    container_port=_port("Port inside, or null."),
                    because=_text("What opens it."),
                    span=_ref("span", "Where it is opened."),
                ),
            ),
            contracts=_list(
                "Its API documents.",
                _object(
                    "An OpenAPI document.",
                    path=_text("Path of the file."),
                    version=_text("Version of OpenAPI or Swagger."),
                    title=_text_or_null("Title of the API, or null."),
                ),
            ),
        ),
        "dependency": _object(
            "A directed edge from a caller to its callee.",
            source=_text("Name of the caller."),
            target=_text("Name of the callee."),
            type=_one_of("How the caller depends on the callee.", DependencyType),
            protocol=_text_or_null("Application protocol in lower case, or null."),
            confidence=_one_of("The best confidence of its evidence.", Confidence),
            evidence=_list("All places that show it, sorted by place.", _ref("evidence")),
        ),
    }


def _findings() -> dict[str, JsonValue]:
    return {
        "finding": _object(
            "What a rule reports.",
            rule=_RULE_ID,
            name=_text("Name of the rule, such as shared-database."),
            practice=_PRACTICE_OR_NULL,
            level=_one_of("How much it matters in this run.", Level),
            subjects=_texts("Names of components; the first is the one it is about."),
            message=_text("What was found."),
            span=_ref("span", "The place to look at."),
            related=_list(
                "Further places; for a path one per hop, in order.",
                _object("A further place.", **_PLACE, note=_text("What it shows.")),
            ),
            is_path=_flag("Whether the related places are a path through the graph, hop by hop."),
            fingerprint=_text("Identity that stays the same when lines move."),
            excerpt=_or_null(
                _object(
                    "Source lines.",
                    first_line=_number("Number of the first line.", 1),
                    lines=_texts("The lines, secrets masked."),
                ),
                "Source lines around the finding; null if the file has none to show.",
            ),
        ),
        "waiver": _object(
            "A finding that somebody accepted.",
            finding=_ref("finding"),
            reason=_text("The reason given."),
            span=_ref("span", "Where the suppression stands."),
        ),
        "rule": _object(
            "A rule that reported something.",
            id=_RULE_ID,
            name=_text("Its name."),
            aliases=_texts("Earlier ids."),
            level=_one_of("Its level unless configuration says otherwise.", Level),
            practice=_PRACTICE_OR_NULL,
            summary=_text("The sentence that states the rule."),
            why=_text("Why it matters."),
            instead=_text("What to do instead."),
            sources=_list(
                "What the rule rests on.",
                _object(
                    "Something published.",
                    title=_text("Title."),
                    url=_text("Address."),
                    says=_text("What it says, in brief."),
                ),
            ),
        ),
        "practice": _object(
            "The verdict on one of the eight practices.",
            id=_one_of("Which practice.", Practice),
            verdict=_one_of("The combined verdict.", Verdict),
            static=_object(
                "What the files declare.",
                verdict=_one_of("The verdict from the files alone.", Verdict),
                why=_text("The reason."),
                settle=_text_or_null("For unknown: what would settle it; else null."),
                evidence=_list("Places that show it.", _ref("evidence")),
            ),
            live={"description": "What experiments showed; null until some were made.", "type": "null"},
        ),
    }


def _deployment() -> JsonObject:
    return _object(
        "What was concluded about one way the system is deployed.",
        id=_text("Path that defines it, with a variant after a colon where one file defines several."),
        kind=_text("compose, kubernetes, kustomize, helm or mixed."),
        paths=_texts("Files that belong to it, sorted."),
        components=_list("Sorted by name.", _ref("component")),
        dependencies=_list("Sorted by source, target and type.", _ref("dependency")),
        findings=_list("Sorted by place, then rule.", _ref("finding")),
        practices=_list("In the checklist's order.", _ref("practice")),
        waivers=_list("Accepted findings.", _ref("waiver")),
        silent=_texts("Own components about which no dependency is visible in either direction."),
    )


def _coverage() -> JsonObject:
    return _object(
        "How much of the input was judged.",
        files=_number("Files that a reader was expected to understand."),
        parsed=_number("Files that were read completely."),
        skipped=_list(
            "Everything else.",
            _object("Something not judged.", path=_text("Its path."), why=_text("The reason.")),
        ),
        remarks=_list(
            "What to know although everything could be judged.",
            _object("A remark.", **_PLACE, message=_text("What there is to know.")),
        ),
    )


def run_schema() -> JsonObject:
    """Return the JSON Schema (draft 2020-12) of what the ``json`` format prints."""
    run = _object(
        "Everything that one run of archcheck saw and concluded.",
        schema_version={"description": "Version of this format.", "const": SCHEMA_VERSION},
        tool=_object(
            "What wrote the report.",
            name={"description": "Its name.", "const": "archcheck"},
            version=_text("Its version."),
        ),
        started=_text("Time of the run, RFC 3339 in UTC.", format="date-time"),
        deployments=_list("Sorted by id.", _ref("deployment")),
        findings=_list("Findings that belong to no deployment.", _ref("finding")),
        waivers=_list("Accepted findings that belong to no deployment.", _ref("waiver")),
        rules=_list("Rules that reported something, sorted by id.", _ref("rule")),
        coverage=_coverage(),
        inputs=_list(
            "Files that were read, sorted by path.",
            _object(
                "A file.",
                path=_text("Its path."),
                sha256=_text("SHA-256 of its bytes in hexadecimal.", pattern="^[0-9a-f]{64}$"),
            ),
        ),
        unjudged=_list(
            "What the run was asked to judge and could not; not empty means exit code 2.",
            _object(
                "Something not judged.",
                span=_or_null(_ref("span"), "Where; null if it is about no place."),
                message=_text("The reason."),
            ),
        ),
    )
    definitions = {**_places(), **_graph(), **_findings(), "deployment": _deployment()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "archcheck run",
        **run,
        "$defs": definitions,
    }


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json_text(run_schema()), encoding="utf-8")
