"""The run at a terminal: the system, what is broken and where, the checklist, and what was not judged."""

from collections.abc import Sequence

from archcheck.model.finding import Finding
from archcheck.model.run import DeploymentReport, Run
from archcheck.reporters.options import RenderOptions
from archcheck.reporters.order import by_practice
from archcheck.reporters.printable import printable
from archcheck.reporters.terminal.checklist import checklist
from archcheck.reporters.terminal.closing import (
    coverage_lines,
    statistics_lines,
    summary_line,
    unjudged_lines,
    waiver_lines,
)
from archcheck.reporters.terminal.findings import finding_block, finding_line
from archcheck.reporters.terminal.page import Page, Tone
from archcheck.reporters.terminal.system import system_lines

__all__ = ["render"]


def render(run: Run, options: RenderOptions) -> str:
    """Return the run as text for a terminal; the last line is the summary."""
    page = Page(options.width, color=options.color)
    blocks = _quiet_blocks(run, page) if options.quiet else _Blocks(run, page, options).all()
    if options.show_files:
        blocks += [_files(deployment, page) for deployment in run.deployments]
    if options.statistics:
        blocks.append(statistics_lines(run.all_findings, page))
    blocks.append([summary_line(run, page)])
    between = "\n" if options.quiet else "\n\n"
    return between.join("\n".join(block) for block in blocks if block) + "\n"


def _quiet_blocks(run: Run, page: Page) -> list[list[str]]:
    return [[finding_line(finding, page) for finding in run.all_findings], unjudged_lines(run, page)]


def _files(deployment: DeploymentReport, page: Page) -> list[str]:
    heading = page.paint(f"Files of {printable(deployment.id)}", Tone.STRONG)
    return [heading, *(f"  {printable(path)}" for path in deployment.paths)]


class _Blocks:
    """Blocks of the full report; a blank line separates them. Advice is given with a rule's first finding only."""

    def __init__(self, run: Run, page: Page, options: RenderOptions) -> None:
        self._run = run
        self._page = page
        self._verbose = options.verbose
        self._advice = {rule.id: rule.instead for rule in run.rules}

    def all(self) -> list[list[str]]:
        blocks: list[list[str]] = []
        for deployment in self._run.deployments:
            blocks += self._deployment(deployment)
        if not self._run.deployments:
            blocks.append(["No deployment was found."])
        blocks += self._findings("Files and settings", self._run.findings)
        if self._verbose:
            blocks.append(waiver_lines(self._run.waivers, self._page))
        blocks.append(unjudged_lines(self._run, self._page))
        blocks.append(coverage_lines(self._run, self._page, verbose=self._verbose))
        return blocks

    def _deployment(self, deployment: DeploymentReport) -> list[list[str]]:
        blocks = [system_lines(deployment, self._page)]
        for title, findings in by_practice(deployment.findings):
            blocks += self._findings(title, findings)
        if self._verbose:
            blocks.append(waiver_lines(deployment.waivers, self._page))
        blocks.append(checklist(deployment, self._page, verbose=self._verbose))
        return blocks

    def _findings(self, title: str, findings: Sequence[Finding]) -> list[list[str]]:
        blocks = [self._finding(finding) for finding in findings]
        if blocks:
            blocks[0].insert(0, self._page.paint(title, Tone.STRONG))
        return blocks

    def _finding(self, finding: Finding) -> list[str]:
        instead = self._advice.pop(finding.rule, None)
        return finding_block(finding, self._page, instead=instead, verbose=self._verbose)
