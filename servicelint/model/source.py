"""Files as they were read, and places in them.

Offsets are code points in the decoded text (without its byte order mark, with its own line ends);
line, column and UTF-16 exist only here, for the edge of the program.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, eq=False)
class Source:
    """One file as text. `encoding` is what it was decoded with, `bom` whether a byte order mark stood before it."""

    path: str
    text: str
    encoding: str = "utf-8"
    bom: bool = False

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    @cached_property
    def newline(self) -> str:
        """The first line end of the file, `\\n` where it has none."""
        found = _LINE_END.search(self.text)
        return found.group() if found else "\n"

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column (1-based, columns in code points) of an offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a 1-based line and column; past the end it is the end."""
        if line > len(self._line_starts):
            return len(self.text)
        return min(self._line_starts[line - 1] + column - 1, len(self.text))

    def line_text(self, line: int) -> str:
        """The text of a 1-based line, without its line end."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < len(self._line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def lsp_position(self, offset: int) -> tuple[int, int]:
        """Line and character as editors count them: 0-based, in UTF-16 units."""
        line, column = self.position(offset)
        start = self._line_starts[line - 1]
        return line - 1, len(self.text[start : start + column - 1].encode("utf-16-le")) // 2


@dataclass(frozen=True, slots=True)
class Span:
    """A place: offsets `start` up to but not including `end` in one file."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def line(self) -> int:
        return self.source.position(self.start)[0]

    def to(self, other: Span) -> Span:
        """From the start of this place to the end of a later one in the same file."""
        return Span(self.source, self.start, max(self.end, other.end))


@dataclass(frozen=True)
class Bundle:
    """The files that one reader reads as one thing: a single file, or the files of a bot."""

    sources: tuple[Source, ...]
    named: frozenset[str] = field(default_factory=frozenset)
    """Paths that the user asked for; the others are read as context. Empty: all were asked for."""
    settings: tuple[tuple[str, str], ...] = ()
    """What the configuration says of these files: `language`, `channel`, `transcripts` (JSON: recording to its words),
    `words-per-minute` (JSON: a number, or one for each language)."""
    formats: tuple[tuple[str, str], ...] = ()
    """The format of each path that has another one than the document."""

    def setting(self, name: str) -> str | None:
        """A setting by its name, None where the configuration is silent."""
        return next((value for key, value in self.settings if key == name), None)

    def format_of(self, path: str, document: str) -> str:
        """The format of one of the files, `document` being that of the whole."""
        return next((known for name, known in self.formats if name == path), document)
