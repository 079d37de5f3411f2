"""Findings and waivers as SARIF results."""

from collections.abc import Sequence

from archcheck.model.finding import Finding, Level, Waiver
from archcheck.model.run import DeploymentReport
from archcheck.reporters.json_text import JsonValue
from archcheck.reporters.sarif.places import Places, text_message

__all__ = ["FINGERPRINT", "Results"]

FINGERPRINT = "archcheck/v1"
"""Key of the fingerprint; the number rises when the way it is computed changes."""


class Results:
    """Results of one log.

    Args:
        rules: Ids in the order of the log's rules.
        places: Locations of the log.
    """

    def __init__(self, rules: Sequence[str], places: Places) -> None:
        self._rule_index = {rule: index for index, rule in enumerate(rules)}
        self._places = places

    def of_finding(self, finding: Finding, deployment: DeploymentReport | None) -> dict[str, JsonValue]:
        """Return the result for a finding; ``deployment`` is None for findings of the run itself."""
        result: dict[str, JsonValue] = {"ruleId": finding.rule}
        if finding.rule in self._rule_index:
            result["ruleIndex"] = self._rule_index[finding.rule]
        location = self._places.location(finding.span, finding.excerpt)
        if finding.subjects:
            location["logicalLocations"] = [
                {"name": subject, "fullyQualifiedName": _qualified(subject, deployment), "kind": "component"}
                for subject in finding.subjects
            ]
        result |= {
            "kind": "fail",
            "level": "none" if finding.level is Level.OFF else finding.level.value,
            "message": text_message(finding.message),
            "locations": [location],
        }
        if finding.related:
            result["relatedLocations"] = [
                {"id": number, **self._places.location(related.span, note=related.note)}
                for number, related in enumerate(finding.related, 1)
            ]
        if finding.is_path and finding.related:
            result["codeFlows"] = [self._code_flow(finding)]
        if finding.fingerprint:
            result["partialFingerprints"] = {FINGERPRINT: finding.fingerprint}
        result["properties"] = {
            "name": finding.name,
            "practice": finding.practice,
            "deployment": None if deployment is None else deployment.id,
            "subjects": list(finding.subjects),
        }
        return result

    def of_waiver(self, waiver: Waiver, deployment: DeploymentReport | None) -> dict[str, JsonValue]:
        """Return the suppressed result for an accepted finding."""
        sources = {waiver.finding.span.path, *(deployment.paths if deployment else ())}
        suppression: JsonValue = {
            "kind": "inSource" if waiver.span.path in sources else "external",
            "status": "accepted",
            "justification": waiver.reason,
            "location": self._places.location(waiver.span),
        }
        return {**self.of_finding(waiver.finding, deployment), "suppressions": [suppression]}

    def _code_flow(self, finding: Finding) -> JsonValue:
        hops: list[JsonValue] = [
            {"location": self._places.location(hop.span, note=hop.note), "executionOrder": number}
            for number, hop in enumerate(finding.related, 1)
        ]
        return {"message": text_message(finding.message), "threadFlows": [{"locations": hops}]}


def _qualified(subject: str, deployment: DeploymentReport | None) -> str:
    return subject if deployment is None else f"{deployment.id}::{subject}"
