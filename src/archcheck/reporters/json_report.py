"""The run as JSON: the one machine-readable record (``reports/run.schema.json``)."""

from archcheck.model.run import Run
from archcheck.reporters.json_text import JsonObject, json_text
from archcheck.reporters.json_values import (
    coverage_value,
    deployment_value,
    finding_value,
    rule_value,
    span_value,
    waiver_value,
)
from archcheck.reporters.options import RenderOptions

__all__ = ["SCHEMA_VERSION", "render", "run_value"]

SCHEMA_VERSION = 1
"""Rises when a field is removed or changes its meaning; new fields leave it alone."""


def run_value(run: Run) -> JsonObject:
    """Return the whole run as a JSON value."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "archcheck", "version": run.version},
        "started": run.started,
        "deployments": [deployment_value(deployment) for deployment in run.deployments],
        "findings": [finding_value(finding) for finding in run.findings],
        "waivers": [waiver_value(waiver) for waiver in run.waivers],
        "rules": [rule_value(rule) for rule in run.rules],
        "coverage": coverage_value(run.coverage),
        "inputs": [{"path": source.path, "sha256": source.sha256} for source in run.inputs],
        "unjudged": [
            {"span": None if span is None else span_value(span), "message": message} for span, message in run.unjudged
        ],
    }


def render(run: Run, options: RenderOptions) -> str:
    """Return the run as JSON text; the options change nothing."""
    return json_text(run_value(run))
