"""`servicelint score`: the nine qualities of files, from 0 to 100."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from servicelint import config as settings
from servicelint.cli import FINDINGS
from servicelint.cli.options import configuration, discovered, file_options, profile_option, style
from servicelint.discover import Wish
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.run import read
from servicelint.score import Weights, as_json, as_markdown, as_text, sheets
from servicelint.suppress import Suppressor


@click.command("score", short_help="Score the nine qualities of service, from 0 to 100.")
@profile_option
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
@click.option("--min-score", metavar="N", type=click.FloatRange(0, 100), help="End with exit code 1 when the total is below.")
@file_options
def command(
    paths: tuple[Path, ...], stdin_filename: str, input_format: str | None, language: str | None, config_path: Path | None,
    kind: str, min_score: float | None, profile: str | None,
) -> int:  # fmt: skip
    """Score what files and folders say, quality by quality, per file and in all, with the formula.

    The weights can be set under `score:` in the configuration: for error, warning, hint, and for each quality.
    """
    config = configuration(paths, config_path, profile)
    library = settings.library(config, built_in())
    linter = Linter(library, settings.choose(library, config), by_path=settings.choose_by_path(library, config))
    found = discovered(paths, config, Wish(input_format, language), stdin_filename)
    documents = [read(unit) for unit in found.units]
    weights = Weights.of({name: float(value) for name, value in config.data.get("score", {}).items() if name != "min"})
    suppress = Suppressor(linter, config)
    total, files = sheets(((document, suppress(document, linter.lint(document)).findings) for document in documents), weights)
    if kind == "text":
        sys.stdout.write(as_text(total, files, style(sys.stdout)))
    else:
        sys.stdout.write(as_json(total, files) if kind == "json" else as_markdown(total, files))
    least = min_score if min_score is not None else float(config.data.get("score", {}).get("min", 0))
    if total.total < least:
        click.echo(f"The score is {total.total:.1f}; at least {least:g} is asked for.", err=True)
        return FINDINGS
    return 0
