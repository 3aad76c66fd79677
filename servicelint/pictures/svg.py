"""SVG: one file for a browser or a document, one flow below the other; of a big flow the overview."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from servicelint.chart.sheet import sheet
from servicelint.pictures import Sheet

NAME = "svg"


def write(sheets: Sequence[Sheet], out: TextIO) -> None:
    """All flows in one drawing; links that lead to other pages are left out, since there are none."""
    out.write(sheet([one.pages[0].chart for one in sheets]))
