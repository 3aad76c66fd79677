"""`servicelint check`: lint files, report the findings, or fix them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from servicelint import __version__, fix, reports
from servicelint import config as settings
from servicelint.cli import BUG, FINDINGS
from servicelint.cli.options import STDIN, configuration, discovered, file_options, style, ui_language, ui_option
from servicelint.cli.pages import Infos
from servicelint.clock import Clock
from servicelint.config import Config
from servicelint.discover import Discovery, Wish
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Finding, Severity
from servicelint.run import Outcome, lint_all
from servicelint.score import Sheet, Weights, sheets

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
    keep: bool = False
    """Whether the report shows the documents as well."""

    def discover(self) -> Discovery:
        return discovered(self.paths, self.config, self.wish, self.stdin_filename)

    def lint(self, found: Discovery) -> list[Outcome]:
        """The outcome of every unit, with a bar on the terminal while it takes."""
        bar: Any = nullcontext()
        if self.progress and len(found.units) > 1:
            bar = click.progressbar(length=len(found.units), label="Checking", file=sys.stderr)
        with bar as shown:
            tick = (lambda: shown.update(1)) if shown else (lambda: None)
            return lint_all(found.units, self.linter, self.jobs, tick, self.keep)


@click.command("check", short_help="Find what drives customers away, and say what to write instead.")
@file_options
@click.option("--format", "report", type=click.Choice(reports.names()), default="text", help="How findings are written.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to this file.")
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
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="How many processes; 0 is one a core.")
@click.option("--quiet", is_flag=True, help="Only findings, no summary.")
@click.option("--statistics", is_flag=True, help="At the end, how long each rule took and what it found (one process).")
@ui_option
@click.option("--no-progress", is_flag=True, help="No progress bar.")
def command(
    paths: tuple[Path, ...], stdin_filename: str, input_format: str | None, language: str | None, config_path: Path | None,
    report: str, output: Path | None, select: tuple[str, ...], ignore: tuple[str, ...], severity: Severity | None,
    fail_on: str | None, fixing: bool, unsafe_fixes: bool, diff: bool, jobs: int, quiet: bool, statistics: bool,
    ui: str | None, no_progress: bool,
) -> int:  # fmt: skip
    """Check files and folders (the current folder when none is given; - is standard input).

    \b
    Exit codes: 0 nothing found, 1 findings at or over --fail-on, 2 a mistake
    in the call, the configuration or a rule file, 3 a fault of servicelint.
    """
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
        getattr(reports.report(report), "DOCUMENTS", False),
    )
    found = job.discover()
    outcomes = job.lint(found)
    if fixing or diff:
        if any(str(path) == STDIN for path in paths):
            raise click.UsageError("Standard input cannot be fixed in place; give a file.")
        if diff:
            return _show_diff(outcomes, unsafe_fixes)
        found, outcomes = _fix(job, found, outcomes, unsafe_fixes)
    least = severity or config.data.get("severity", "hint")
    findings = _shown(outcomes, least)
    files = sum(len(unit.bundle.named or unit.bundle.sources) for unit in found.units)
    sampled = sum(outcome.sampled for outcome in outcomes)
    documents = tuple([outcome.document for outcome in outcomes if outcome.document])
    infos = Infos(rules, library, job.linter.ui)
    run = reports.Run(findings, files, __version__, 0, infos, found.skipped, sampled, job.linter.ui, documents)
    if documents:
        run = replace(run, sheets=_sheets(outcomes, config))
    _write(report, run, output, quiet)
    if job.linter.clock:
        click.echo("\n".join(job.linter.clock.table(findings)), err=True)
    return _exit_code(outcomes, findings, fail_on or config.data.get("fail-on", "warning"))


def _sheets(outcomes: Iterable[Outcome], config: Config) -> tuple[Sheet, ...]:
    """The score sheets of all that was found, whatever of it is shown."""
    read = [(outcome.document, outcome.findings) for outcome in outcomes if outcome.document]
    total, files = sheets(read, Weights.of({name: float(value) for name, value in config.data.get("score", {}).items()}))
    return (total, *files)


def _names(given: Iterable[str]) -> list[str]:
    return [name.strip() for names in given for name in names.split(",") if name.strip()]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shown(outcomes: Iterable[Outcome], least: str) -> tuple[Finding, ...]:
    """The findings of all units, in the order of reports."""
    shown = ORDER[: ORDER.index(least) + 1]
    findings = [finding for outcome in outcomes for finding in outcome.findings if finding.severity in shown]
    return tuple(sorted(findings, key=lambda f: (f.path, f.span.start, f.rule)))


def _fix(job: Job, found: Discovery, outcomes: list[Outcome], unsafe: bool) -> tuple[Discovery, list[Outcome]]:
    """Fixes until nothing is left to fix, and what is found then."""
    fixed: set[str] = set()
    for _ in range(fix.MAX_PASSES):
        changes = fix.chosen((finding for outcome in outcomes for finding in outcome.findings), unsafe)
        if not changes:
            break
        for source, edits in changes.items():
            fix.write(source, fix.edited(source, edits))
            fixed.add(source.path)
        found = job.discover()
        outcomes = replace(job, progress=False).lint(found)
    if fixed:
        click.echo(f"Fixed {len(fixed)} {'file' if len(fixed) == 1 else 'files'}: {', '.join(sorted(fixed))}", err=True)
    return found, outcomes


def _show_diff(outcomes: Iterable[Outcome], unsafe: bool) -> int:
    changes = fix.chosen((finding for outcome in outcomes for finding in outcome.findings), unsafe)
    for line in fix.diff(changes):
        click.echo(line, nl=False)
    return FINDINGS if changes else 0


def _write(name: str, run: reports.Run, output: Path | None, quiet: bool) -> None:
    if quiet and name == "text" and not run.findings:
        return
    report = reports.report(name)
    if output is None:
        report.write(run, sys.stdout, style(sys.stdout))
        return
    try:
        with output.open("w", encoding="utf-8", newline="\n") as out:
            report.write(run, out, style(out, color=False))
    except OSError as failure:
        raise click.UsageError(f"The report cannot be written to {output}: {failure.strerror}.") from None


def _exit_code(outcomes: Iterable[Outcome], findings: Iterable[Finding], fail_on: str) -> int:
    bugs = [outcome.bug for outcome in outcomes if outcome.bug]
    for bug in bugs:
        click.echo(f"servicelint broke on {bug}. The fault is ours; please report it with the file.", err=True)
    if bugs:
        return BUG
    failing = ORDER[: ORDER.index(fail_on) + 1] if fail_on != "never" else ()
    return FINDINGS if any(finding.severity in failing for finding in findings) else 0
