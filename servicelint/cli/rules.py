"""`servicelint rules`: the list of rules."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from servicelint import config as settings
from servicelint import profiles
from servicelint.cli.options import config_option, configuration, profile_option, style, ui_language, ui_option
from servicelint.cli.pages import manual
from servicelint.layers import Choice, settle
from servicelint.library import built_in
from servicelint.parse import all_formats
from servicelint.profile_page import checked
from servicelint.rules import Library, Rule
from servicelint.terminal import Style, hang

_LEAST = 30
"""So many columns beside its name are worth using for what a rule is about."""
_INDENT = 4


@click.command("rules", short_help="List the rules.")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json", "markdown"]),
    default="text",
    show_default=True,
    help="How it is written.",
)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="With markdown: a page a rule in this folder.")
@config_option
@profile_option
@ui_option
def command(kind: str, output: Path | None, config_path: Path | None, profile: str | None, ui: str | None) -> None:
    """List the rules: what each flags, how grave it is, and in which languages it knows the words.

    With --profile, only those that are on in it, with its levels and numbers. With --format markdown, the whole manual: a
    page for each rule.
    """
    config = configuration((), config_path, profile)
    library = settings.library(config, built_in())
    told = ui_language(ui, config)
    if output and kind != "markdown":
        raise click.UsageError("--output goes with --format markdown.")
    if kind == "markdown":
        _write(manual(library, told), output)
        return
    on = settle(profiles.together(list(config.asked)), library) if profile else {}
    rules = [_row(rule, library, told, on.get(name)) for name, rule in sorted(library.rules.items()) if not on or on[name].on]
    if kind == "json":
        click.echo(json.dumps({"version": 1, "rules": rules}, ensure_ascii=False, indent=2))
        return
    longest = max((len(row["id"]) for row in rules), default=0)
    for row in rules:
        told_of = row.get("numbers") or ", ".join(row["languages"])
        label, told = f"{row['id']:{longest}}  {row['severity']:7}  ", f"{row['summary']}  ({told_of})"
        lines = _narrow(label, told, style(sys.stdout).prose) if sys.stdout.isatty() else [label + told]
        click.echo("\n".join(lines))


def _narrow(label: str, told: str, columns: int) -> Iterator[str]:
    """A rule as a terminal has room for it: what it says beside its name, or below."""
    if len(label) + _LEAST > columns:
        yield label.rstrip()
        label = " " * _INDENT
    yield from hang(label, told, columns, len(label), Style())


def _write(pages: Mapping[str, str], folder: Path | None) -> None:
    """The pages as files of a folder, or one after the other."""
    if folder is None:
        click.echo("\n".join(pages.values()), nl=False)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as failure:
        raise click.UsageError(f"The pages cannot be written to {folder}: {failure.strerror}.") from None
    click.echo(f"{len(pages)} pages written to {folder}.", err=True)


def _row(rule: Rule, library: Library, ui: str, choice: Choice | None = None) -> dict[str, Any]:
    """A rule as the list has it; as a profile has it where `choice` says so, with its numbers."""
    flows = rule.scope == "flow"
    row = {
        "id": rule.id,
        "quality": rule.quality,
        "severity": rule.severity,
        "languages": list(library.languages(rule)),
        "formats": [name for name, format in all_formats().items() if format.MENUS or not flows],
        "fix": rule.safe_channels is not None,
        "summary": rule.text("summary", ui),
    }
    if choice is None:
        return row
    own = checked(rule, choice, ui)
    return {**row, "severity": own.severity, "numbers": own.numbers}
