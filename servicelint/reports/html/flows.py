"""The pictures of flows: each node that something was found at leads to its findings, each finding to its nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from servicelint.chart import Box, Chart
from servicelint.chart.atlas import Page, pages
from servicelint.chart.colours import CSS
from servicelint.chart.legend import legend
from servicelint.chart.making import chart
from servicelint.chart.svg import drawing
from servicelint.flows.graph import Graph, graphs
from servicelint.model import Document, Finding
from servicelint.reports import Run, shown_path
from servicelint.reports.html.anchors import Anchors, NodeLink
from servicelint.reports.html.element import Html, joined, tag
from servicelint.reports.html.findings import badges
from servicelint.reports.html.voice import Voice
from servicelint.terminal import clean, head

LARGEST = 400
"""A flow of more nodes fills dozens of pictures, which belong on a page of their own."""
_LABEL = 60
"""A link to a node names it in so many columns."""
_FIRST = 5
"""So many flows are listed above the findings; the others are folded."""
_FEW = 3
"""So many flows are drawn whatever was found in them; of more only those with findings."""


def _themed(css: str) -> str:
    """The colours of pictures once more, so that they follow the colours a reader chose for the page."""
    shades: dict[str, list[str]] = {}
    for name, colour in re.findall(r"(--[\w-]+):(#[0-9a-f]{6})\b", css):
        shades.setdefault(name, []).append(colour)
    both = "".join(f"{name}:light-dark({light},{dark});" for name, (light, dark, *_) in shades.items())
    return f".picture .flow{{{both}}}\n"


STYLE = CSS + _themed(CSS)


@dataclass(frozen=True)
class Picture:
    """One flow: its file, its chart, its anchor on the page, and the run's number of each finding of its document."""

    path: str
    chart: Chart
    numbers: tuple[int, ...]
    anchor: str = ""

    @property
    def large(self) -> bool:
        return len(self.chart.boxes) > LARGEST

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The flow as one drawing, or a big one as an overview and its parts."""
        return pages(self.chart, self.anchor)

    @cached_property
    def nodes(self) -> tuple[tuple[NodeLink, tuple[int, ...]], ...]:
        """Each node that something was found at, with the numbers of its findings."""
        return tuple(
            (NodeLink(f"{_prefix(page)}n{at}", _label(box)), tuple([self.numbers[index] for index in box.findings]))
            for page in self.pages
            for at, box in enumerate(page.chart.boxes)
            if box.findings and box.kind != "group"
        )

    @property
    def found(self) -> tuple[int, ...]:
        """The findings of all nodes, each once, in the order of the run."""
        return tuple(sorted({self.numbers[index] for box in self.chart.boxes for index in box.findings}))


@dataclass(frozen=True)
class Pictures:
    """The flows that are shown, and how many others there are."""

    shown: tuple[Picture, ...]
    others: int


def pictures(run: Run) -> Pictures:
    """Every flow with findings; all flows where there are few."""
    found: dict[str, list[int]] = {}
    for number, finding in enumerate(run.findings):
        found.setdefault(finding.path, []).append(number)
    every = [picture for document in run.documents for picture in _of(document, found, run.findings)]
    shown = [picture for picture in every if len(every) <= _FEW or picture.found]
    numbered = [replace(picture, anchor=f"flow{at}") for at, picture in enumerate(shown, start=1)]
    return Pictures(tuple(numbered), len(every) - len(shown))


def _of(document: Document, found: Mapping[str, list[int]], findings: tuple[Finding, ...]) -> Iterator[Picture]:
    numbers = tuple(sorted(number for source in document.bundle.sources for number in found.get(source.path, ())))
    own = [findings[number] for number in numbers]
    for graph in graphs(document):
        yield Picture(_path(graph, document), chart(document, graph, own), numbers)


def _path(graph: Graph, document: Document) -> str:
    """The file in which the flow begins."""
    entry = graph.nodes.get(graph.flow.entry)
    return entry.span.source.path if entry else document.bundle.sources[0].path


def _prefix(page: Page) -> str:
    """What stands before the ids of a drawing's nodes."""
    return f"{page.anchor}-"


def _label(box: Box) -> str:
    return head(clean(box.title or box.id), _LABEL)


def nodes(shown: Pictures) -> dict[int, tuple[NodeLink, ...]]:
    """The nodes that each finding stands at, in pictures that are drawn."""
    links: dict[int, tuple[NodeLink, ...]] = {}
    for picture in shown.shown:
        for link, numbers in picture.nodes if not picture.large else ():
            for number in numbers:
                links[number] = (*links.get(number, ()), link)
    return links


def section(shown: Pictures, run: Run, at: Anchors, say: Voice) -> Html:
    """All pictures, folded where there are several, and what their shapes mean."""
    if not shown.shown:
        return Html()
    drawings = [_picture(picture, shown, run, at, say) for picture in shown.shown]
    parts = drawings[:_FIRST]
    if len(drawings) > _FIRST:
        more = tag("summary", say("more flows", count=len(drawings) - _FIRST))
        parts.append(tag("details", more, *drawings[_FIRST:]))
    drawn = [page.chart for picture in shown.shown if not picture.large for page in picture.pages]
    if drawn:
        key = Html(clean(legend(drawn)))
        parts.append(tag("details", tag("summary", say("legend")), tag("div", key, class_="key", tabindex=0)))
    if shown.others:
        parts.append(tag("p", say("undrawn", count=shown.others), class_="note"))
    return tag("section", tag("h2", say("flows"), id="flows"), *parts)


def _picture(picture: Picture, shown: Pictures, run: Run, at: Anchors, say: Voice) -> Html:
    title = picture.chart.title
    counts = badges([run.findings[index] for index in picture.found], say)
    facts = tag("span", tag("span", say("size", nodes=len(picture.chart.boxes))), counts, class_="facts")
    path = tag("bdi", shown_path(picture.path), class_="file-name") if picture.path not in title else ""
    heading = tag("summary", tag("h3", tag("bdi", title), " ", path), facts)
    inner = [_too_large(picture, say)] if picture.large else _drawn(picture, run, at, say)
    return tag("details", heading, *inner, class_="drawn", open=len(shown.shown) == 1)


def _too_large(picture: Picture, say: Voice) -> Html:
    command = f"servicelint graph {shown_path(picture.path)} --format html"
    return tag("p", say("large", command=command), class_="note")


def _drawn(picture: Picture, run: Run, at: Anchors, say: Voice) -> Iterator[Html]:
    """The drawings, and the findings by node for those who read rather than look."""
    if picture.found:
        yield tag("p", say("choose"), class_="note choose")
    for page in picture.pages:
        yield _frame(page, picture, say)
    if picture.nodes:
        items = joined(
            tag("li", tag("bdi", link.label), ": ", joined((_reference(number, run, at, say) for number in numbers), ", "))
            for link, numbers in picture.nodes
        )
        yield tag("details", tag("summary", say("nodes")), tag("ul", items), class_="nodes")


def _frame(page: Page, picture: Picture, say: Voice) -> Html:
    """A drawing in a frame that scrolls; a part of a big flow under its name, with the way back."""
    svg = Html(clean(drawing(page.chart, _prefix(page))).replace(' role="img"', ' role="group"'))  # links may be inside
    name = page.chart.title if page.parent else picture.chart.title
    frame = tag("div", svg, class_="picture", tabindex=0, role="region", aria_label=say("picture", name=name))
    if not page.parent:
        return tag("div", frame, id=page.anchor)
    back = tag("a", say("whole"), href=f"#{page.parent}")
    return tag("div", tag("h4", tag("bdi", name)), tag("p", back, class_="note"), frame, id=page.anchor)


def _reference(number: int, run: Run, at: Anchors, say: Voice) -> Html:
    finding = run.findings[number]
    return tag("a", f"{say(finding.severity)} {finding.rule}", href=f"#{at.findings[number]}")
