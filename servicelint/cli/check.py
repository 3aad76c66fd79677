"""`servicelint check`: lint files, report the findings, or fix them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from servicelint import __version__, reports
from servicelint import config as settings
from servicelint.cli import BUG, FINDINGS
from servicelint.cli.fixes import mend_all, show_diff, write_fixes
from servicelint.cli.options import STDIN, configuration, discovered, file_options, ui_language, ui_option
from servicelint.cli.outputs import HELP, outputs
from servicelint.cli.pages import Infos
from servicelint.clock import Clock
from servicelint.config import Config
from servicelint.discover import Discovery, Unit, Wish
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Finding, Severity
from servicelint.run import Outcome, lint_all

ORDER = ("error", "warning", "hint")
LEVEL = click.Choice(ORDER)


@dataclass(frozen=True)
class Job:
    """One call of the command, its options read."""

    paths: tuple[Path, ...]
    config: Config
    wish: Wish
    linter: Linter
    stdin_filename: str
    jobs: int
    progress: bool

    def discover(self) -> Discovery:
        return discovered(self.paths, self.config, self.wish, self.stdin_filename)

    def lint(self, found: Discovery) -> list[Outcome]:
        """The outcome of every unit, with a bar on the terminal while it takes."""
        bar: Any = nullcontext()
        if self.progress and len(found.units) > 1:
            bar = click.progressbar(length=len(found.units), label="Checking", file=sys.stderr)
        with bar as shown:
            return lint_all(found.units, self.linter, self.jobs, (lambda: shown.update(1)) if shown else (lambda: None))


@click.command("check", short_help="Find what drives customers away, and say what to write instead.")
@file_options
@click.option("--format", "report", type=click.Choice(reports.names()), help="How findings are written.  [default: text]")
@click.option("--output", "files", metavar="[FORMAT=]FILE", multiple=True, help=HELP)
@click.option("--select", metavar="RULES", multiple=True, help="Only these rules or qualities, separated by commas.")
@click.option("--ignore", metavar="RULES", multiple=True, help="All but these rules or qualities.")
@click.option("--severity", type=LEVEL, help="The least severity that is shown.  [default: hint]")
@click.option(
    "--fail-on",
    type=click.Choice([*ORDER, "never"]),
    help="The least severity that ends with exit code 1.  [default: warning]",
)
@click.option("--fix", "fixing", is_flag=True, help="Make the safe fixes in the files.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: make the others as well.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, as a patch for git apply, and change nothing.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="How many processes; 0 is one a core.")
@click.option("--quiet", is_flag=True, help="Only findings, no summary.")
@click.option("--statistics", is_flag=True, help="At the end, how long each rule took and what it found (one process).")
@ui_option
@click.option("--no-progress", is_flag=True, help="No progress bar.")
def command(
    paths: tuple[Path, ...], stdin_filename: str, input_format: str | None, language: str | None, config_path: Path | None,
    report: str | None, files: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...], severity: Severity | None,
    fail_on: str | None, fixing: bool, unsafe_fixes: bool, diff: bool, jobs: int, quiet: bool, statistics: bool,
    ui: str | None, no_progress: bool,
) -> int:  # fmt: skip
    """Check files and folders (the current folder when none is given; - is standard input).

    \b
    Exit codes: 0 nothing found, 1 findings at or over --fail-on, 2 a mistake
    in the call, the configuration or a rule file, 3 a fault of servicelint.
    """
    wanted = outputs(files, report)
    config = configuration(paths, config_path)
    library = settings.library(config, built_in())
    rules = settings.choose(library, config, _names(select), _names(ignore))
    shows_progress = not (quiet or no_progress) and sys.stderr.isatty()
    job = Job(
        paths,
        config,
        Wish(input_format, language),
        Linter(library, rules, ui_language(ui, config), Clock() if statistics else None),
        stdin_filename,
        1 if statistics else jobs or _cores(),
        shows_progress,
    )
    found = job.discover()
    outcomes = job.lint(found)
    if fixing or diff:
        if not diff and any(str(path) == STDIN for path in paths):
            raise click.UsageError("Standard input cannot be fixed in place; give a file, or take --diff.")
        if diff and files:
            raise click.UsageError("--diff writes a patch to standard output; expected no --output beside it.")
        mended = mend_all(found.units, outcomes, job.linter, unsafe_fixes)
        if diff:
            shown = show_diff(mended)
            return _exit_code(outcomes, (), "never") or (FINDINGS if shown else 0)
        write_fixes(mended)
        found.units, outcomes = [one.unit for one in mended], [one.outcome for one in mended]
    least = severity or config.data.get("severity", "hint")
    findings = _shown(outcomes, least)
    checked = [path for unit in found.units for path in _paths(unit)]
    sampled = sum(outcome.sampled for outcome in outcomes)
    infos, ui = Infos(rules, library), job.linter.ui
    run = reports.Run(findings, len(checked), __version__, 0, infos, found.skipped, sampled, ui, tuple(sorted(checked)))
    for output in wanted:
        output.write(run, quiet)
    if job.linter.clock:
        click.echo("\n".join(job.linter.clock.table(findings)), err=True)
    return _exit_code(outcomes, findings, fail_on or config.data.get("fail-on", "warning"))


def _paths(unit: Unit) -> Iterable[str]:
    """The files of a unit that were asked for."""
    return unit.bundle.named or [source.path for source in unit.bundle.sources]


def _names(given: Iterable[str]) -> list[str]:
    return [name.strip() for names in given for name in names.split(",") if name.strip()]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shown(outcomes: Iterable[Outcome], least: str) -> tuple[Finding, ...]:
    """The findings of all units, in the order of reports."""
    shown = ORDER[: ORDER.index(least) + 1]
    findings = [finding for outcome in outcomes for finding in outcome.findings if finding.severity in shown]
    return tuple(sorted(findings, key=lambda f: (f.path, f.span.start, f.rule)))


def _exit_code(outcomes: Iterable[Outcome], findings: Iterable[Finding], fail_on: str) -> int:
    bugs = [outcome.bug for outcome in outcomes if outcome.bug]
    for bug in bugs:
        click.echo(f"servicelint broke on {bug}. The fault is ours; please report it with the file.", err=True)
    if bugs:
        return BUG
    failing = ORDER[: ORDER.index(fail_on) + 1] if fail_on != "never" else ()
    return FINDINGS if any(finding.severity in failing for finding in findings) else 0
