"""`servicelint baseline`: write down what is found today, so that from tomorrow on a check shows only what is new."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import click

from servicelint import baseline
from servicelint import config as settings
from servicelint.cli.options import STDIN, configuration, discovered, file_options, tell_bugs
from servicelint.config import Config
from servicelint.discover import Wish
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.run import lint_all
from servicelint.screen import Screen, baseline_file
from servicelint.suppress import Suppressor


@click.command("baseline", short_help="Write down what is found today, so that a check shows only what is new.")
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help=f"The file that is written.  [default: {baseline.NAME}]"
)
@click.option("--prune", is_flag=True, help="Only take out the entries that fit nothing any more.")
@file_options
def command(
    paths: tuple[Path, ...], stdin_filename: str, input_format: str | None, language: str | None, config_path: Path | None,
    output: Path | None, prune: bool,
) -> int:  # fmt: skip
    """Write the findings of files and folders to a file, by their words and not by their lines.

    `servicelint check --baseline FILE`, or `baseline: FILE` in the configuration, then shows only what is not in it. Run it
    again to bring it up to date; what it says of files that were not looked at stays.
    """
    if any(str(path) == STDIN for path in paths):
        raise click.UsageError("A baseline is about files, and standard input is none; expected paths.")
    config = configuration(paths, config_path)
    library = settings.library(config, built_in())
    linter = Linter(library, settings.choose(library, config), by_path=settings.choose_by_path(library, config))
    file = baseline_file(output, config) or settings.shown((config.root if config.path else Path.cwd()) / baseline.NAME)
    before = baseline.load(file) if file.exists() or prune else baseline.Baseline(file)
    screen = Screen(Suppressor(linter, config), paths=paths)
    found = discovered(paths, config, Wish(input_format, language), stdin_filename)
    outcomes = lint_all(found.units, linter, os.cpu_count() or 1, suppress=screen.suppress)
    if broken := tell_bugs(outcomes):
        return broken
    findings = screen(outcomes).findings
    looked_at = {before.within(path) for path in screen.paths_of(found.units)}
    after = before.pruned(findings, looked_at) if prune else before.renewed(findings, looked_at)
    after.write()
    click.echo(_told(before, after), err=True)
    if not baseline_file(None, config) and after.entries and not before.entries:
        click.echo(_next(after.file, config), err=True)
    return 0


def _next(file: Path, config: Config) -> str:
    """How a baseline that no configuration names comes to count."""
    own = config.path.as_posix() if config.path else settings.NAMES[0]
    at = os.path.relpath(file.resolve(), config.path.resolve().parent if config.path else Path().resolve())
    name = Path(at).as_posix()
    line = f'baseline = "{name}"' if own.endswith(".toml") else f"baseline: {name}"
    return f"Next: put the line {line} into {own}; servicelint check then shows only what is new."


def _told(before: baseline.Baseline, after: baseline.Baseline) -> str:
    """What the file holds now, and what that changed."""
    number = len(after.entries)
    gone = (Counter(before.entries) - Counter(after.entries)).total()
    new = (Counter(after.entries) - Counter(before.entries)).total()
    changed = f" ({new} new, {gone} taken out)" if before.entries else ""
    here = Path.cwd()
    file = after.file.relative_to(here) if after.file.is_relative_to(here) else after.file
    return f"{file.as_posix()}: {number} {'finding' if number == 1 else 'findings'}{changed}."
