"""`servicelint rules`: the list of rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from servicelint import config as settings
from servicelint.cli.options import config_option, configuration, ui_language, ui_option
from servicelint.cli.pages import manual
from servicelint.library import built_in
from servicelint.parse import all_formats
from servicelint.rules import Library, Rule


@click.command("rules", short_help="List the rules.")
@click.option("--format", "kind", type=click.Choice(["text", "json", "markdown"]), default="text", help="How it is written.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="With markdown: a page a rule in this folder.")
@config_option
@ui_option
def command(kind: str, output: Path | None, config_path: Path | None, ui: str | None) -> None:
    """List the rules: what each flags, how grave it is, and in which languages it knows the words.

    With --format markdown, the whole manual: a page for each rule.
    """
    config = configuration((), config_path)
    library = settings.library(config, built_in())
    told = ui_language(ui, config)
    if output and kind != "markdown":
        raise click.UsageError("--output goes with --format markdown.")
    if kind == "markdown":
        _write(manual(library, told), output)
        return
    rules = [_row(rule, library, told) for _, rule in sorted(library.rules.items())]
    if kind == "json":
        click.echo(json.dumps({"version": 1, "rules": rules}, ensure_ascii=False, indent=2))
        return
    longest = max(len(row["id"]) for row in rules)
    for row in rules:
        click.echo(f"{row['id']:{longest}}  {row['severity']:7}  {row['summary']}  ({', '.join(row['languages'])})")


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


def _row(rule: Rule, library: Library, ui: str) -> dict[str, Any]:
    flows = rule.scope == "flow"
    return {
        "id": rule.id,
        "quality": rule.quality,
        "severity": rule.severity,
        "languages": list(library.languages(rule)),
        "formats": [name for name, format in all_formats().items() if format.MENUS or not flows],
        "fix": rule.safe_channels is not None,
        "summary": rule.text("summary", ui),
    }
