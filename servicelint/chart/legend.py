"""What the shapes and lines mean, as a small drawing of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from servicelint.chart import Box, Chart
from servicelint.chart.escape import words as legible
from servicelint.chart.lettering import wide
from servicelint.chart.lines import lines
from servicelint.chart.shapes import MEANINGS, STEP_MEANING, look, name, number, outline, sign

WIDTH, LINE = 1000.0, 30.0
"""The legend breaks into lines of so many pixels each."""
_LINES = (
    ("choice", "a choice: key, word or button"),
    ("onward", "goes on by itself"),
    ("failure", "no input, no match, error"),
    ("choice shortest", "the easiest way to a person"),
)
_WORDS = (
    "12 s: from the start to here",
    "≥ 12 s: or more, part is not told",
    "↩ ↻ goes back",
    "↘ goes on to a place drawn elsewhere",
)
_GRADES = ("error", "warning", "hint")


def legend(charts: Iterable[Chart]) -> str:
    """An `<svg>` element that explains the kinds of boxes in the charts, and the lines, times and findings."""
    shown = _Shown(list(charts))
    x, y = 0.0, 0.0
    parts = []
    for width, drawn in _items(shown):
        if x and x + width > WIDTH:
            x, y = 0.0, y + LINE
        parts.append(f'<g transform="translate({number(x)} {number(y)})">{drawn}</g>')
        x += width + 22
    high = y + LINE
    size = f'width="{number(WIDTH)}" height="{number(high)}" viewBox="0 0 {number(WIDTH)} {number(high)}"'
    told = 'role="img" aria-label="What shapes and lines mean"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" class="flow legend" {size} {told}>{"".join(parts)}</svg>'


class _Shown:
    """What there is in the charts to be explained."""

    def __init__(self, charts: Sequence[Chart]) -> None:
        boxes = [box for chart in charts for box in chart.boxes]
        every = [line for chart in charts for line in lines(chart.arrows)]
        self.looks = {look(box) for box in boxes}
        self.grades = {mark.severity for box in boxes for mark in box.marks[:1]}
        self.manners = {line.manner for line in every} | {"choice shortest" for line in every if line.shortest}


def _items(shown: _Shown) -> Iterator[tuple[float, str]]:
    for kind, meaning in [*MEANINGS.items(), (None, STEP_MEANING)]:
        box = Box("", kind or "say", "", "", "", 0, silent=kind is None)
        if look(box) in shown.looks:
            shape = f'<path class="shape" d="{outline(box.kind, 0.0, 0.0, 42.0, 22.0)}"/>'
            yield _item(f"{name(box)}: {meaning}", 42, f'<g class="{look(box)}">{shape}{sign(box, 14, 4)}</g>')
    for manner, words in _LINES:
        if manner not in shown.manners:
            continue
        yield _item(words, 34, f'<g class="{manner}"><path class="wire" d="M0 11H34"/></g>')
    for grade in _GRADES:
        if grade not in shown.grades:
            continue
        yield _item(f"{grade}s found", 22, badge(grade, 11.0, 11.0, ""))
    for words in _WORDS:
        yield _item(words, -8, "")


def _item(words: str, room: float, drawn: str) -> tuple[float, str]:
    text = f'<text class="note" x="{number(room + 8)}" y="15">{legible(words)}</text>'
    return room + 8 + wide(words, 11), drawn + text


def badge(grade: str, x: float, y: float, words: str) -> str:
    """The sign of findings around a middle: an octagon for errors, a triangle for warnings, a circle for hints."""
    shape = {
        "error": f"M{number(x - 5)} {number(y - 12)}h10l7 7v10l-7 7h-10l-7 -7v-10z",
        "warning": f"M{number(x)} {number(y - 14)}l14 24h-28z",
        "hint": f"M{number(x - 11)} {number(y)}a11 11 0 1 1 22 0a11 11 0 1 1 -22 0z",
    }[grade]
    low = y + (7 if grade == "warning" else 4)
    count = f'<text class="count" x="{number(x)}" y="{number(low)}">{legible(words)}</text>' if words else ""
    return f'<path class="mark {grade}-mark" d="{shape}"/>{count}'
