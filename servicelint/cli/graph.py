"""`servicelint graph`: flows as pictures."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from servicelint import config as settings
from servicelint import pictures
from servicelint.chart import Chart
from servicelint.chart.atlas import Page, pages
from servicelint.chart.making import chart
from servicelint.cli import BUG
from servicelint.cli.options import configuration, discovered, file_options, ui_language, ui_option
from servicelint.config import Config
from servicelint.discover import Discovery, Wish
from servicelint.flows.graph import graphs
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.mistakes import did_you_mean
from servicelint.run import Outcome, lint_all


@click.command("graph", short_help="Draw a phone menu or a chatbot as a picture, with what was found in it.")
@click.option(
    "--format", "kind", type=click.Choice(pictures.names()), default="mermaid", show_default=True, help="How it is drawn."
)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the picture to this file.")
@click.option("--flow", metavar="ID", help="Only this flow.")
@click.option("--group", metavar="NAME", help="Only this part of a flow that is too big for one picture.")
@click.option("--no-findings", is_flag=True, help="Draw without looking for findings.")
@ui_option
@file_options
def command(
    paths: tuple[Path, ...], stdin_filename: str, input_format: str | None, language: str | None, config_path: Path | None,
    kind: str, output: Path | None, flow: str | None, group: str | None, no_findings: bool, ui: str | None,
) -> int:  # fmt: skip
    """Draw the flows in files and folders: menus, questions, persons, ends, each with its own shape, the keys on the
    arrows, the seconds from the start on every step, and a sign where something was found.

    \b
    mermaid  text that GitHub, GitLab and many wikis draw
    dot      text for Graphviz
    svg      a drawing for browsers and documents
    html     a page to read and print, big flows in parts
    """
    config = configuration(paths, config_path)
    found = discovered(paths, config, Wish(input_format, language), stdin_filename)
    outcomes = _read(found, config, ui_language(ui, config), no_findings)
    charts = list(_charts(outcomes))
    for outcome in outcomes:
        for problem in outcome.document.problems if outcome.document else ():
            line, column = problem.span.source.position(problem.span.start)
            click.echo(f"{problem.span.source.path}:{line}:{column}: {problem.what}", err=True)
        if outcome.bug:
            click.echo(f"servicelint broke on {outcome.bug}. The fault is ours; please report it with the file.", err=True)
    sheets = [pictures.Sheet(one, pages(one, f"flow-{at + 1}")) for at, one in enumerate(_wanted(charts, flow))]
    _write(kind, _part(sheets, group) if group else sheets, output)
    return BUG if any(outcome.bug for outcome in outcomes) else 0


def _read(found: Discovery, config: Config, ui: str, silent: bool) -> list[Outcome]:
    library = settings.library(config, built_in())
    rules = () if silent else settings.choose(library, config, (), ())
    return lint_all(found.units, Linter(library, rules, ui), keep=True)


def _charts(outcomes: Iterable[Outcome]) -> Iterator[Chart]:
    for outcome in outcomes:
        if outcome.document:
            for graph in graphs(outcome.document):
                yield chart(outcome.document, graph, outcome.findings)


def _wanted(charts: Sequence[Chart], flow: str | None) -> Sequence[Chart]:
    if not charts:
        raise click.UsageError(
            "There is no flow to draw; expected phone menus or chatbots, such as VoiceXML, a Typebot or a Rasa project."
        )
    names = [one.id for one in charts]
    if flow and flow not in names:
        raise click.UsageError(f"“{flow}” is no flow of these files; {did_you_mean(flow, names)}")
    return [one for one in charts if not flow or one.id == flow]


def _part(sheets: Sequence[pictures.Sheet], group: str) -> list[pictures.Sheet]:
    named = {page.chart.id: page for sheet in sheets for page in sheet.pages[1:]}
    if not named:
        raise click.UsageError(f"“{group}” is no part of these flows; each fits on one picture, so there are no parts.")
    if group not in named:
        raise click.UsageError(f"“{group}” is no part of these flows; {did_you_mean(group, list(named))}")
    page = named[group]
    return [pictures.Sheet(page.chart, (Page(page.anchor, page.chart),))]


def _write(kind: str, sheets: Sequence[pictures.Sheet], output: Path | None) -> None:
    picture = pictures.picture(kind)
    if output is None:
        picture.write(sheets, sys.stdout)
        return
    try:
        with output.open("w", encoding="utf-8", newline="\n") as out:
            picture.write(sheets, out)
    except OSError as failure:
        raise click.UsageError(f"The picture cannot be written to {output}: {failure.strerror}.") from None
