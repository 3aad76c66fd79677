"""A chart as an SVG element: no script, no font or file from elsewhere, every text escaped, styled by `colours.CSS`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from servicelint.chart import Box, Chart
from servicelint.chart.escape import attribute, words
from servicelint.chart.layout import Point
from servicelint.chart.legend import badge
from servicelint.chart.lines import Line
from servicelint.chart.measured import FOOT, HEAD, LEADING, PAD, Card, Measured, label_size, measured, when
from servicelint.chart.shapes import look, name, number, outline, sign

MARGIN, START = 24.0, 34.0
"""Room around the drawing, and above it for the sign of the start."""


def drawing(chart: Chart, prefix: str = "") -> str:
    """The chart as an `<svg>` element. `prefix` stands before each id, so that several fit on one page."""
    found = measured(chart)
    width, height = found.placed.width + 2 * MARGIN, found.placed.height + 2 * MARGIN + START
    size = f'width="{number(width)}" height="{number(height)}" viewBox="0 0 {number(width)} {number(height)}"'
    label = attribute(f"Flow {chart.title}: {len(chart.boxes)} steps")
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="flow" {size} role="group" aria-label="{label}">',
        f'<g transform="translate({number(MARGIN)} {number(MARGIN + START)})">',
        *_wires(found),
        *_labels(found),
        *_start(chart, found),
        *_nodes(chart, found, prefix),
        "</g></svg>",
    ]
    return "\n".join(parts)


def described(box: Box) -> str:
    """All that is known of a box, for whoever hovers over it or listens to it."""
    arrival = when(box)
    facts = [name(box) + (f", {arrival} from the start" if arrival else ", no way leads here"), box.text]
    facts += [f"{mark.severity}: {mark.message} ({mark.rule})" for mark in box.marks]
    return "\n".join([*facts, f"{box.path}:{box.line}"] if box.path else facts)


def _wires(found: Measured) -> Iterator[str]:
    """The lines, the quiet ones first so that the others lie above them."""
    order = sorted(zip(found.drawn, found.placed.ways, strict=True), key=lambda pair: _loudness(pair[0]))
    for line, run in order:
        (x, y), tip = run[-1], 9.0 if line.shortest else 7.5
        path = _curve([*run[:-1], (x, y - tip + 1)])
        head = f"M{number(x - tip / 2)} {number(y - tip)}L{number(x)} {number(y)}L{number(x + tip / 2)} {number(y - tip)}Z"
        yield f'<g class="{_manner(line)}"><path class="wire" d="{path}"/><path class="tip" d="{head}"/></g>'


def _loudness(line: Line) -> int:
    return 3 if line.shortest else {"failure": 0, "onward": 1, "choice": 2}[line.manner]


def _manner(line: Line) -> str:
    return f"{line.manner} shortest" if line.shortest else line.manner


def _curve(run: list[Point]) -> str:
    """Straight down where two points have the same x, otherwise a curve that begins and ends downwards."""
    parts = [f"M{number(run[0][0])} {number(run[0][1])}"]
    for (x, y), (to_x, to_y) in pairwise(run):
        if abs(to_x - x) < 0.05:
            parts.append(f"V{number(to_y)}")
        else:
            middle = number((y + to_y) / 2)
            parts.append(f"C{number(x)} {middle} {number(to_x)} {middle} {number(to_x)} {number(to_y)}")
    return "".join(parts)


def _labels(found: Measured) -> Iterator[str]:
    for line, text, (x, y) in zip(found.drawn, found.labels, found.placed.labels, strict=True):
        if text:
            width = label_size(text, line)[0]
            shape = f'x="{number(x - width / 2)}" y="{number(y - 9)}" width="{number(width)}" height="18" rx="{_round(text)}"'
            yield (
                f'<g class="{_manner(line)}"><title>{words(line.label)}</title><rect class="pill" {shape}/>'
                f'<text class="label" x="{number(x)}" y="{number(y + 4)}">{words(text)}</text></g>'
            )


def _round(text: str) -> str:
    """A key looks like a key, words look like a button."""
    return "4" if len(text) == 1 else "9"


def _start(chart: Chart, found: Measured) -> Iterator[str]:
    at = next((at for at, box in enumerate(chart.boxes) if box.id == chart.entry), None)
    if at is not None:
        x, y = found.placed.boxes[at][0] + found.cards[at].width / 2, found.placed.boxes[at][1]
        tip = f"M{number(x - 5)} {number(y - 9)}L{number(x)} {number(y)}L{number(x + 5)} {number(y - 9)}Z"
        yield (
            f'<g class="choice"><circle class="start" cx="{number(x)}" cy="{number(y - 28)}" r="7"/>'
            f'<path class="wire" d="M{number(x)} {number(y - 24)}V{number(y - 6)}"/><path class="tip" d="{tip}"/></g>'
        )


def _nodes(chart: Chart, found: Measured, prefix: str) -> Iterator[str]:
    for at, (card, (x, y)) in enumerate(zip(found.cards, found.placed.boxes, strict=True)):
        box = card.box
        classes = " ".join(
            ["node", look(box)] + ["silent"] * box.silent + ["entry"] * (box.id == chart.entry) + ["found"] * bool(box.marks)
        )
        told = described(box)
        name = f'class="{classes}" id="{prefix}n{at}" data-node="{attribute(box.id)}"'
        place = f'transform="translate({number(x)} {number(y)})"'
        reach = f'tabindex="{-1 if box.link else 0}" role="img" aria-label="{attribute(told)}"'
        inner = f"<title>{words(told)}</title>{''.join(_card(card, prefix))}"
        whole = f"<g {name} {place} {reach}>{inner}</g>"
        yield f'<a href="{attribute(box.link)}">{whole}</a>' if box.link else whole


def _card(card: Card, prefix: str) -> Iterator[str]:
    box, w, h = card.box, card.width, card.height
    if box.kind == "group":
        yield f'<path class="shape" d="{outline("group", 5, 5, w, h)}"/>'
    yield f'<path class="shape" d="{outline(box.kind, 0, 0, w, h)}"/>'
    x, y = card.inset, PAD - 3
    yield sign(box, x, y)
    yield f'<text class="head" x="{number(x + 19)}" y="{number(y + 11)}">{words(card.head)}</text>'
    if card.time:
        yield f'<text class="time" x="{number(w - card.inset)}" y="{number(y + 11)}">{words(card.time)}</text>'
    y += HEAD
    for line in card.title:
        y += LEADING
        yield f'<text class="title" x="{number(x)}" y="{number(y - 3)}">{words(line)}</text>'
    if box.note:
        y += FOOT
        yield f'<text class="note" x="{number(x)}" y="{number(y - 3)}">{words(box.note)}</text>'
    if card.notes:
        y += 5
        yield f'<path class="rule" d="M{number(x)} {number(y)}H{number(w - x)}"/>'
    for note in card.notes:
        y += FOOT
        place = f'x="{number(x)}" y="{number(y - 3)}"'
        yield f'<a href="#{prefix}n{note.target}"><text class="note" {place}>{words(note.text)}</text></a>'
    yield from _badge(box, w)


def _badge(box: Box, w: float) -> Iterator[str]:
    """How many findings, on the sign of the gravest."""
    if box.marks:
        yield badge(box.marks[0].severity, w - 10, 0.0, str(len(box.marks)))
