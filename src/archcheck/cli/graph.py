"""``archcheck graph``."""

from pathlib import Path

import click

from archcheck.cli.input import input_options, request_of
from archcheck.model.errors import UsageError

__all__ = ["command"]


@click.command("graph")
@input_options
@click.option(
    "--format",
    "-f",
    "form",
    type=click.Choice(["tree", "mermaid", "dot", "json"]),
    default="tree",
    envvar="ARCHCHECK_GRAPH_FORMAT",
    show_default=True,
    help="How to print it.",
)
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="File to write instead of standard output."
)
@click.option("--around", metavar="COMPONENT", help="Only this component and its neighbours.")
@click.option("--hops", type=click.IntRange(1, 20), default=1, show_default=True, help="How far --around reaches.")
@click.option("--path", "ends", nargs=2, metavar="FROM TO", help="Only the shortest path between two components.")
@click.option("--deployment", metavar="ID", help="Only this deployment.")
def command(
    *,
    form: str,
    output: Path | None,
    around: str | None,
    hops: int,
    ends: tuple[str, str] | None,
    deployment: str | None,
    **given: object,
) -> int:
    """Print the service graph of each deployment; what could not be read is told on standard error (exit code 2)."""
    from archcheck.app.check import read_graphs  # noqa: PLC0415  the help needs none of it
    from archcheck.cli.output import write_text  # noqa: PLC0415
    from archcheck.reporters import graph_view  # noqa: PLC0415
    from archcheck.reporters.printable import printable  # noqa: PLC0415
    from archcheck.reporters.registry import graph_reporter  # noqa: PLC0415

    graphs, unjudged = read_graphs(request_of(given))
    for span, message in unjudged:
        click.echo(f"archcheck: {printable(f'{span}: {message}')}", err=True)
    every = [g.id for g in graphs]
    if deployment is not None:
        graphs = [g for g in graphs if g.id == deployment]
    if not graphs:
        if deployment is None:
            raise UsageError("No deployment was found.")
        raise UsageError(f"There is no deployment {deployment!r}; there is {', '.join(every) or 'none'}.")
    texts: list[str] = []
    missing: list[UsageError] = []
    for graph in graphs:
        view = graph_view.GraphView(graph.id, tuple(graph.components.values()), graph.dependencies)
        try:
            if around is not None:
                view = graph_view.around(view, around, hops)
            if ends:
                view = graph_view.path(view, *ends)
        except UsageError as error:
            missing.append(error)
        else:
            texts.append(graph_reporter(form)(view))
    if not texts:  # a component may be in one deployment of several
        raise missing[0]
    write_text("\n".join(texts), output)
    return 2 if unjudged else 0
