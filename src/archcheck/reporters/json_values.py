"""The model's values as JSON values, in the key order of the schema."""

from archcheck.model.architecture import Component, Dependency, Evidence
from archcheck.model.finding import Finding, Rule, Waiver
from archcheck.model.run import Coverage, DeploymentReport, PracticeVerdict
from archcheck.model.span import Span
from archcheck.reporters.json_text import JsonObject

__all__ = [
    "component_value",
    "coverage_value",
    "dependency_value",
    "deployment_value",
    "evidence_value",
    "finding_value",
    "practice_value",
    "rule_value",
    "span_value",
    "waiver_value",
]


def span_value(span: Span) -> dict[str, str | int]:
    """Return a place: path, line and column."""
    return {"path": span.path, "line": span.line, "column": span.column}


def evidence_value(evidence: Evidence) -> JsonObject:
    """Return a piece of evidence: its place, what is written there, and how sure it is."""
    return {**span_value(evidence.span), "because": evidence.because, "confidence": evidence.confidence.value}


def component_value(component: Component) -> JsonObject:
    """Return a component with its ways in, what runs it and its API documents."""
    return {
        "name": component.name,
        "kind": component.kind.value,
        "technology": component.technology,
        "namespace": component.namespace,
        "aliases": list(component.aliases),
        "own": component.own,
        "span": span_value(component.span),
        "workloads": [
            {"kind": w.kind.value, "name": w.name, "namespace": w.namespace, "span": span_value(w.span)}
            for w in component.workloads
        ],
        "doors": [
            {
                "mechanism": door.mechanism.value,
                "port": door.port,
                "container_port": door.container_port,
                "because": door.because,
                "span": span_value(door.span),
            }
            for door in component.doors
        ],
        "contracts": [
            {"path": contract.path, "version": contract.version, "title": contract.title}
            for contract in component.contracts
        ],
    }


def dependency_value(dependency: Dependency) -> JsonObject:
    """Return a dependency with all its evidence."""
    return {
        "source": dependency.source,
        "target": dependency.target,
        "type": dependency.type.value,
        "protocol": dependency.protocol,
        "confidence": dependency.confidence.value,
        "evidence": [evidence_value(evidence) for evidence in dependency.evidence],
    }


def finding_value(finding: Finding) -> JsonObject:
    """Return a finding."""
    excerpt = finding.excerpt
    return {
        "rule": finding.rule,
        "name": finding.name,
        "practice": finding.practice,
        "level": finding.level.value,
        "subjects": list(finding.subjects),
        "message": finding.message,
        "span": span_value(finding.span),
        "related": [{**span_value(related.span), "note": related.note} for related in finding.related],
        "is_path": finding.is_path,
        "fingerprint": finding.fingerprint,
        "excerpt": None if excerpt is None else {"first_line": excerpt.first_line, "lines": list(excerpt.lines)},
    }


def waiver_value(waiver: Waiver) -> JsonObject:
    """Return an accepted finding with the reason and the place of the suppression."""
    return {"finding": finding_value(waiver.finding), "reason": waiver.reason, "span": span_value(waiver.span)}


def practice_value(verdict: PracticeVerdict) -> JsonObject:
    """Return a practice with its static verdict; ``live`` is null until something was shown."""
    static = verdict.static
    return {
        "id": verdict.practice.value,
        "verdict": verdict.verdict.value,
        "static": {
            "verdict": static.verdict.value,
            "why": static.why,
            "settle": static.settle,
            "evidence": [evidence_value(evidence) for evidence in static.evidence],
        },
        "live": None,
    }


def deployment_value(deployment: DeploymentReport) -> JsonObject:
    """Return everything about one deployment."""
    return {
        "id": deployment.id,
        "kind": deployment.kind,
        "paths": list(deployment.paths),
        "components": [component_value(component) for component in deployment.components],
        "dependencies": [dependency_value(dependency) for dependency in deployment.dependencies],
        "findings": [finding_value(finding) for finding in deployment.findings],
        "practices": [practice_value(verdict) for verdict in deployment.practices],
        "waivers": [waiver_value(waiver) for waiver in deployment.waivers],
        "silent": list(deployment.silent),
    }


def coverage_value(coverage: Coverage) -> JsonObject:
    """Return how much was judged."""
    return {
        "files": coverage.files,
        "parsed": coverage.parsed,
        "skipped": [{"path": skipped.path, "why": skipped.why} for skipped in coverage.skipped],
        "remarks": [{**span_value(span), "message": message} for span, message in coverage.remarks],
    }


def rule_value(rule: Rule) -> JsonObject:
    """Return a rule's words; how it is checked is no part of a report."""
    return {
        "id": rule.id,
        "name": rule.name,
        "aliases": list(rule.aliases),
        "level": rule.level.value,
        "practice": rule.practice,
        "summary": rule.summary,
        "why": rule.why,
        "instead": rule.instead,
        "sources": [{"title": s.title, "url": s.url, "says": s.says} for s in rule.sources],
    }
