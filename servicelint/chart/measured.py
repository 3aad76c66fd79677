"""A chart with sizes: how each box breaks into lines, which arrows are drawn and which are told in the box they leave.

An arrow that leads back, or by failing to a place that many others lead to as well, is a line of text at the foot of its
box (↩ where to): pictures stay calm, and everything drawn leads down.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from servicelint.chart import Box, Chart
from servicelint.chart.layout import Placed, Way, layout
from servicelint.chart.lettering import fitted, wide, wrapped
from servicelint.chart.lines import Line, lines
from servicelint.chart.ranks import returning
from servicelint.chart.shapes import SLANT, name

TEXT, SMALL, LEADING, FOOT = 13.0, 11.0, 17.0, 16.0
BODY, PAD, HEAD = 196.0, 12.0, 17.0
"""Widths and heights in pixels: the text of a box, the margin around it, the line with its kind and time."""
TITLE_LINES, LABEL = 3, 150.0
MANY, DENSE = 24, 1.8
"""In a picture of so many boxes, with so many lines for each, only the line that first leads to a box is drawn."""
NOTES = 5
"""A box tells so many arrows that are not drawn, and how many more there are."""
CROWDED = 4
"""A failure to a place that so many lead to is told rather than drawn."""


@dataclass(frozen=True, slots=True)
class Note:
    """A line at the foot of a box: where an arrow leads that is not drawn; `back` whether it goes back, `target` the
    number of the box it leads to."""

    text: str
    target: int
    back: bool


@dataclass(frozen=True)
class Card:
    """A box with its lines, in a box of that size."""

    box: Box
    head: str
    time: str
    title: list[str]
    notes: list[Note]
    width: float
    height: float
    inset: float


@dataclass(frozen=True)
class Measured:
    """`placed.ways` and `drawn` go together, `cards` and `placed.boxes` too."""

    cards: list[Card]
    drawn: list[Line]
    labels: list[str]
    placed: Placed


def measured(chart: Chart) -> Measured:
    """Sizes and places for everything in the chart."""
    number = {box.id: at for at, box in enumerate(chart.boxes)}
    every = list(lines(chart.arrows))
    entry = number.get(chart.entry, 0)
    back = returning(len(chart.boxes), [(number[line.source], number[line.target]) for line in every], entry)
    back = [leads or line.target == chart.entry for leads, line in zip(back, every, strict=True)]
    told = _told(chart, every, back)
    notes: dict[str, list[Note]] = {}
    for line, leads, quiet in zip(every, back, told, strict=True):
        if quiet:
            notes.setdefault(line.source, []).append(_note(chart, number, line, leads))
    cards = [_card(box, notes.get(box.id, []), chart.entry) for box in chart.boxes]
    drawn = [line for line, quiet in zip(every, told, strict=True) if not quiet]
    labels = [fitted(line.label, SMALL, LABEL) for line in drawn]
    ways = [
        Way(
            number[line.source],
            number[line.target],
            label_size(label, line),
            f"{line.manner}{line.shortest}",
            line.manner == "failure",
        )
        for line, label in zip(drawn, labels, strict=True)
    ]
    return Measured(cards, drawn, labels, layout([(card.width, card.height) for card in cards], ways, entry))


def when(box: Box) -> str:
    """When a customer gets here: `12 s`, `≥ 12 s`, `1:30 min`; "" where no way leads here."""
    if box.seconds is None:
        return ""
    whole = round(box.seconds)
    if box.at_least and not whole:
        return ""
    told = f"{whole} s" if whole < 100 else f"{whole // 60}:{whole % 60:02} min"
    return f"≥ {told}" if box.at_least else told


def _told(chart: Chart, every: Sequence[Line], back: Sequence[bool]) -> list[bool]:
    """Which lines are told rather than drawn: those that lead back, failures to crowded places after the first, and
    what goes on to other pages from many places."""
    away = {box.id for box in chart.boxes if box.link}
    arriving = Counter(line.target for line, leads in zip(every, back, strict=True) if not leads)
    reached = {line.target for line, leads in zip(every, back, strict=True) if not leads and line.manner == "choice"}
    told = []
    for line, leads in zip(every, back, strict=True):
        meek = line.manner == "failure" or (line.target in away and line.manner == "onward" and line.source not in away)
        crowded = meek and arriving[line.target] >= CROWDED and line.target in reached
        told.append(leads or crowded)
        if not leads:
            reached.add(line.target)
    if len(chart.boxes) >= MANY and told.count(False) > DENSE * len(chart.boxes):
        kept = _tree(chart, every, told)
        told = [quiet or (at not in kept and not every[at].shortest) for at, quiet in enumerate(told)]
    return told


def _tree(chart: Chart, every: Sequence[Line], told: Sequence[bool]) -> set[int]:
    """Of the lines that would be drawn, one to each box: the one by which it is first reached."""
    onward: dict[str, list[int]] = {}
    for at, line in enumerate(every):
        if not told[at]:
            onward.setdefault(line.source, []).append(at)
    kept: set[int] = set()
    seen: set[str] = set()
    for root in [chart.entry, *(box.id for box in chart.boxes)]:
        waiting = deque([] if root in seen else [root])
        seen.add(root)
        while waiting:
            for at in onward.get(waiting.popleft(), ()):
                if every[at].target not in seen:
                    seen.add(every[at].target)
                    kept.add(at)
                    waiting.append(every[at].target)
    return kept


def _note(chart: Chart, number: Mapping[str, int], line: Line, back: bool) -> Note:
    target = chart.boxes[number[line.target]]
    sign = "↻" if line.source == line.target else "↩" if back else "↘"
    known = target.title or name(target).lower()
    where = "again" if line.source == line.target else "start" if line.target == chart.entry else known
    label = fitted(line.label, SMALL, BODY * 0.55)
    return Note(f"{sign} {label}: {where}" if label else f"{sign} {where}", number[line.target], back)


def _card(box: Box, notes: list[Note], entry: str) -> Card:
    inset = PAD + SLANT.get(box.kind, 0)
    small = box.silent and box.kind in ("say", "unknown") and not notes and box.id != entry
    title = wrapped(box.title, TEXT, 120 if small else BODY, 1 if small else TITLE_LINES)
    head, time = name(box), when(box) or ("not reached" if box.seconds is None and box.path else "")
    needed = [wide(line, TEXT) for line in title] + [wide(head, SMALL) + wide(time, SMALL) + 36]
    body = max(needed) if small else BODY
    shown = [replace(note, text=fitted(note.text, SMALL, body)) for note in notes[:NOTES]]
    if len(notes) > NOTES:
        shown[-1] = replace(shown[-1], text=f"↘ and {len(notes) - NOTES + 1} others")
    height = 2 * PAD - 4 + HEAD + LEADING * len(title) + (FOOT if box.note else 0) + (FOOT * len(shown) + 6 if shown else 0)
    return Card(box, head, time, title, shown, round(body + 2 * inset, 1), max(height, 38.0), inset)


def label_size(label: str, line: Line) -> tuple[float, float]:
    """Width and height that an arrow's label takes; none without one. Choices are in bold."""
    bold = 1.08 if line.manner == "choice" else 1.0
    return (max(wide(label, SMALL) * bold + 16, 24.0), 20.0) if label else (0.0, 0.0)
