"""Scripts of JAICP as tags: a name, a value, parameters behind `||`, and what is indented below. Knows how tags are
written, not what they do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.model import Piece, Source, Span
from servicelint.model.pieces import verbatim
from servicelint.syntax.paragraphs import joined

_LINE = re.compile(r"(?<![^\r\n])([ \t]*)([^\s#][^\r\n]*)")
_TAG = re.compile(r"([A-Za-z_]\w*!?)[ \t]*:[ \t]*")
_PARAMETERS = re.compile(r"[ \t\r\n]*\|\|")
_PARAMETER = re.compile(r"(\w+)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"|([^\s,\"]+))")
_SETTING = re.compile(r"(\w+)[ \t]*=[ \t]*")
_COMMENT = re.compile(r"(?<![^\r\n])[ \t]*#[^\r\n]*(?:\r\n|\n|\r|\Z)")
_TAB = 4
"""So many columns deep a tab reaches."""


@dataclass(eq=False)
class Line:
    """A line that is not empty and no comment, from its first character to its last, and the lines indented below."""

    source: Source
    depth: int
    start: int
    end: int
    below: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def last(self) -> int:
        """Where the last line below ends."""
        return self.below[-1].last if self.below else self.end


@dataclass(frozen=True, eq=False)
class Tag:
    """A tag; `start` and `end` are those of its value on the line of its name."""

    name: str
    line: Line
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.line.source, self.line.start, self.line.end)

    @property
    def value(self) -> str:
        """The value without the parameters."""
        return _PARAMETERS.split(self.line.source.text[self.start : self.end], maxsplit=1)[0].strip()

    @property
    def parameters(self) -> dict[str, str]:
        _, _, written = self.line.source.text[self.start : self.line.last].partition("||")
        return {found[1]: found[2] if found[2] is not None else found[3] for found in _PARAMETER.finditer(written)}

    def copy(self) -> tuple[Piece, ...]:
        """The value, over as many lines as it takes, without its parameters and the comments between them."""
        parameters = _PARAMETERS.search(self.line.source.text, self.start, self.line.last)
        return copy(self.line.source, self.start, parameters.start() if parameters else self.line.last)

    def settings(self) -> dict[str, tuple[int, int]]:
        """Where the values stand that are set below with `name = value`."""
        found: dict[str, tuple[int, int]] = {}
        for line in self.line.below:
            if setting := _SETTING.match(line.text):
                found[setting[1]] = (line.start + setting.end(), line.last)
        return found


def copy(source: Source, start: int, end: int) -> tuple[Piece, ...]:
    """What is written between two offsets, each line without its indentation, and without the comments."""
    pieces: list[Piece] = []
    for comment in _COMMENT.finditer(source.text, start, end):
        pieces.append(verbatim(source, start, comment.start()))
        start = comment.end()
    pieces.append(verbatim(source, start, end))
    whole = [piece for piece in pieces if piece.text]
    return joined(whole) if any(not piece.text.isspace() for piece in whole) else ()


def tags(lines: list[Line]) -> Iterator[Tag]:
    """Those of the lines that are tags."""
    for line in lines:
        if found := _TAG.match(line.source.text, line.start, line.end):
            yield Tag(found[1], line, found.end(), line.end)


def read(source: Source) -> list[Line]:
    """The lines of a script that are not indented, with the others below them."""
    top: list[Line] = []
    opened: list[Line] = []
    for found in _LINE.finditer(source.text):
        line = Line(source, len(found[1].expandtabs(_TAB)), found.start(2), found.start(2) + len(found[2].rstrip()))
        while opened and opened[-1].depth >= line.depth:
            opened.pop()
        (opened[-1].below if opened else top).append(line)
        opened.append(line)
    return top
