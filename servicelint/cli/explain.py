"""`servicelint explain NAME`: the page of a rule or a profile."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from servicelint import config as settings
from servicelint import profile_page, profiles
from servicelint.cli import completion
from servicelint.cli.options import config_option, configuration, style, ui_language, ui_option
from servicelint.explain import as_markdown, as_text, in_language
from servicelint.library import built_in
from servicelint.mistakes import did_you_mean
from servicelint.pages import page


@click.command("explain", short_help="Show what a rule or profile is about: why, what instead, examples, evidence.")
@click.argument("name", shell_complete=completion.names)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="How the page is written.",
)
@config_option
@ui_option
def command(name: str, kind: str, config_path: Path | None, ui: str | None) -> None:
    """Show what NAME is about.

    Of a rule: what it flags and why, what to write instead, examples, and what it rests on. Of a profile, ours or a file of
    yours: what it checks, by which numbers, what it rests on, and what no file can show.
    """
    config = configuration((), config_path)
    library = settings.library(config, built_in())
    told = ui_language(ui, config)
    if name in library.rules:
        found = page(library.rules[name], library, told)
        text = as_markdown(found) if kind == "markdown" else as_text(in_language(found, told), style(sys.stdout))
        sys.stdout.write(text)
        return
    if not profiles.is_path(name) and name not in profiles.shipped():
        known = [*library.rules, *profiles.shipped()]
        raise click.UsageError(f"“{name}” is no rule and no profile; {did_you_mean(name, known)}")
    layer, content = profiles.layer(name, Path(), "explain"), profiles.content(name, Path())
    shown = profile_page.profile_page(name, content, layer, library, told)
    text = profile_page.as_markdown(shown) if kind == "markdown" else profile_page.as_text(shown, style(sys.stdout))
    sys.stdout.write(text)
