"""From a plan to facts: reads, merges and renders what belongs to one deployment."""

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from archcheck.assembly.configuration_files import add_configuration_files
from archcheck.assembly.plan import DeploymentPlan
from archcheck.assembly.rendering import Rendered, Renderer
from archcheck.model.errors import SourceError
from archcheck.model.facts import Facts
from archcheck.model.node import Document, Problem
from archcheck.model.run import Skipped
from archcheck.model.span import Span
from archcheck.sources.reader import read_documents
from archcheck.sources.tree import SourceTree

__all__ = ["Assembled", "AssemblyOptions", "assemble"]


@dataclass(slots=True)
class Assembled:
    """One deployment, read.

    Attributes:
        plan: What was planned.
        facts: Everything its documents state.
        paths: Files that belong to it, sorted.
        problems: What was wrong with them.
        skipped: What was left out, with reasons.
        unread: Whether a whole part of it could not be read, so that nothing good can be said of all of it.
    """

    plan: DeploymentPlan
    facts: Facts = field(default_factory=Facts)
    paths: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    unread: bool = False

    def take_problems(self, documents: Iterable[Document]) -> None:
        """Add what was wrong with documents; one of which nothing could be read leaves the deployment unread in part."""
        for document in documents:
            self.problems.extend(document.problems)
            if document.root.is_null and any(problem.unjudged for problem in document.problems):
                self.unread = True

    @property
    def anchor(self) -> Span:
        """Line 1 of the deployment's first file."""
        plan = self.plan
        first = [*plan.compose, *plan.manifests, *plan.contracts]
        return Span((first or self.paths or [plan.id])[0])

    @property
    def judged(self) -> bool:
        """Whether anything of it could be read."""
        facts = self.facts
        return bool(facts.workloads or facts.addresses or facts.gateways or facts.contracts or facts.custom_resources)


@dataclass(frozen=True, slots=True)
class AssemblyOptions:
    """Input besides files: values for interpolation (``--env``), values files of charts, files included by others."""

    environment: Mapping[str, str] = field(default_factory=dict)
    values: tuple[str, ...] = ()


def assemble(
    tree: SourceTree,
    plan: DeploymentPlan,
    renderer: Callable[[], Renderer],
    options: AssemblyOptions = AssemblyOptions(),
) -> Assembled:
    """Read everything of a deployment.

    Args:
        tree: Where files are read.
        plan: What belongs to it.
        renderer: Gives what renders kustomizations and charts; called if there are any.
        options: Further input.
    """
    result = Assembled(plan)
    paths: set[str] = set()
    if plan.compose:
        _add_compose(tree, plan, options, result, paths)
    documents = _kubernetes_documents(tree, plan, renderer, options, result, paths)
    if documents:
        from archcheck.parsers.kubernetes.reader import kubernetes_facts  # noqa: PLC0415  only where there are manifests

        result.facts.extend(kubernetes_facts(documents))
        result.take_problems(documents)
    for path in plan.contracts:
        _add_contract(tree, path, result)
        paths.add(path)
    for path in plan.applications:
        _add_application(tree, path, result)
        paths.add(path)
    add_configuration_files(tree, plan.others, result.facts, paths, result.problems, result.skipped)
    built = (c.build for w in result.facts.workloads for c in w.containers if c.build is not None)
    paths.update(build.dockerfile for build in built if build.dockerfile is not None and tree.is_file(build.dockerfile))
    result.paths = sorted(paths)
    result.problems = list(dict.fromkeys(result.problems))
    return result


def _add_compose(
    tree: SourceTree, plan: DeploymentPlan, options: AssemblyOptions, result: Assembled, paths: set[str]
) -> None:
    from archcheck.assembly.compose import load_project  # noqa: PLC0415  only where there is a Compose file
    from archcheck.parsers.compose import compose_facts  # noqa: PLC0415
    from archcheck.parsers.traefik.labels import label_facts_all  # noqa: PLC0415

    project = load_project(tree, plan.compose, options.environment)
    facts = compose_facts(project, tree)
    if any(label.startswith("traefik.") for w in facts.workloads for label in w.labels):
        facts.extend(label_facts_all(facts.workloads))
    result.facts.extend(facts)
    result.take_problems(project.documents)
    paths.update(project.files)
    paths.update(project.read)


def _kubernetes_documents(
    tree: SourceTree,
    plan: DeploymentPlan,
    renderer: Callable[[], Renderer],
    options: AssemblyOptions,
    result: Assembled,
    paths: set[str],
) -> list[Document]:
    documents: list[Document] = []
    for path in plan.manifests:
        documents.extend(tree.documents(path))
        paths.add(path)
    if plan.kustomizations or plan.charts:
        rendering = renderer()
    if plan.kustomizations:
        from archcheck.assembly.kustomize.layers import layers  # noqa: PLC0415  only where there is one

        bases, components = layers(tree, plan.kustomizations)
        for folder in bases:
            _add_rendered(rendering.kustomize(tree, folder, components), result, documents, paths)
    for chart in plan.charts:
        _add_rendered(rendering.helm(tree, chart, options.values), result, documents, paths)
    return documents


def _add_rendered(rendered: Rendered, result: Assembled, documents: list[Document], paths: set[str]) -> None:
    documents.extend(rendered.documents)
    result.problems.extend(rendered.problems)
    result.unread = result.unread or (bool(rendered.skipped) and not rendered.documents)
    result.skipped.extend(rendered.skipped)
    paths.update(rendered.paths)


def _add_contract(tree: SourceTree, path: str, result: Assembled) -> None:
    from archcheck.parsers.openapi.reader import read_contract  # noqa: PLC0415  only where there is a contract
    from archcheck.parsers.openapi.validation import validated  # noqa: PLC0415

    def fetch(other: str, span: Span) -> Document | None:
        try:
            documents = tree.documents(posixpath.normpath(other), span)
        except SourceError:
            return None
        return documents[0] if documents else None

    documents = tree.documents(path)
    if documents:
        contract = read_contract(documents[0], fetch)
        result.facts.contracts.append(validated(contract, documents[0], fetch))
        result.take_problems(documents)


def _add_application(tree: SourceTree, path: str, result: Assembled) -> None:
    from archcheck.parsers.spring import properties_facts, spring_facts  # noqa: PLC0415  only where there is such a file

    try:
        if path.endswith(".properties"):
            result.facts.extend(properties_facts(path, tree.read(path).decode("utf-8-sig", "replace")))
        else:
            documents = tree.documents(path)
            if any(document.problems for document in documents):
                documents = _filled_in(tree, path) or documents
            result.facts.extend(spring_facts(path, documents))
            result.take_problems(documents)
    except SourceError as error:
        result.problems.append(Problem(error.span or Span(path), error.message))


def _filled_in(tree: SourceTree, path: str) -> list[Document] | None:
    """Read a file as the build leaves it, which puts values in the place of ``@names@``; None if that is not what is wrong."""
    documents = read_documents(path, _PLACEHOLDER.sub(rb"_\1_", tree.read(path)), tree.limits)
    return None if any(document.problems for document in documents) else documents


_PLACEHOLDER = re.compile(rb"@([\w.-]{1,100})@")
