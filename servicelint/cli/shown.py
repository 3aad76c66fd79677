"""`servicelint check --show-settings`: what applies to each file, and who says so."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import click

from servicelint.applied import applied, as_json, as_text
from servicelint.cli.options import style
from servicelint.config import Config
from servicelint.discover import Discovery, Wish
from servicelint.layers import Layer
from servicelint.rules import Library


def show(found: Discovery, config: Config, library: Library, wish: Wish, said: Iterable[Layer], report: str) -> int:
    """Writes what applies to each of the files; nothing is linted."""
    if report not in ("text", "json"):
        raise click.UsageError(f"--show-settings is written as text or json, not as {report}.")
    files = applied(found, config, library, wish, said)
    if report == "json":
        sys.stdout.write(as_json(files))
        return 0
    told = [as_text(file, style(sys.stdout)) for file in files]
    sys.stdout.write("\n".join(told) or "No file that servicelint reads was given.\n")
    return 0
