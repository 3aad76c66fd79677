"""Words that are all a sentence says, and that nothing else in the message softens: "ok thanks bye"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.acts.fold import WORD
from servicelint.acts.reading import Found, Reading
from servicelint.model import Hit

NAME = "clipped"
SCOPE = "message"
FACTS = ("found",)

_LABELS = ("sender", "subject", "preheader", "heading", "button", "option", "image")
_MARKS = ",.!;:–—…"


@dataclass(frozen=True)
class Find:
    """`act` is all that its sentence says; it is let be where one of `softened` stands anywhere in the message. With
    `marks: none` it counts only where no comma or full stop parts its words."""

    act: str
    softened: tuple[str, ...] = ()
    marks: Literal["any", "none"] = "any"


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit a message."""
    for found in reading.find(find.act):
        passage = found.heard.passage
        if passage is None or passage.role in _LABELS or not _alone(found) or (find.marks == "none" and _parted(found)):
            continue
        if not reading.has(find.softened):
            yield found.hit
        return


def _alone(found: Found) -> bool:
    folded, (start, end) = found.heard.folded, found.sentence
    return not WORD.search(folded[start : found.start]) and not WORD.search(folded[found.end : end])


def _parted(found: Found) -> bool:
    return any(mark in found.heard.folded[found.start : found.end] for mark in _MARKS)
