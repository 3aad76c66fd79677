"""Turns coloured terminal output into an SVG picture, for the README.

Run by hand, from the root of the repository, at the width that the picture shall have:

    FORCE_COLOR=1 servicelint check PATHS | python docs/make_picture.py '$ servicelint check PATHS' > docs/report.svg

The argument is the command line to show at the top. Understands the colours, bold and dim that click writes; like
click it ends every colour in the line where it begins.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape

from servicelint.terminal import width

CELL, LINE, MARGIN, SIZE = 8.4, 20, 20, 14
BACKGROUND, TEXT, DIMMED = "#0d1117", "#e6edf3", "#8b949e"
COLORS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "35": "#d2a8ff", "36": "#76e3ea"}
FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
_ESCAPE = re.compile(r"\x1b\[([\d;]*)m")
_RUN = re.compile(r"\S+(?: \S+)*")


@dataclass(frozen=True)
class Pen:
    """How the text that follows is drawn."""

    color: str = TEXT
    bold: bool = False

    def after(self, codes: str) -> Pen:
        """The pen after an escape with these codes, which are separated by semicolons."""
        pen = self
        for code in codes.split(";"):
            if code in COLORS:
                pen = replace(pen, color=COLORS[code])
            elif code == "1":
                pen = replace(pen, bold=True)
            elif code == "2":
                pen = replace(pen, color=DIMMED)
            elif code in ("", "0"):
                pen = Pen()
        return pen


def strokes(line: str) -> Iterator[tuple[str, Pen]]:
    """The pieces of a line, each with its pen."""
    pen, at = Pen(), 0
    for found in _ESCAPE.finditer(line):
        yield line[at : found.start()], pen
        pen, at = pen.after(found[1]), found.end()
    yield line[at:], pen


def drawn(lines: list[str]) -> Iterator[str]:
    """One text element for each run of characters: every run is put at its column, whatever font there is."""
    for row, line in enumerate(lines):
        column = 0
        for text, pen in strokes(line):
            for run in _RUN.finditer(text):
                x = MARGIN + CELL * (column + width(text[: run.start()]))
                y = MARGIN + LINE * row + SIZE
                weight = ' font-weight="bold"' if pen.bold else ""
                length = CELL * width(run.group())
                yield (
                    f'<text x="{x:.1f}" y="{y}" fill="{pen.color}"{weight} textLength="{length:.1f}" '
                    f'lengthAdjust="spacingAndGlyphs">{escape(run.group(), quote=False)}</text>'
                )
            column += width(text)


def picture(output: str, title: str) -> str:
    """The whole SVG."""
    lines = ([f"\x1b[2m{title}\x1b[0m", ""] if title else []) + output.rstrip("\n").split("\n")
    columns = max(width(_ESCAPE.sub("", line)) for line in lines)
    across, down = round(2 * MARGIN + CELL * columns), 2 * MARGIN + LINE * len(lines)
    label = escape(title.removeprefix("$ ") or "Output of servicelint")
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}" viewBox="0 0 {across} {down}" '
            f'role="img" aria-label="{label}" font-family="{FONTS}" font-size="{SIZE}">',
            f'<rect width="{across}" height="{down}" rx="8" fill="{BACKGROUND}"/>',
            *drawn(lines),
            "</svg>\n",
        ]
    )


if __name__ == "__main__":
    sys.stdout.write(picture(sys.stdin.read(), " ".join(sys.argv[1:])))
