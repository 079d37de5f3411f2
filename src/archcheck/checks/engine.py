"""Runs rules over a service graph and turns what their checks yield into findings."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from archcheck.checks.check import Hit
from archcheck.checks.registry import REPORTED_BY_THE_RUN, check_function, complete_parameters
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.finding import Finding, Level, Rule

__all__ = ["EngineResult", "finding_of", "in_order", "run_rules"]


@dataclass(frozen=True, slots=True)
class EngineResult:
    """What the rules found in one deployment.

    Attributes:
        findings: In report order: path, line, column, rule id.
        failures: Rules whose check raised, each with the exception in a few words: bugs in archcheck, nothing judged.
    """

    findings: list[Finding]
    failures: list[tuple[Rule, str]]


def run_rules(graph: ServiceGraph, rules: Sequence[Rule], *, notes: Collection[str] = ()) -> EngineResult:
    """Run every rule over the graph.

    Args:
        graph: The deployment.
        rules: Rules with the levels of this run; those that the run itself reports are passed over.
        notes: Ids of rules that were asked for by name: findings that their checks lower to a note are kept. Those of
            other rules are dropped, since advice is off by default.

    Raises:
        ConfigurationError: A rule names an unknown check or parameter.
    """
    findings: list[Finding] = []
    failures: list[tuple[Rule, str]] = []
    namespaces = {name: component.namespace or "" for name, component in graph.components.items()}
    for rule in rules:
        if rule.check in REPORTED_BY_THE_RUN or rule.level is Level.OFF:
            continue
        check = check_function(rule.check)
        params = complete_parameters(rule.check, rule.params)
        try:
            hits = list(check(graph, params))
        except Exception as error:  # the one boundary: a broken check must not silence the others
            failures.append((rule, f"{type(error).__name__}: {error}"))
            continue
        stamped = [finding_of(rule, hit, graph.id, namespaces) for hit in hits]
        keep_notes = rule.level is Level.NOTE or rule.id in notes
        findings += [finding for finding in stamped if keep_notes or finding.level is not Level.NOTE]
    return EngineResult(_numbered(in_order(findings)), failures)


def finding_of(rule: Rule, hit: Hit, deployment: str, namespaces: Mapping[str, str] | None = None) -> Finding:
    """Return a hit as a finding of its rule.

    Args:
        rule: The rule, with its level in this run.
        hit: What the check yielded.
        deployment: Id of the deployment, or "" for a finding that belongs to none.
        namespaces: Namespace of each component by name.
    """
    lowered = hit.level is not None and hit.level.weight < rule.level.weight
    return Finding(
        rule=rule.id,
        name=rule.name,
        practice=rule.practice,
        level=hit.level if lowered and hit.level is not None else rule.level,
        subjects=hit.subjects,
        message=hit.message,
        span=hit.span,
        related=hit.related,
        is_path=hit.is_path,
        fingerprint=_fingerprint(rule.id, deployment, *_identities(hit, namespaces or {}), hit.key),
    )


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Return findings in report order: path, line, column, rule id."""
    return sorted(findings, key=lambda f: (f.span, f.rule, f.subjects, f.message))


def _identities(hit: Hit, namespaces: Mapping[str, str]) -> list[str]:
    return [f"{namespaces.get(subject, '')}/{subject}" for subject in hit.subjects]


def _fingerprint(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _numbered(findings: list[Finding]) -> list[Finding]:
    """Return the findings with distinct fingerprints: the second of the same identity is hashed with its number."""
    seen: Counter[str] = Counter()
    result = []
    for finding in findings:
        seen[finding.fingerprint] += 1
        number = seen[finding.fingerprint]
        result.append(
            finding if number == 1 else replace(finding, fingerprint=_fingerprint(finding.fingerprint, str(number)))
        )
    return result
