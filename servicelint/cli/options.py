"""What several commands share: how files are chosen, and how the terminal is."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from servicelint import config as settings
from servicelint import ui
from servicelint.cli import BUG, completion
from servicelint.config import Config
from servicelint.discover import UNKNOWN, Discovery, Wish, discover, from_text
from servicelint.terminal import Style, knows_links

if TYPE_CHECKING:
    from servicelint.lint import Linter
    from servicelint.run import Outcome
    from servicelint.screen import Screen

Command = TypeVar("Command", bound=Callable[..., Any])
STDIN = "-"


def _language(_context: click.Context, _option: click.Parameter, code: str | None) -> str | None:
    if code is not None and not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z]+)?", code):
        raise click.BadParameter(f"“{code}” does not fit; expected the code of a language, such as it or pt-BR.")
    return code


def file_options(command: Command) -> Command:
    """Paths, and what is said of them."""
    language = "The language of the copy, such as en or it; else it is detected."
    form = "The format of the files, one of servicelint formats; else it is recognised."
    for option in (
        click.option("--stdin-filename", default="stdin", metavar="NAME", help="The name that standard input goes by."),
        click.option("--input-format", metavar="FORMAT", shell_complete=completion.formats, help=form),
        click.option("--language", metavar="CODE", callback=_language, shell_complete=completion.languages, help=language),
        config_option,
    ):
        command = option(command)
    paths: Command = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))(command)
    return paths


def config_option(command: Command) -> Command:
    """Which configuration file is used."""
    told = "The configuration file; else the nearest one, upward."
    file = click.Path(path_type=Path)
    option = click.option("--config", "config_path", type=file, metavar="FILE", envvar="SERVICELINT_CONFIG", help=told)
    found: Command = option(command)
    return found


def profile_option(command: Command) -> Command:
    """Which profiles are used."""
    told = "Go by this profile, ours or a file of yours; several with commas. servicelint explain NAME shows it."
    names = completion.profiles
    option = click.option("--profile", metavar="NAME", envvar="SERVICELINT_PROFILE", shell_complete=names, help=told)
    found: Command = option(command)
    return found


def ui_option(command: Command) -> Command:
    """In which language findings and pages are told."""
    told = f"The language that you are told in: {', '.join(ui.UI_LANGUAGES)}; else as configured, or the system's."
    option = click.option("--ui-language", "ui", type=click.Choice(ui.UI_LANGUAGES), metavar="CODE", help=told)
    found: Command = option(command)
    return found


def ui_language(asked: str | None, config: Config) -> str:
    """The language asked for, else the configured one, else that of the system where we speak it, else English."""
    return ui.ui_language(asked, config.data.get("ui-language"))


def configuration(paths: tuple[Path, ...], config_path: Path | None, profile: str | None = None) -> Config:
    """The configuration named, else the nearest one above the first path; with the profiles asked for in place of its own."""
    if config_path is None:
        first = next((path for path in paths if str(path) != STDIN), Path())
        config_path = settings.find(first if first.exists() else Path())
    config = settings.load(config_path)
    return config.asking(split([profile]), "--profile") if profile else config


def split(given: Iterable[str]) -> list[str]:
    """The names in what was given, separated by commas."""
    return [name.strip() for names in given for name in names.split(",") if name.strip()]


def discovered(paths: tuple[Path, ...], config: Config, wish: Wish, stdin_filename: str) -> Discovery:
    """The units among the paths; `-` is standard input, no path the current folder."""
    if any(str(path) == STDIN for path in paths):
        if len(paths) > 1:
            raise click.UsageError("“-” stands for standard input and goes alone; expected no other path beside it.")
        found = from_text(sys.stdin.buffer.read().decode("utf-8", "replace"), stdin_filename, config, wish)
        if UNKNOWN in found.skipped:
            told = f"{stdin_filename}: the format of this text is not known; say it with --input-format, such as text, or"
            click.echo(f"{told} give a name that shows it, such as --stdin-filename mail.html.", err=True)
        return found
    return discover(paths or (Path(),), config, wish)


def screen(
    linter: Linter, config: Config, paths: tuple[Path, ...], baseline: Path | None = None, since: str | None = None,
    all_rules: bool = True, all_known: bool = False,
) -> Screen:  # fmt: skip
    """What is shown of a run's findings, by the allowances, the baseline (an option goes before the configuration; none with
    `all_known`), and git."""
    from servicelint.screen import Screen, baseline_file
    from servicelint.suppress import DAY, Suppressor

    stdin = any(str(path) == STDIN for path in paths)
    if since and stdin:
        raise click.UsageError("--since asks git about files, and standard input is none; expected paths.")
    suppress = Suppressor(linter, config)
    if os.environ.get(DAY):
        _ = suppress.today  # a mistake in it is told before anything is linted
    known = changes = None
    if not all_known and (file := baseline_file(baseline, config)):
        from servicelint.baseline import load

        known = load(file)
    if since:
        from servicelint.since import since as changed

        first = next(iter(paths), Path())
        changes = changed(since, first if first.is_dir() else first.parent)
    return Screen(suppress, known, changes, paths, all_rules and not stdin)


def tell_bugs(outcomes: Iterable[Outcome]) -> int:
    """Tells of what broke inside servicelint; the exit code for it, 0 where nothing did."""
    bugs = [outcome.bug for outcome in outcomes if outcome.bug]
    for bug in bugs:
        click.echo(f"servicelint broke on {bug}. The fault is ours; please report it with the file.", err=True)
    return BUG if bugs else 0


def style(out: Any, color: bool | None = None) -> Style:
    """How to write to a stream: colours only on a terminal that wants them, as wide as it is."""
    wanted = bool(os.environ.get("FORCE_COLOR")) or (
        hasattr(out, "isatty") and out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
    colored = wanted if color is None else color
    links = colored and hasattr(out, "isatty") and out.isatty() and knows_links(os.environ)
    return Style(colored, max(shutil.get_terminal_size((80, 24)).columns, 40), links)
