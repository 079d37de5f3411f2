"""The use case of ``archcheck check``: from paths to a run."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from archcheck import __version__
from archcheck.app.deployments import read_deployments
from archcheck.app.excerpts import Excerpts
from archcheck.app.suppressions import Suppressions
from archcheck.assembly.deployment import Assembled, AssemblyOptions
from archcheck.catalogue.technologies import load_catalogue
from archcheck.checks.check import Hit
from archcheck.checks.engine import finding_of, in_order, run_rules
from archcheck.checks.rules import load_rules
from archcheck.checks.selection import select_rules
from archcheck.graph.build import build_graph
from archcheck.graph.service_graph import ServiceGraph
from archcheck.model.architecture import DependencyType
from archcheck.model.errors import UsageError
from archcheck.model.finding import Finding, Level, Rule
from archcheck.model.node import Problem
from archcheck.model.run import Coverage, DeploymentReport, PracticeVerdict, Run, Skipped, StaticVerdict, Verdict
from archcheck.model.span import Span
from archcheck.practices.static_verdicts import static_verdicts
from archcheck.sources.limits import DEFAULT_LIMITS, Limits
from archcheck.sources.tree import SourceTree

__all__ = ["CheckRequest", "Checked", "build_graphs", "check_paths", "open_tree", "read_graphs"]


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What is to be checked, and how.

    Attributes:
        paths: Files and folders as the user wrote them; ``-`` is standard input.
        started: Time of the run, RFC 3339 in UTC.
        root: Folder that nothing may leave; None for the current one, or the paths' common folder outside it.
        select: Rule ids, names, prefixes or practices to run.
        ignore: The same, not to run.
        levels: Levels by rule id.
        environment: Values for interpolation.
        values: Values files for charts.
        standard_input: Bytes for ``-``.
        limits: Limits on what is read.
    """

    paths: tuple[str, ...]
    started: str
    root: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    levels: Mapping[str, Level] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    standard_input: bytes | None = None
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Checked:
    """A run, and what its exit code needs besides: rules whose check raised, with the error."""

    run: Run
    failures: tuple[tuple[str, str], ...] = ()


def check_paths(request: CheckRequest) -> Checked:
    """Check files and folders.

    Raises:
        UsageError: A path, rule or level does not exist.
        ConfigurationError: A rule's parameters are wrong.
    """
    rules = load_rules()
    chosen = select_rules(rules, request.select, request.ignore, request.levels)
    tree, paths = open_tree(request.paths, request.root, request.limits, request.standard_input)
    found = read_deployments(tree, paths, AssemblyOptions(request.environment, request.values))
    excerpts, suppressions = Excerpts(tree), Suppressions(tree)
    reports, failures = [], []
    for assembled in found.assembled:
        graph = _graph(assembled)
        report, failed = _report(graph, assembled, rules, chosen, request.select)
        failures.extend(failed)
        reports.append(report)
    reports = _without_repeats(reports)
    by_id = {rule.id: rule for rule in chosen}
    problems = _unjudged(found.problems, found.assembled)
    own = _unreadable(problems, by_id)
    all_secrets = [g for a in found.assembled for g in a.facts.workloads]
    excerpts.learn_secrets(all_secrets)
    reports = [_finished(r, suppressions, excerpts) for r in reports]
    left_out = {word for rule in rules if rule.id not in by_id for word in (rule.id, rule.name)}
    stale = suppressions.stale(by_id.get("ARC990"), [p for a in found.assembled for p in a.paths], left_out)
    own = [excerpts.framed(f) for f in in_order([*own, *stale])]
    reported = {f.rule for f in own} | {f.rule for r in reports for f in (*r.findings, *(w.finding for w in r.waivers))}
    run = Run(
        request.started,
        __version__,
        tuple(reports),
        _coverage(found.assembled, found.skipped, problems, found.unreadable),
        tuple(own),
        rules=tuple(r for r in rules if r.id in reported),
        inputs=tree.inputs(),
        unjudged=tuple((p.span, p.message) for p in problems),
    )
    return Checked(run, tuple(failures))


def build_graphs(request: CheckRequest) -> list[ServiceGraph]:
    """Return the service graph of every deployment, without running a rule.

    Raises:
        UsageError: A path does not exist.
    """
    return read_graphs(request)[0]


def read_graphs(request: CheckRequest) -> tuple[list[ServiceGraph], list[tuple[Span, str]]]:
    """Return the service graph of every deployment, without running a rule, and what could not be read.

    Raises:
        UsageError: A path does not exist.
    """
    tree, paths = open_tree(request.paths, request.root, request.limits, request.standard_input)
    found = read_deployments(tree, paths, AssemblyOptions(request.environment, request.values))
    problems = _unjudged(found.problems, found.assembled)
    return [_graph(assembled) for assembled in found.assembled], [(p.span, p.message) for p in problems]


def open_tree(
    paths: Sequence[str], root: Path | None, limits: Limits, standard_input: bytes | None = None
) -> tuple[SourceTree, list[str]]:
    """Return the tree of a run and its paths relative to the tree's root.

    The root is the given folder, else the current one, else (for a path outside it) the paths' common folder.

    Raises:
        UsageError: A path does not exist or lies outside the root.
    """
    files = [p for p in paths if p != "-"]
    for path in files:
        if not os.path.lexists(path):
            raise UsageError(f"{path} does not exist.")
    real = [os.path.realpath(p) for p in files]
    base = os.path.realpath(root) if root is not None else _base_of(real)
    relative = {p: os.path.relpath(r, base).replace(os.sep, "/") for p, r in zip(files, real, strict=True)}
    outside = next((p for p, r in relative.items() if r == ".." or r.startswith("../")), None)
    if outside is not None:
        raise UsageError(f"{outside} lies outside the root {root}; name a root that holds every path.")
    return SourceTree(Path(base), limits, standard_input), list(dict.fromkeys(relative.get(p, p) for p in paths))


def _base_of(real: Sequence[str]) -> str:
    current = os.path.realpath(".")
    if all(r == current or r.startswith(current.rstrip("/") + os.sep) for r in real):
        return current
    common = os.path.commonpath(real)
    return common if Path(common).is_dir() else str(Path(common).parent)


def _graph(assembled: Assembled) -> ServiceGraph:
    return build_graph(assembled.plan.id, assembled.plan.kind, assembled.anchor, assembled.facts, load_catalogue())


def _report(
    graph: ServiceGraph, assembled: Assembled, rules: Sequence[Rule], chosen: Sequence[Rule], select: Sequence[str]
) -> tuple[DeploymentReport, list[tuple[str, str]]]:
    """Run the rules; practices are judged by all of them, whatever the user selected."""
    ids = {rule.id for rule in chosen}
    judged = [*chosen, *(r for r in rules if r.id not in ids and r.default_on)]
    result = run_rules(graph, judged, notes=ids if select else ())
    report = DeploymentReport(
        graph.id,
        graph.kind,
        tuple(assembled.paths),
        tuple(graph.components.values()),
        graph.dependencies,
        tuple(f for f in result.findings if f.rule in ids),
        _as_far_as_read(static_verdicts(graph, result.findings), assembled),
        silent=tuple(c.name for c in graph.business if not _visible(graph, c.name)),
    )
    return report, [(rule.id, why) for rule, why in result.failures]


def _as_far_as_read(practices: Sequence[PracticeVerdict], assembled: Assembled) -> tuple[PracticeVerdict, ...]:
    """Return the verdicts, open where what could not be read might change them.

    A pass speaks of everything, so a part that could not be read takes it away; "not applicable" falls with any problem,
    since what is missing may be just there. A fail stays: it is proven by what was read.
    """
    opened = {Verdict.PASS} if assembled.unread else set()
    if assembled.unread or any(problem.unjudged for problem in assembled.problems):
        opened.add(Verdict.NOT_APPLICABLE)
    unread = StaticVerdict(
        Verdict.UNKNOWN,
        "Not everything of this deployment could be read.",
        "Correct what ARC991 and the coverage report.",
    )
    return tuple(replace(p, static=unread) if p.verdict in opened else p for p in practices)


def _without_repeats(reports: list[DeploymentReport]) -> list[DeploymentReport]:
    """Report what is wrong with an API document once, though it may describe components of several deployments."""
    seen: set[tuple[str, object, str]] = set()
    result = []
    for report in reports:
        kept = [f for f in report.findings if f.rule != "ARC905" or (f.rule, f.span, f.message) not in seen]
        seen.update((f.rule, f.span, f.message) for f in kept)
        result.append(replace(report, findings=tuple(kept)))
    return result


def _visible(graph: ServiceGraph, name: str) -> bool:
    order = DependencyType.DEPENDS_ON
    return any(d.type is not order for d in (*graph.out(name), *graph.into(name)))


def _finished(report: DeploymentReport, suppressions: Suppressions, excerpts: Excerpts) -> DeploymentReport:
    kept, waivers = suppressions.apply(report.findings)
    framed = tuple(excerpts.framed(f) for f in kept)
    return replace(report, findings=framed, waivers=tuple(waivers))


def _unjudged(problems: Sequence[Problem], assembled: Sequence[Assembled]) -> list[Problem]:
    every = [*problems, *(p for a in assembled for p in a.problems)]
    return sorted({p for p in every if p.unjudged})


def _unreadable(problems: Sequence[Problem], rules: Mapping[str, Rule]) -> list[Finding]:
    rule = rules.get("ARC991")
    if rule is None:
        return []
    return [finding_of(rule, Hit((), p.message, p.span, key=f"{p.span.path}: {p.message}"), "") for p in problems]


def _coverage(
    assembled: Sequence[Assembled], skipped: Sequence[Skipped], problems: Sequence[Problem], unreadable: Sequence[str]
) -> Coverage:
    files = {p for a in assembled for p in a.paths} | set(unreadable)
    broken = {p.span.path for p in problems} & files
    every = sorted({*skipped, *(s for a in assembled for s in a.skipped)}, key=lambda s: (s.path, s.why))
    remarks = sorted({p for a in assembled for p in a.problems if not p.unjudged})
    return Coverage(len(files), len(files - broken), tuple(every), tuple((r.span, r.message) for r in remarks))
