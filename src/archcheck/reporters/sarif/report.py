"""A run as a SARIF 2.1.0 log.

Source of every property: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0 Plus Errata 01".
"""

from archcheck.model.run import DeploymentReport, Run
from archcheck.model.span import Span
from archcheck.reporters.json_text import JsonObject, JsonValue, json_text
from archcheck.reporters.json_values import practice_value
from archcheck.reporters.options import RenderOptions
from archcheck.reporters.sarif.places import SOURCE_ROOT, Places
from archcheck.reporters.sarif.results import Results
from archcheck.reporters.sarif.rules import rule_descriptor

__all__ = ["render"]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(run: Run, options: RenderOptions) -> str:
    """Return the run as SARIF text; the options change nothing."""
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [_run(run)]})


def _run(run: Run) -> JsonObject:
    places = Places(run.inputs)
    return {
        "tool": {
            "driver": {
                "name": "archcheck",
                "version": run.version,
                "semanticVersion": run.version,
                "rules": [rule_descriptor(rule) for rule in run.rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {SOURCE_ROOT: {"description": {"text": "The folder that archcheck was started in."}}},
        "invocations": [_invocation(run, places)],
        "artifacts": places.artifacts(),
        "results": _results(run, places),
        "properties": {
            "practices": [_practices(deployment) for deployment in run.deployments],
            "coverage": {"files": run.coverage.files, "parsed": run.coverage.parsed},
        },
    }


def _results(run: Run, places: Places) -> list[JsonValue]:
    results = Results([rule.id for rule in run.rules], places)
    found: list[JsonValue] = [results.of_finding(finding, None) for finding in run.findings]
    found += [results.of_waiver(waiver, None) for waiver in run.waivers]
    for deployment in run.deployments:
        found += [results.of_finding(finding, deployment) for finding in deployment.findings]
        found += [results.of_waiver(waiver, deployment) for waiver in deployment.waivers]
    return found


def _invocation(run: Run, places: Places) -> JsonObject:
    coverage = run.coverage
    return {
        "executionSuccessful": not run.unjudged,
        "startTimeUtc": run.started,
        "toolExecutionNotifications": [
            *(_notification("error", message, span, places) for span, message in run.unjudged),
            *(_notification("note", message, span, places) for span, message in coverage.remarks),
            *(_notification("note", f"Skipped: {s.why}", Span(s.path), places) for s in coverage.skipped),
        ],
    }


def _notification(level: str, message: str, span: Span | None, places: Places) -> JsonObject:
    notification: dict[str, JsonValue] = {"level": level, "message": {"text": message}}
    if span is not None:
        notification["locations"] = [places.location(span)]
    return notification


def _practices(deployment: DeploymentReport) -> JsonObject:
    return {"deployment": deployment.id, "verdicts": [practice_value(verdict) for verdict in deployment.practices]}
