"""Plain text cut into what is read in one go: paragraphs and list items.

Knows no markup: that of Markdown has its own room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from servicelint.model import Piece, Span
from servicelint.model.pieces import replace, strip

LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")
BULLET = re.compile(r"[ \t]*(?:[-*+•‣▪–]|\d{1,3}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*([-*=_~#+.·─═])\1+[ \t]*$")
_QUOTE = re.compile(r"[ \t]*>")
_LINE_ENDS = re.compile(r"(?<![ \t])[ \t]*(?:[\r\n]+[ \t]*)+")


@dataclass(slots=True)
class Run:
    """Characters `start` up to `end` of a text, without the bullet before them."""

    role: Literal["paragraph", "item"]
    start: int
    end: int


def runs(text: str) -> Iterator[Run]:
    """The paragraphs and list items of a text; drawn lines and quoted text (`>`) are left out."""
    run: Run | None = None
    for line in LINE.finditer(text):
        bullet = BULLET.match(text, line.start(), line.end(1))
        ends = not line[1].strip() or bool(_RULE.match(line[1])) or bool(_QUOTE.match(line[1]))
        if run is not None and (ends or bullet):
            yield run
            run = None
        if ends:
            continue
        if run is None:
            run = Run("item", bullet.end(), line.end(1)) if bullet else Run("paragraph", line.start(), line.end(1))
        run.end = line.end(1)
    if run is not None:
        yield run


def joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """A wrapped paragraph: every line end one `\\n`, whatever the file writes, no space around it or at the ends."""

    def make(found: re.Match[str], span: Span) -> Sequence[Piece]:
        plain = found[0] == "\n" == span.text
        return (Piece("\n", span, "verbatim" if plain else "decoded"),)

    return replace(strip(pieces), _LINE_ENDS, make)
