"""Pictures of flows: every module in this folder is one file format of pictures, named like it.

Nothing in here lints, reads a file or knows the command line.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TextIO, cast

from servicelint.chart import Chart
from servicelint.chart.atlas import Page

__all__ = ["Picture", "Sheet", "names", "picture"]


@dataclass(frozen=True)
class Sheet:
    """One flow to be drawn: whole, and folded into pages where it is big (otherwise one page, the whole)."""

    chart: Chart
    pages: tuple[Page, ...]


class Picture(Protocol):
    """What a module in this folder offers. `write` writes a whole file, its last line ended."""

    NAME: str
    """The word for `--format`; the module is called the same."""

    def write(self, sheets: Sequence[Sheet], out: TextIO) -> None: ...


def names() -> tuple[str, ...]:
    """The formats there are, in alphabetical order."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def picture(name: str) -> Picture:
    """The format of that name, loaded only now. KeyError if there is none."""
    if name not in names():
        raise KeyError(name)
    return cast("Picture", importlib.import_module(f"{__name__}.{name}"))
