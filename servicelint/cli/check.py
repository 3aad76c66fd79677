"""`servicelint check`: lint files, report the findings, or fix them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from servicelint import __version__, cache, reports
from servicelint import config as settings
from servicelint.cli import FINDINGS, completion
from servicelint.cli.options import (
    STDIN,
    configuration,
    discovered,
    file_options,
    profile_option,
    screen,
    split,
    tell_bugs,
    ui_language,
    ui_option,
)  # fmt: skip
from servicelint.cli.outputs import HELP, outputs
from servicelint.cli.pages import Infos
from servicelint.clock import Clock
from servicelint.config import Config
from servicelint.discover import Discovery, Wish
from servicelint.library import built_in
from servicelint.lint import Linter
from servicelint.model import Finding, Severity
from servicelint.run import Outcome, lint_all

if TYPE_CHECKING:
    from servicelint.score import Sheet
    from servicelint.screen import Screen, Screened

ORDER = ("error", "warning", "hint")
LEVEL = click.Choice(ORDER)


@dataclass(frozen=True)
class Job:
    """One call of the command, its options read."""

    paths: tuple[Path, ...]
    config: Config
    wish: Wish
    linter: Linter
    screen: Screen
    stdin_filename: str
    jobs: int
    progress: bool
    keep: bool = False
    """Whether the report shows the documents as well."""

    def run(self) -> tuple[Discovery, list[Outcome]]:
        """What is found among the paths, and what comes of it."""
        found = self.discover()
        return found, self.lint(found)

    def discover(self) -> Discovery:
        found = discovered(self.paths, self.config, self.wish, self.stdin_filename)
        return replace(found, units=self.screen.units(found.units))

    def lint(self, found: Discovery) -> list[Outcome]:
        """The outcome of every unit, with a bar on the terminal while it takes."""
        bar: Any = nullcontext()
        if self.progress and len(found.units) > 1:
            bar = click.progressbar(length=len(found.units), label="Checking", file=sys.stderr)
        with bar as shown:
            tick = (lambda: shown.update(1)) if shown else (lambda: None)
            return lint_all(found.units, self.linter, self.jobs, tick, self.screen.suppress, self.keep)


@click.command("check", short_help="Find what drives customers away, and say what to write instead.")
@profile_option
@click.option(
    "--select",
    metavar="RULES",
    multiple=True,
    shell_complete=completion.rules,
    help="Only these rules or qualities, with commas between.",
)
@click.option(
    "--ignore", metavar="RULES", multiple=True, shell_complete=completion.rules, help="All but these rules or qualities."
)
@click.option("--severity", type=LEVEL, help="The least severity that is shown.  [default: hint]")
@click.option(
    "--fail-on",
    type=click.Choice([*ORDER, "never"]),
    help="The least severity that ends with exit code 1.  [default: warning]",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Only what this file, by servicelint baseline, does not know.",
)
@click.option("--no-baseline", is_flag=True, help="Also what the configured baseline knows.")
@click.option("--since", metavar="REV", help="Only what changed since this git revision, such as main.")
@click.option("--fix", "fixing", is_flag=True, help="Make the safe fixes in the files.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: the other fixes as well.")
@click.option("--diff", is_flag=True, help="Change nothing; show what --fix would, as a patch for git apply.")
@click.option(
    "--format",
    "report",
    type=click.Choice(reports.names()),
    metavar="FORMAT",
    help=f"How findings are written: {', '.join(reports.names())}.  [default: text]",
)
@click.option("--output", "files", metavar="[FORMAT=]FILE", multiple=True, shell_complete=completion.files, help=HELP)
@ui_option
@click.option("--quiet", is_flag=True, help="Only findings, no summary.")
@click.option("--statistics", is_flag=True, help="At the end, how long each rule took and what it found (one process).")
@click.option("--show-settings", is_flag=True, help="Check nothing; say what applies to each file, and who says so.")
@file_options
@click.option("--force-exclude", is_flag=True, help="Leave out what is excluded even where it is named (for hooks).")
@click.option("--jobs", metavar="N", type=click.IntRange(min=0), default=0, help="How many processes; 0 is one a core.")
@click.option("--no-cache", is_flag=True, help="Read rules and configuration anew; keep nothing.")
@click.option("--no-progress", is_flag=True, help="No progress bar.")
def command(
    paths: tuple[Path, ...], stdin_filename: str, input_format: str | None, language: str | None, config_path: Path | None,
    report: str | None, files: tuple[str, ...], select: tuple[str, ...], ignore: tuple[str, ...], baseline: Path | None,
    no_baseline: bool, since: str | None, severity: Severity | None, fail_on: str | None, fixing: bool, unsafe_fixes: bool,
    diff: bool, jobs: int, quiet: bool, statistics: bool, ui: str | None, no_cache: bool, no_progress: bool,
    profile: str | None, show_settings: bool, force_exclude: bool,
) -> int:  # fmt: skip
    """Check files and folders (the current folder when none is given; - is standard input).

    \b
    Exit codes:
      0  nothing found
      1  findings at or over --fail-on
      2  a mistake in the call, the configuration or a rule
      3  a fault of servicelint
    """
    cache.use(not no_cache)
    wanted = outputs(files, report)
    config = configuration(paths, config_path, profile)
    library = settings.library(config, built_in())
    picked, left, wish = split(select), split(ignore), Wish(input_format, language, force_exclude)
    if select and not picked:
        raise click.UsageError("--select names no rule; expected rules or qualities, such as courtesy.")
    if baseline and no_baseline:
        raise click.UsageError("--baseline and --no-baseline contradict each other; expected one of them.")
    if show_settings:
        from servicelint.cli.shown import show

        found = discovered(paths, config, wish, stdin_filename)
        return show(found, config, library, wish, settings.said(picked, left), report or "text")
    by_path = settings.choose_by_path(library, config, picked, left)
    rules = settings.choose(library, config, picked, left)
    linter = Linter(library, rules, ui_language(ui, config), Clock() if statistics else None, by_path)
    job = Job(
        paths,
        config,
        wish,
        linter,
        screen(linter, config, paths, baseline, since, all_rules=not (select or ignore), all_known=no_baseline),
        stdin_filename,
        1 if statistics else jobs or _cores(),
        not (quiet or no_progress) and sys.stderr.isatty() and os.environ.get("TERM") != "dumb",
        any(getattr(reports.report(one.report), "DOCUMENTS", False) for one in wanted),
    )
    found, outcomes = job.run()
    if fixing or diff:
        from servicelint.cli.fixes import mend_all, show_diff, write_fixes

        _allowed(paths, files, diff)
        mended = mend_all(found.units, outcomes, job.screen.suppress, job.screen(outcomes).findings, unsafe_fixes)
        if diff:
            shown = show_diff(mended)
            return tell_bugs(outcomes) or (FINDINGS if shown else 0)
        write_fixes(mended)
        found.units, outcomes = [one.unit for one in mended], [one.outcome for one in mended]
    screened = job.screen(outcomes)
    findings = _shown(screened, severity or config.data.get("severity", "hint"))
    infos = Infos(rules, library, linter.ui, by_path is not None)
    run = replace(_report(job, found, outcomes, replace(screened, findings=findings), infos), quiet=quiet)
    for output in wanted:
        output.write(run)
    if stale := job.screen.stale_words(screened):
        click.echo(stale, err=True)
    if linter.clock:
        click.echo("\n".join(linter.clock.table(findings)), err=True)
    return _exit_code(outcomes, findings, fail_on or config.data.get("fail-on", "warning"))


def _allowed(paths: Iterable[Path], files: Iterable[str], diff: bool) -> None:
    """UsageError where there is nothing that could be fixed, or shown, as it is asked."""
    if not diff and any(str(path) == STDIN for path in paths):
        raise click.UsageError("Standard input cannot be fixed in place; give a file, or take --diff.")
    if diff and files:
        raise click.UsageError("--diff writes a patch to standard output; expected no --output beside it.")


def _report(job: Job, found: Discovery, outcomes: Sequence[Outcome], screened: Screened, infos: Infos) -> reports.Run:
    """What reports tell of the run."""
    checked = job.screen.paths_of(found.units)
    return reports.Run(
        screened.findings,
        len(checked),
        __version__,
        screened.suppressed,
        infos,
        found.skipped,
        sum(outcome.sampled for outcome in outcomes),
        job.linter.ui,
        documents=tuple([outcome.document for outcome in outcomes if outcome.document]),
        paths=tuple(sorted(checked)),
        sheets=_sheets(outcomes, job.config) if job.keep else (),
        owners={path: owner for path in checked if (owner := job.config.setting(Path(path), "owner"))},
    )


def _sheets(outcomes: Iterable[Outcome], config: Config) -> tuple[Sheet, ...]:
    """The score sheets of all that was found, whatever of it is shown."""
    from servicelint.score import Weights, sheets

    read = [(outcome.document, outcome.findings) for outcome in outcomes if outcome.document]
    settings = {name: float(value) for name, value in config.data.get("score", {}).items() if name != "min"}
    total, files = sheets(read, Weights.of(settings))
    return (total, *files)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shown(screened: Screened, least: str) -> tuple[Finding, ...]:
    """The findings that are grave enough, in the order of reports."""
    shown = ORDER[: ORDER.index(least) + 1]
    return tuple(finding for finding in screened.findings if finding.severity in shown)


def _exit_code(outcomes: Iterable[Outcome], findings: Iterable[Finding], fail_on: str) -> int:
    if broken := tell_bugs(outcomes):
        return broken
    failing = ORDER[: ORDER.index(fail_on) + 1] if fail_on != "never" else ()
    return FINDINGS if any(finding.severity in failing for finding in findings) else 0
