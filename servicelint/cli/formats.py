"""`servicelint formats`: the list of formats."""

from __future__ import annotations

import json
from typing import Any

import click

from servicelint.parse import Format, all_formats


@click.command("formats", short_help="List the formats that are read.")
@click.option(
    "--format", "kind", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How the list is written."
)
def command(kind: str) -> None:
    """List the formats: what each is, which files it is looked for in, and what of it is read."""
    found = all_formats()
    if kind == "json":
        click.echo(json.dumps({"version": 1, "formats": [_row(name, own) for name, own in found.items()]}, indent=2))
        return
    for name, own in found.items():
        click.echo(click.style(f"{name}  ", bold=True) + f"{own.SUMMARY} ({' '.join(own.EXTENSIONS)})")
        click.echo(f"    read: {own.READ}\n    not read: {own.NOT_READ}")
        click.echo(f"    menus: {'yes' if own.MENUS else 'no'}, hand-off: {'yes' if own.HANDOFF else 'no'}")


def _row(name: str, own: Format) -> dict[str, Any]:
    return {
        "id": name,
        "summary": own.SUMMARY,
        "files": list(own.EXTENSIONS),
        "read": own.READ,
        "not_read": own.NOT_READ,
        "menus": own.MENUS,
        "handoff": own.HANDOFF,
    }
