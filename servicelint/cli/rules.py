"""`servicelint rules`: the list of rules."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from servicelint import config as settings
from servicelint.cli.options import configuration, ui_language, ui_option
from servicelint.library import built_in
from servicelint.parse import all_formats
from servicelint.rules import Library, Rule


@click.command("rules", short_help="List the rules.")
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", help="How the list is written.")
@click.option("--config", "config_path", type=click.Path(path_type=Path), help="The configuration file to use.")
@ui_option
def command(kind: str, config_path: Path | None, ui: str | None) -> None:
    """List the rules: what each flags, how grave it is, and in which languages it knows the words."""
    config = configuration((), config_path)
    library = settings.library(config, built_in())
    told = ui_language(ui, config)
    rules = [_row(rule, library, told) for _, rule in sorted(library.rules.items())]
    if kind == "json":
        click.echo(json.dumps({"version": 1, "rules": rules}, ensure_ascii=False, indent=2))
        return
    longest = max(len(row["id"]) for row in rules)
    for row in rules:
        click.echo(f"{row['id']:{longest}}  {row['severity']:7}  {row['summary']}  ({', '.join(row['languages'])})")


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
