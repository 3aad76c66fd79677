"""A flow as a picture sees it: boxes with their words, arrows with their keys. Knows no file format of pictures.

`making` turns a flow into a chart, `groups` folds a big one, `layout` gives everything its place, `svg` draws it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from servicelint.model import NodeKind, Severity, Trigger

BoxKind = NodeKind | Literal["group"]
"""What a box stands for: a node of the flow, or a group of them, folded."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A finding as a picture shows it."""

    severity: Severity
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Box:
    """One node. `title` is what is said, cut (the node's name where it says nothing); `text` the whole.

    `seconds` is when a customer gets here, counted from the start; None where no way leads here. With `at_least`
    something on the way takes a time that the files do not tell.
    """

    id: str
    kind: BoxKind
    title: str
    text: str
    path: str
    line: int
    seconds: float | None = None
    at_least: bool = False
    findings: tuple[int, ...] = ()
    """Indexes into the findings that were given."""
    marks: tuple[Mark, ...] = ()
    """The same findings in words, the gravest first."""
    silent: bool = False
    """Whether nothing is said here, so that the box may be small."""
    link: str = ""
    """Where the box leads in a page with several pictures (`#…`)."""
    note: str = ""
    """A quiet line below the title: what a group holds."""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from one box to another; ways with the same trigger share one arrow, their labels joined by commas."""

    source: str
    target: str
    label: str
    trigger: Trigger
    shortest: bool = False
    """Whether it is a step of the easiest way to a person."""


@dataclass(frozen=True)
class Chart:
    """A picture: the boxes in the order of the flow and the arrows between them. An arrow's ends are always boxes."""

    id: str
    title: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    entry: str = ""
    voice: bool = True
