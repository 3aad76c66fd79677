"""A flow as pages: one picture, or an overview in which groups are folded and a picture of each group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from servicelint.chart import Arrow, Box, Chart
from servicelint.chart.groups import LIMIT, Group, groups
from servicelint.chart.lines import manner
from servicelint.chart.making import gravest
from servicelint.chart.words import cut, listed

OVERVIEW = 100
"""An overview, whose boxes are groups, may be bigger."""
FROM, TO = "from ", "to "
"""What the ids of places on other pages begin with: those that lead here, and those that this page leads to."""
STUBS = 8
"""A page of a group shows so many other groups that it leads to."""
_COUNTED = (("menu", "menu", "menus"), ("human", "person", "persons"))


@dataclass(frozen=True)
class Page:
    """A picture. `anchor` is its name in links, `parent` the anchor of the page on which it is folded ("" for the first)."""

    anchor: str
    chart: Chart
    parent: str = ""


def pages(chart: Chart, anchor: str = "flow", limit: int = LIMIT) -> tuple[Page, ...]:
    """The pages of a chart, the one with its entry first."""
    number = count(1)
    return tuple(_pages(Page(anchor, chart), anchor, number, limit))


def _pages(page: Page, anchor: str, number: Iterator[int], limit: int) -> Iterator[Page]:
    chart = page.chart
    folded_before = any(box.kind == "group" for box in chart.boxes) and not page.parent
    found = groups(chart) if len(chart.boxes) > (max(limit, OVERVIEW) if folded_before else limit) else ()
    if len(found) < 2:
        yield page
        return
    anchors = {group.name: f"{anchor}-{next(number)}" for group in _unlike(found)}
    folded = _Folded(chart, _unlike(found), anchors, page.anchor)
    overview = folded.overview()
    yield from _pages(replace(page, chart=overview), anchor, number, limit)
    for group in folded.groups:
        yield from _pages(folded.page(group), anchor, number, limit)


def _unlike(found: Sequence[Group]) -> list[Group]:
    """The groups with names that differ: of equals, the later ones get a number."""
    seen: Counter[str] = Counter()
    named = []
    for group in found:
        seen[group.name] += 1
        named.append(replace(group, name=f"{group.name} ({seen[group.name]})") if seen[group.name] > 1 else group)
    return named


class _Folded:
    """A chart with its groups."""

    def __init__(self, chart: Chart, found: Sequence[Group], anchors: Mapping[str, str], home: str) -> None:
        self.chart, self.groups, self._anchors, self._home = chart, found, anchors, home
        self._boxes = {box.id: box for box in chart.boxes}
        self._group = {name: group for group in found for name in group.boxes}

    def overview(self) -> Chart:
        """One box for each group, and the boxes that are in none."""
        shown: dict[str, Box] = {}
        for box in self.chart.boxes:
            group = self._group.get(box.id)
            if group is None:
                shown[box.id] = box
            elif self._name(group) not in shown:
                shown[self._name(group)] = self._box(group)
        arrows = _joined(self.chart.arrows, self._shown)
        return replace(self.chart, boxes=tuple(shown.values()), arrows=arrows, entry=self._shown(self.chart.entry))

    def page(self, group: Group) -> Page:
        """The picture of one group: its boxes, below each other place that leads here, above each that it leads to."""
        inside = set(group.boxes)
        ends = {name: name for name in group.boxes}
        arriving = [arrow for arrow in self.chart.arrows if arrow.target in inside and arrow.source not in inside]
        leaving = [arrow for arrow in self.chart.arrows if arrow.source in inside and arrow.target not in inside]
        before = self._stubs([arrow.source for arrow in arriving], FROM)
        after = self._stubs([arrow.target for arrow in leaving], TO)
        into = _joined(arriving, lambda name: ends.get(name) or before[name].id)
        out = _joined(leaving, lambda name: ends.get(name) or after[name].id)
        whole = tuple([arrow for arrow in self.chart.arrows if arrow.source in inside and arrow.target in inside])
        own = [_without(group.name, self._boxes[name]) for name in group.boxes]
        boxes = tuple(dict.fromkeys([*before.values(), *own, *after.values()]))
        entry = self.chart.entry if self.chart.entry in inside else ""
        chart = replace(self.chart, id=group.name, title=group.name, boxes=boxes, arrows=(*into, *whole, *out), entry=entry)
        return Page(self._anchors[group.name], chart, self._home)

    def _stubs(self, names: Sequence[str], side: str) -> dict[str, Box]:
        """A box for each place outside of a group, by the names of all that it stands for; of many places the last ones
        share a box."""
        places = list(dict.fromkeys(self._shown(name) for name in names))
        shown = places if len(places) <= STUBS else places[: STUBS - 1]
        stubs = {place: self._stub(place, side) for place in shown}
        rest = Box(f"{side}…", "group", f"{len(places) - len(shown)} other parts of the flow", "", "", 0, link=f"#{self._home}")
        return {name: stubs.get(self._shown(name), rest) for name in names}

    def _shown(self, name: str) -> str:
        group = self._group.get(name)
        return self._name(group) if group else name

    def _name(self, group: Group) -> str:
        return f"group {self._anchors[group.name]}"

    def _box(self, group: Group) -> Box:
        inside = [self._boxes[name] for name in group.boxes]
        marks = tuple(sorted(dict.fromkeys(mark for box in inside for mark in box.marks), key=gravest))
        findings = tuple(sorted({at for box in inside for at in box.findings}))
        first = min((box for box in inside if box.seconds is not None), key=lambda box: box.seconds or 0.0, default=inside[0])
        return Box(
            self._name(group),
            "group",
            cut(group.name, 90),
            group.name,
            inside[0].path,
            inside[0].line,
            first.seconds,
            first.at_least,
            findings,
            marks,
            link=f"#{self._anchors[group.name]}",
            note=_counted(inside),
        )

    def _stub(self, place: str, side: str) -> Box:
        """A place outside of a group, without what was found there."""
        group = next((group for group in self.groups if self._name(group) == place), None)
        box = self._box(group) if group else self._boxes[place]
        return replace(box, id=side + box.id, link=box.link or f"#{self._home}", note="", findings=(), marks=())


def _without(name: str, box: Box) -> Box:
    """A box that says nothing without the name of its group, which the page bears already."""
    return replace(box, title=box.title.removeprefix(name).strip(" :/#·")) if box.silent else box


def _counted(boxes: Sequence[Box]) -> str:
    steps = [f"{len(boxes)} steps"]
    for kind, one, many in _COUNTED:
        number = sum(box.kind == kind for box in boxes)
        if number:
            steps.append(f"{number} {one if number == 1 else many}")
    return " · ".join(steps)


def _joined(arrows: Sequence[Arrow], end: Callable[[str], str]) -> tuple[Arrow, ...]:
    """The arrows between what is shown, those of one manner between the same two as one; none within a group."""
    merged: dict[tuple[str, str, str], list[Arrow]] = {}
    for arrow in arrows:
        source, target = end(arrow.source), end(arrow.target)
        if source != target:
            merged.setdefault((source, target, manner(arrow)), []).append(arrow)
    return tuple([_one(source, target, same) for (source, target, _), same in merged.items()])


def _one(source: str, target: str, same: Sequence[Arrow]) -> Arrow:
    label = listed(word for arrow in same for word in arrow.label.split(", "))
    return Arrow(source, target, label, same[0].trigger, any(arrow.shortest for arrow in same))
