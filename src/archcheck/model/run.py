"""The run: everything one invocation saw and concluded. Every reporter renders it and nothing else."""

from dataclasses import dataclass
from enum import StrEnum

from archcheck.model.architecture import Component, Dependency, Evidence
from archcheck.model.finding import Finding, Rule, Waiver
from archcheck.model.span import Span

__all__ = [
    "Coverage",
    "DeploymentReport",
    "Input",
    "Practice",
    "PracticeVerdict",
    "Run",
    "Skipped",
    "StaticVerdict",
    "Verdict",
]


class Practice(StrEnum):
    """The eight practices, in the checklist's order."""

    API_GATEWAY = "api-gateway"
    SERVICE_DISCOVERY = "service-discovery"
    ASYNC_MESSAGING = "async-messaging"
    CIRCUIT_BREAKERS = "circuit-breakers"
    HEALTH_CHECKS = "health-checks"
    DATABASE_PER_SERVICE = "database-per-service"
    RATE_LIMITING = "rate-limiting"
    FAILURE_HANDLING = "failure-handling"

    @property
    def label(self) -> str:
        """Return the practice's name for people, such as ``API gateway``."""
        words = self.value.replace("-", " ")
        return "API gateway" if self is Practice.API_GATEWAY else words[0].upper() + words[1:]


class Verdict(StrEnum):
    """What is concluded about a practice."""

    PASS = "pass"
    FAIL = "fail"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not-applicable"


@dataclass(frozen=True, slots=True)
class StaticVerdict:
    """A verdict from the files alone.

    Attributes:
        verdict: The verdict.
        why: One sentence with the reason; for ``unknown`` it says what is missing.
        settle: For ``unknown``: what would settle it; else None.
        evidence: Places that show it.
    """

    verdict: Verdict
    why: str
    settle: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class PracticeVerdict:
    """The verdict of one practice for one deployment; without a live part it is the static one, *declared*."""

    practice: Practice
    static: StaticVerdict

    @property
    def verdict(self) -> Verdict:
        """The combined verdict."""
        return self.static.verdict


@dataclass(frozen=True, slots=True)
class DeploymentReport:
    """What was concluded about one deployment.

    Attributes:
        id: Stable id: the path that defines it (``deploy/compose.yaml``), with a variant after ``:`` where needed.
        kind: ``compose``, ``kubernetes``, ``kustomize``, ``helm`` or ``mixed``.
        paths: Files that belong to it, sorted.
        components: Sorted by name.
        dependencies: Sorted by source, target, type.
        findings: In report order: place, then rule id.
        practices: In the checklist's order.
        waivers: Suppressed findings.
        silent: Names of own components about which no dependency is visible in either direction.
    """

    id: str
    kind: str
    paths: tuple[str, ...]
    components: tuple[Component, ...]
    dependencies: tuple[Dependency, ...]
    findings: tuple[Finding, ...]
    practices: tuple[PracticeVerdict, ...]
    waivers: tuple[Waiver, ...] = ()
    silent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or part that was not judged, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Input:
    """A file that was read, with the SHA-256 of its bytes in hexadecimal."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the input was judged.

    Attributes:
        files: Files that a reader was expected to understand.
        parsed: Files that were read completely.
        skipped: Everything else, with reasons.
        remarks: What the reader should know although everything could be judged (an unset variable), with its place.
    """

    files: int
    parsed: int
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[tuple[Span, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """One invocation.

    Attributes:
        started: Time of the run in RFC 3339, UTC; the one clock value.
        version: Version of archcheck.
        deployments: Sorted by id.
        findings: Findings that belong to no deployment (unreadable files, stale suppressions).
        rules: Rules that reported anything, sorted by id.
        coverage: How much was judged.
        inputs: Files read, sorted by path.
        unjudged: Reasons why the run could not judge something it was asked to (exit code 2).
    """

    started: str
    version: str
    deployments: tuple[DeploymentReport, ...]
    coverage: Coverage
    findings: tuple[Finding, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    rules: tuple[Rule, ...] = ()
    inputs: tuple[Input, ...] = ()
    unjudged: tuple[tuple[Span | None, str], ...] = ()

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Return every finding of the run in report order."""
        found = [*self.findings, *(f for d in self.deployments for f in d.findings)]
        return tuple(sorted(found, key=lambda f: (f.span, f.rule, f.subjects)))
