"""Plain text cut into what is read in one go: paragraphs and list items.

Knows no markup: that of Markdown has its own room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from servicelint.model import Piece, Span
from servicelint.model.pieces import replace, strip

LINE = re.compile(r"([^\r\n]*)(?:\r\n|\n|\r|\Z)")
BULLET = re.compile(r"[ \t]*(?:[-*+•‣▪–]|\d{1,3}[.)])[ \t]+(?=\S)")
_RULE = re.compile(r"[ \t]*([-*=_~#+.·─═])\1+[ \t]*$")
_NUMBER = re.compile(r"[ \t]*\d{1,3}[.)][ \t]+(?=\S)", re.MULTILINE)
_ROW = re.compile(r"[^\S\t\r\n]*[^\s][^\t\r\n]*\t[ \t]*\S")
_UNDERLINE = 4
"""A drawn line under a single line makes it a heading, if it has so many characters and is about as long."""
_QUOTE = re.compile(r"[ \t]*>")
_LINE_ENDS = re.compile(r"(?<![ \t])[ \t]*(?:[\r\n]+[ \t]*)+")


@dataclass(slots=True)
class Run:
    """Characters `start` up to `end` of a text, without the bullet before them."""

    role: Literal["paragraph", "item", "heading"]
    start: int
    end: int


def runs(text: str) -> Iterator[Run]:
    """The paragraphs, list items, table rows and underlined headings of a text; drawn lines and quoted text (`>`) are left
    out. A number begins an item only where another one does, too."""
    numbered = sum(1 for _ in islice(_numbers(text), 2)) > 1
    run: Run | None = None
    for line in LINE.finditer(text):
        bullet = BULLET.match(text, line.start(), line.end(1))
        if bullet and not numbered and _NUMBER.match(text, line.start(), line.end(1)):
            bullet = None
        drawn, row = bool(_RULE.match(line[1])), _ROW.match(line[1])
        ends = not line[1].strip() or drawn or bool(_QUOTE.match(line[1]))
        if run is not None and (ends or bullet or row):
            yield _titled(run, text, line[1]) if drawn else run
            run = None
        if row and not ends:
            yield Run("item", bullet.end() if bullet else line.start(), line.end(1))
        elif not ends:
            if run is None:
                run = Run("item", bullet.end(), line.end(1)) if bullet else Run("paragraph", line.start(), line.end(1))
            run.end = line.end(1)
    if run is not None:
        yield run


def _numbers(text: str) -> Iterator[re.Match[str]]:
    return (found for found in _NUMBER.finditer(text) if found.start() == 0 or text[found.start() - 1] in "\r\n")


def _titled(run: Run, text: str, drawn: str) -> Run:
    """The run as a heading, where it is one line and the drawn line is its underline."""
    own = text[run.start : run.end].strip()
    underline = len(drawn.strip())
    one = run.role == "paragraph" and "\n" not in own and "\r" not in own
    if one and underline >= max(_UNDERLINE, 0.6 * len(own)):
        return Run("heading", run.start, run.end)
    return run


def joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """A wrapped paragraph: every line end one `\\n`, whatever the file writes, no space around it or at the ends."""

    def make(found: re.Match[str], span: Span) -> Sequence[Piece]:
        plain = found[0] == "\n" == span.text
        return (Piece("\n", span, "verbatim" if plain else "decoded"),)

    return replace(strip(pieces), _LINE_ENDS, make)
