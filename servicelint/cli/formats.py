"""`servicelint formats`: the list of formats."""

from __future__ import annotations

import json

import click

from servicelint.parse import all_formats


@click.command("formats", short_help="List the formats that are read.")
@click.option("--format", "kind", type=click.Choice(["text", "json"]), default="text", help="How the list is written.")
def command(kind: str) -> None:
    """List the formats: what each is, which files it is looked for in, and what of it is read."""
    rows = [
        {
            "id": name,
            "summary": found.SUMMARY,
            "files": list(found.EXTENSIONS),
            "read": found.READ,
            "not_read": found.NOT_READ,
            "menus": found.MENUS,
            "handoff": found.HANDOFF,
        }
        for name, found in all_formats().items()
    ]
    if kind == "json":
        click.echo(json.dumps({"version": 1, "formats": rows}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(click.style(f"{row['id']}  ", bold=True) + f"{row['summary']} ({' '.join(map(str, row['files']))})")
        click.echo(f"    read: {row['read']}\n    not read: {row['not_read']}")
        click.echo(f"    menus: {'yes' if row['menus'] else 'no'}, hand-off: {'yes' if row['handoff'] else 'no'}")
