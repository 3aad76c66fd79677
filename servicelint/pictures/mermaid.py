"""Mermaid: text that GitHub, GitLab and many wikis draw (https://mermaid.js.org/syntax/flowchart.html)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from servicelint.chart import Box, BoxKind, Chart
from servicelint.chart.captions import caption
from servicelint.chart.groups import LIMIT, groups
from servicelint.chart.lines import lines
from servicelint.chart.words import cut
from servicelint.pictures import Sheet

NAME = "mermaid"
ARROWS, CHARACTERS = 500, 50_000
"""More arrows, or more text in one diagram, Mermaid refuses unless it is told otherwise; then the overview is drawn."""
HOVER, TOLD = 300, 90
"""So much of a text is shown on hover, and in a box."""
_SHAPES: Mapping[BoxKind, tuple[str, str]] = {
    "menu": ("{{", "}}"), "ask": ("[/", "/]"), "say": ("(", ")"), "human": ("([", "])"), "end": ("(((", ")))"),
    "elsewhere": (">", "]"), "unknown": ("[", "]"), "group": ("[[", "]]"),
}  # fmt: skip
_STYLES = """\
  classDef menu fill:#eef3ff,stroke:#2f5bd0,color:#1d2433
  classDef ask fill:#f6f0ff,stroke:#7a3fc4,color:#1d2433
  classDef say fill:#ffffff,stroke:#64708a,color:#1d2433
  classDef human fill:#e3f6ec,stroke:#0b7a53,stroke-width:2px,color:#1d2433
  classDef end_ fill:#e9ebf0,stroke:#3c4354,color:#1d2433
  classDef elsewhere fill:#fff4de,stroke:#9a5b00,stroke-dasharray:7 3,color:#1d2433
  classDef unknown fill:#f5f5f6,stroke:#6b7280,stroke-dasharray:4 3,color:#1d2433
  classDef group fill:#f0f4fa,stroke:#33507a,color:#1d2433
  classDef error stroke:#c4222e,stroke-width:3px
  classDef warning stroke:#a85700,stroke-width:3px"""
_SPECIAL = re.compile(r"""["#<>&;`*_~\\\[\]{}|^$@%]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|^[-+=]|://""")
_ARROW = {"choice": ("-->", "==>"), "onward": ("-->", "==>"), "failure": ("-.->", "-.->")}


def write(sheets: Sequence[Sheet], out: TextIO) -> None:
    """One diagram for each flow; of several, each stands in a fence, as Markdown has it."""
    for at, sheet in enumerate(sheets):
        drawn = _diagram(sheet)
        if len(sheets) > 1:
            blank = "\n" if at else ""
            title = " ".join(sheet.chart.title.split())
            out.write(f"{blank}## {_heading(title)}\n\n```mermaid\n{drawn}```\n")
        else:
            out.write(drawn)


def escaped(text: str) -> str:
    """Text for a quoted label: what Mermaid, its Markdown or HTML could take for a sign, as a character code."""
    return _SPECIAL.sub(lambda found: "".join(f"#{ord(sign)};" for sign in found.group()), " ".join(text.split()))


def _diagram(sheet: Sheet) -> str:
    whole = "\n".join(_lines(sheet.chart)) + "\n"
    if len(sheet.pages) > 1 and (len(sheet.chart.arrows) > ARROWS or len(whole) > CHARACTERS):
        return "\n".join(_lines(sheet.pages[0].chart)) + "\n"
    return whole


def _lines(chart: Chart) -> Iterator[str]:
    numbers = {box.id: at for at, box in enumerate(chart.boxes)}
    yield "flowchart TD"
    yield f"  accTitle: {_heading(chart.title)}"
    if chart.entry in numbers:
        yield f'  start(("start")) --> n{numbers[chart.entry]}'
    parts = groups(chart) if len(chart.boxes) > LIMIT else ()
    inside = {name for part in parts for name in part.boxes}
    for at, part in enumerate(parts):
        yield f'  subgraph g{at} ["{escaped(part.name)}"]'
        yield from (f"    {_box(chart.boxes[numbers[name]], numbers[name])}" for name in part.boxes)
        yield "  end"
    yield from (f"  {_box(box, numbers[box.id])}" for box in chart.boxes if box.id not in inside)
    for line in lines(chart.arrows):
        label = f'|"{escaped(line.label)}"|' if line.label else ""
        yield f"  n{numbers[line.source]} {_ARROW[line.manner][line.shortest]}{label} n{numbers[line.target]}"
    for box in chart.boxes:
        if len(box.text) > len(box.title) and box.kind != "group":
            yield f'  click n{numbers[box.id]} href "#n{numbers[box.id]}" "{escaped(cut(box.text, HOVER))}"'
    yield _STYLES


def _box(box: Box, number: int) -> str:
    left, right = _SHAPES[box.kind]
    said = "<br/>".join(escaped(cut(line, TOLD)) for line in caption(box))
    classes = "end_" if box.kind == "end" else box.kind
    grade = box.marks[0].severity if box.marks else "hint"
    mark = f"\n  class n{number} {grade}" if grade != "hint" else ""
    return f'n{number}{left}"{said}"{right}:::{classes}{mark}'


def _heading(text: str) -> str:
    """A title in one line, without what ends it or begins a comment."""
    return re.sub(r"[;%#{}<>`\[\]]", " ", " ".join(text.split())).strip() or "flow"
