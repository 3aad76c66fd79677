"""Several charts below each other in one SVG file that stands alone: its style sheet inside, a legend at its foot."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from servicelint.chart import Chart
from servicelint.chart.colours import CSS
from servicelint.chart.escape import words
from servicelint.chart.legend import WIDTH, legend
from servicelint.chart.shapes import number
from servicelint.chart.svg import MARGIN, drawing

TITLE = 44.0
"""The height of a chart's title."""
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')


def sheet(charts: Sequence[Chart]) -> str:
    """The file, its last line ended. Boxes do not link to other pages, since there are none."""
    parts: list[str] = []
    y, widest = 0.0, WIDTH
    for at, chart in enumerate(charts):
        alone = replace(chart, boxes=tuple([replace(box, link="") for box in chart.boxes]))
        drawn = drawing(alone, f"f{at}-" if len(charts) > 1 else "")
        width, height = size(drawn)
        parts.append(f'<text class="heading" x="{number(MARGIN)}" y="{number(y + 32)}">{words(chart.title)}</text>')
        parts.append(drawn.replace("<svg ", f'<svg y="{number(y + TITLE)}" ', 1))
        y, widest = y + TITLE + height, max(widest, width)
    key = legend(charts)
    parts.append(key.replace("<svg ", f'<svg x="{number(MARGIN)}" y="{number(y + 8)}" ', 1))
    widest, y = widest + 2 * MARGIN if widest == WIDTH else widest, y + size(key)[1] + MARGIN
    box = f'width="{number(widest)}" height="{number(y)}" viewBox="0 0 {number(widest)} {number(y)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" {box}>'
    style = f"<style>{CSS}</style>"
    ground = '<rect class="sheet" width="100%" height="100%"/>'
    return "\n".join([head, style, ground, *parts, "</svg>\n"])


def size(drawn: str) -> tuple[float, float]:
    """Width and height of a drawing."""
    found = _SIZE.search(drawn)
    return (float(found[1]), float(found[2])) if found else (0.0, 0.0)
