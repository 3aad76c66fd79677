"""CSV with places: every cell knows where it stands and which of its characters the file has as they are (RFC 4180, with
commas, semicolons, tabs or bars). Knows no column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servicelint.model import Piece, Source, Span, Unreadable
from servicelint.model.pieces import replace, verbatim

_DELIMITERS = ",;\t|"
_TOLD = re.compile(r"sep=([,;\t|])(?:\r\n|\n|\r)", re.IGNORECASE)
"""A first line by which spreadsheets tell the delimiter."""
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"')
_ROW = re.compile(r'(?:[^"\r\n]|"(?:[^"]|"")*+")*+')
_LINE_END = re.compile(r"\r\n|\n|\r")
_WRITTEN_OTHERWISE = re.compile(r'""|\r\n?')


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A cell; `start` and `end` are those of what it holds, without its quotes."""

    source: Source
    start: int
    end: int
    quoted: bool = False

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What the cell holds: a doubled quote is one, every line end is `\\n`; none for an empty cell."""
        if self.start == self.end:
            return ()
        whole = (verbatim(self.source, self.start, self.end),)
        return replace(whole, _WRITTEN_OTHERWISE, _meant) if self.quoted else whole

    @property
    def value(self) -> str:
        """The text of the cell, without the white space around it."""
        return "".join([piece.text for piece in self.pieces]).strip()


def rows(source: Source) -> Iterator[list[Cell]]:
    """The rows, blank lines left out; the first tells the delimiter. Raises Unreadable where a quote never ends, or where
    something stands behind it."""
    text, at = source.text, 0
    told = _TOLD.match(text)
    delimiter = told[1] if told else _delimiter(text)
    at = told.end() if told else 0
    ends = re.compile(rf"{re.escape(delimiter)}|\r\n|\n|\r|\Z")
    row: list[Cell] = []
    while at < len(text) or row:
        cell, at = _cell(source, at, ends, delimiter)
        row.append(cell)
        if text.startswith(delimiter, at):
            at += 1
            continue
        if len(row) > 1 or row[0].value or row[0].quoted:
            yield row
        row = []
        at = found.end() if (found := _LINE_END.match(text, at)) else len(text)


def _delimiter(text: str) -> str:
    """What stands most often between the cells of the first row."""
    found = _ROW.match(text)
    first = _QUOTED.sub("", found[0] if found else "")
    return max(_DELIMITERS, key=first.count)


def _cell(source: Source, at: int, ends: re.Pattern[str], delimiter: str) -> tuple[Cell, int]:
    """The cell that begins at an offset, and where it ends."""
    text = source.text
    start = at
    while text.startswith(" ", start):
        start += 1
    if not text.startswith('"', start):
        found = ends.search(text, at)
        end = found.start() if found else len(text)
        return Cell(source, at, end), end
    quoted = _QUOTED.match(text, start)
    if quoted is None:
        raise Unreadable(Span(source, start, start + 1), 'This quote is never closed; expected a " at the end of the cell.')
    end = quoted.end()
    while text.startswith(" ", end):
        end += 1
    if not ends.match(text, end):
        shown = "a tab" if delimiter == "\t" else delimiter
        what = f'Something follows the closing quote; expected {shown} or the end of the line (a quote inside is written "").'
        raise Unreadable(Span(source, end, end + 1), what)
    return Cell(source, *quoted.span(1), quoted=True), end


def _meant(found: re.Match[str], span: Span) -> Sequence[Piece]:
    return (Piece('"' if found[0] == '""' else "\n", span, "decoded"),)
