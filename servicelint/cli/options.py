"""What several commands share: how files are chosen, and how the terminal is."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from servicelint import config as settings
from servicelint.config import Config
from servicelint.discover import Discovery, Wish, discover, from_text
from servicelint.terminal import Style, knows_links

Command = TypeVar("Command", bound=Callable[..., Any])
STDIN = "-"
UI_LANGUAGES = ("en", "it", "ro", "ru")
"""The languages in which findings and pages are told."""


def file_options(command: Command) -> Command:
    """Paths, and what is said of them."""
    for option in (
        click.option("--config", "config_path", type=click.Path(path_type=Path), help="The configuration file to use."),
        click.option("--language", metavar="CODE", help="The language of the copy, such as it; else it is detected."),
        click.option("--input-format", metavar="FORMAT", help="The format of the files; else it is recognised."),
        click.option("--stdin-filename", default="stdin", metavar="NAME", help="The name that standard input goes by."),
    ):
        command = option(command)
    paths: Command = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))(command)
    return paths


def ui_option(command: Command) -> Command:
    """In which language findings and pages are told."""
    told = "The language of messages and reasons; else that of the configuration or the system."
    option = click.option("--ui-language", "ui", type=click.Choice(UI_LANGUAGES), help=told)
    found: Command = option(command)
    return found


def ui_language(asked: str | None, config: Config) -> str:
    """The language asked for, else the configured one, else that of the system where we speak it, else English."""
    system = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
    told = asked or config.data.get("ui-language") or system
    own = re.split(r"[-_.]", told)[0].lower()
    return own if own in UI_LANGUAGES else "en"


def configuration(paths: tuple[Path, ...], config_path: Path | None) -> Config:
    """The configuration named, else the nearest one above the first path."""
    if config_path:
        return settings.load(config_path)
    first = next((path for path in paths if str(path) != STDIN), Path())
    return settings.load(settings.find(first if first.exists() else Path()))


def discovered(paths: tuple[Path, ...], config: Config, wish: Wish, stdin_filename: str) -> Discovery:
    """The units among the paths; `-` is standard input, no path the current folder."""
    if any(str(path) == STDIN for path in paths):
        if len(paths) > 1:
            raise click.UsageError("“-” stands for standard input and goes alone; expected no other path beside it.")
        return from_text(sys.stdin.buffer.read().decode("utf-8", "replace"), stdin_filename, config, wish)
    return discover(paths or (Path(),), config, wish)


def style(out: Any, color: bool | None = None) -> Style:
    """How to write to a stream: colours only on a terminal that wants them, as wide as it is."""
    wanted = bool(os.environ.get("FORCE_COLOR")) or (
        hasattr(out, "isatty") and out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    )
    colored = wanted if color is None else color
    links = colored and hasattr(out, "isatty") and out.isatty() and knows_links(os.environ)
    return Style(colored, max(shutil.get_terminal_size((80, 24)).columns, 40), links)
