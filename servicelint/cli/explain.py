"""`servicelint explain RULE`: a rule's page."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from servicelint import config as settings
from servicelint.cli.options import config_option, configuration, style, ui_language, ui_option
from servicelint.cli.pages import page
from servicelint.explain import as_markdown, as_text
from servicelint.library import built_in
from servicelint.mistakes import did_you_mean


@click.command("explain", short_help="Show what a rule is about: why, what instead, examples, evidence.")
@click.argument("rule")
@click.option("--format", "kind", type=click.Choice(["text", "markdown"]), default="text", help="How the page is written.")
@config_option
@ui_option
def command(rule: str, kind: str, config_path: Path | None, ui: str | None) -> None:
    """Show what RULE is about: what it flags and why, what to write instead, examples, and what it rests on."""
    config = configuration((), config_path)
    library = settings.library(config, built_in())
    if rule not in library.rules:
        raise click.UsageError(f"“{rule}” is no rule; {did_you_mean(rule, library.rules)}")
    found = page(library.rules[rule], library, ui_language(ui, config))
    click.echo(as_markdown(found) if kind == "markdown" else as_text(found, style(sys.stdout)), nl=False)
