"""`servicelint formats`: the list of formats."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from servicelint.cli.options import style
from servicelint.parse import Format, all_formats
from servicelint.terminal import Style, wrap

_INDENT = "    "


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
        _tell(name, own, style(sys.stdout), sys.stdout.isatty())


def _tell(name: str, own: Format, wanted: Style, terminal: bool) -> None:
    """What a format is, wrapped on a terminal; a line each for programs."""
    columns = wanted.prose if terminal else sys.maxsize
    told = {
        "read": own.READ,
        "not read": own.NOT_READ,
        "menus": f"{'yes' if own.MENUS else 'no'}, hand-off: {'yes' if own.HANDOFF else 'no'}",
    }
    first, *others = wrap(f"{name} {own.SUMMARY} ({' '.join(own.EXTENSIONS)})", columns - len(_INDENT))
    sys.stdout.write(f"{wanted.paint(name, bold=True)} {first.removeprefix(name)}\n")
    for line in others + [line for key, text in told.items() for line in wrap(f"{key}: {text}", columns - len(_INDENT))]:
        sys.stdout.write(f"{_INDENT}{line}\n")


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
