"""DOT: text for Graphviz (https://graphviz.org/doc/info/lang.html), groups as clusters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from servicelint.chart import Box, BoxKind, Chart
from servicelint.chart.captions import caption
from servicelint.chart.groups import LIMIT, groups
from servicelint.chart.lettering import wrapped
from servicelint.chart.lines import Line, lines
from servicelint.pictures import Sheet

NAME = "dot"
_SHAPES: Mapping[BoxKind, str] = {
    "menu": 'shape=hexagon, fillcolor="#eef3ff", color="#2f5bd0"',
    "ask": 'shape=parallelogram, fillcolor="#f6f0ff", color="#7a3fc4"',
    "say": 'shape=box, style="filled,rounded", fillcolor="#ffffff", color="#64708a"',
    "human": 'shape=ellipse, fillcolor="#e3f6ec", color="#0b7a53", penwidth=2',
    "end": 'shape=octagon, fillcolor="#e9ebf0", color="#3c4354"',
    "elsewhere": 'shape=cds, style="filled,dashed", fillcolor="#fff4de", color="#9a5b00"',
    "unknown": 'shape=box, style="filled,dashed", fillcolor="#f5f5f6", color="#6b7280"',
    "group": 'shape=box3d, fillcolor="#f0f4fa", color="#33507a"',
}
_MARKED = {"error": ', color="#c4222e", penwidth=3', "warning": ', color="#a85700", penwidth=3', "hint": ""}
_DRAWN = {
    "choice": 'color="#1d2433"',
    "onward": 'color="#8b94a5"',
    "failure": 'color="#a9b0bd", style=dashed, fontcolor="#5a6375"',
}
_SHORTEST = 'color="#0b7a53", penwidth=3'
_HEAD = """\
  graph [rankdir=TB, fontname="Helvetica,sans-serif", labelloc=t, nodesep=0.3, ranksep=0.45]
  node [style=filled, fontname="Helvetica,sans-serif", fontsize=11, fontcolor="#1d2433", margin="0.16,0.08"]
  edge [fontname="Helvetica,sans-serif", fontsize=10, arrowsize=0.7]"""


def write(sheets: Sequence[Sheet], out: TextIO) -> None:
    """One graph for each flow."""
    for at, sheet in enumerate(sheets):
        out.write("\n" if at else "")
        out.writelines(f"{line}\n" for line in _lines(sheet.chart))


def quoted(text: str) -> str:
    """A DOT string; a line end stays one."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "").replace("\n", "\\n").replace("\0", "") + '"'


def _lines(chart: Chart) -> Iterator[str]:
    numbers = {box.id: at for at, box in enumerate(chart.boxes)}
    yield f"digraph {quoted(chart.id)} {{"
    yield _HEAD
    yield f"  label={quoted(chart.title)}"
    if chart.entry in numbers:
        yield '  start [shape=circle, label="", tooltip="start", width=0.2, fillcolor="#1d2433"]'
        yield f"  start -> n{numbers[chart.entry]}"
    parts = groups(chart) if len(chart.boxes) > LIMIT else ()
    inside = {name for part in parts for name in part.boxes}
    for at, part in enumerate(parts):
        yield f'  subgraph "cluster_{at}" {{'
        yield f'    label={quoted(part.name)}; color="#a9b0bd"; style=rounded'
        yield from (f"    {_box(chart.boxes[numbers[name]], numbers[name])}" for name in part.boxes)
        yield "  }"
    yield from (f"  {_box(box, numbers[box.id])}" for box in chart.boxes if box.id not in inside)
    yield from (f"  n{numbers[line.source]} -> n{numbers[line.target]} [{_line(line)}]" for line in lines(chart.arrows))
    yield "}"


def _box(box: Box, number: int) -> str:
    text = "\n".join(line for said in caption(box) for line in wrapped(said, 11, 190, 3))
    marked = _MARKED[box.marks[0].severity] if box.marks else ""
    whole = "\n".join([box.text, *(f"{mark.severity}: {mark.message} ({mark.rule})" for mark in box.marks)])
    return f"n{number} [{_SHAPES[box.kind]}{marked}, label={quoted(text)}, tooltip={quoted(whole)}]"


def _line(line: Line) -> str:
    label = f", label={quoted(line.label)}" if line.label else ""
    return f"{_SHORTEST if line.shortest else _DRAWN[line.manner]}{label}"
