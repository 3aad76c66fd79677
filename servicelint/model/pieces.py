"""Cutting and joining pieces, so that a reader can reshape copy without ever losing a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from servicelint.model.passage import SLOT, Passage, Piece, place
from servicelint.model.source import Source, Span

_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def verbatim(source: Source, start: int, end: int) -> Piece:
    """The piece that says just what stands in the file."""
    return Piece(source.text[start:end], Span(source, start, end))


def text_of(pieces: Iterable[Piece]) -> str:
    """The text of the pieces, each slot as SLOT."""
    return "".join([piece.text for piece in pieces])


def cut(pieces: Sequence[Piece], start: int, end: int) -> tuple[Piece, ...]:
    """The pieces of the characters `start` up to `end` of their text."""
    return tuple(_cut(pieces, start, end))


def _cut(pieces: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    at = 0
    for piece in pieces:
        low, high = max(start - at, 0), min(end - at, len(piece.text))
        at += len(piece.text)
        if low >= high:
            continue
        if low == 0 and high == len(piece.text):
            yield piece
        elif piece.kind == "verbatim":
            span = Span(piece.span.source, piece.span.start + low, piece.span.start + high)
            yield Piece(piece.text[low:high], span)
        else:
            yield Piece(piece.text[low:high], piece.span, piece.kind, piece.name)


def replace(
    pieces: Sequence[Piece], pattern: re.Pattern[str], make: Callable[[re.Match[str], Span], Sequence[Piece]]
) -> tuple[Piece, ...]:
    """The pieces with every match of `pattern` in their text replaced by what `make(match, its place)` returns."""
    out: list[Piece] = []
    text, at = text_of(pieces), 0
    near = _Near(pieces)
    for found in pattern.finditer(text):
        out += near.cut(at, found.start())
        out += make(found, near.place(found.start(), found.end()))
        at = found.end()
    return (*out, *near.cut(at, len(text))) if at else tuple(pieces)


class _Near:
    """Finds the pieces of stretches of their text that are asked for from the start to the end, each piece looked at once."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._first = self._before = 0

    def cut(self, start: int, end: int) -> tuple[Piece, ...]:
        inside = self._between(start, end)
        return cut(inside, start - self._before, end - self._before)

    def place(self, start: int, end: int) -> Span:
        inside = self._between(start, end)
        return place(inside, start - self._before, end - self._before)

    def _between(self, start: int, end: int) -> Sequence[Piece]:
        """The pieces that hold the characters `start` up to `end`, at least one."""
        pieces = self._pieces
        last = len(pieces) - 1
        while self._first < last and self._before + len(pieces[self._first].text) <= start:
            self._before += len(pieces[self._first].text)
            self._first += 1
        stop, at = self._first, self._before
        while stop <= last and (at < end or stop == self._first):
            at += len(pieces[stop].text)
            stop += 1
        return pieces[self._first : stop]


def slots(pieces: Sequence[Piece], pattern: re.Pattern[str]) -> tuple[Piece, ...]:
    """The pieces with every match of `pattern` made a slot; its first group that matched is the name."""

    def make(found: re.Match[str], span: Span) -> Sequence[Piece]:
        name = next((group for group in found.groups() if group), found.group())
        return (Piece(SLOT, span, "slot", name.strip()),)

    return replace(pieces, pattern, make)


def collapse(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces with every run of white space made one space, as HTML and XML readers show it, and none at the ends."""

    def make(found: re.Match[str], span: Span) -> Sequence[Piece]:
        return (Piece(" ", span, "verbatim" if span.text == " " else "decoded"),)

    return strip(replace(pieces, _SPACE, make))


def strip(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces without white space at either end."""
    text = text_of(pieces)
    return cut(pieces, len(text) - len(text.lstrip()), len(text.rstrip()))


def faults(passage: Passage) -> Iterator[str]:
    """What is wrong with a passage's places: verbatim pieces that differ from the file, spans that go back.

    Every passage of every file that is read must yield nothing here.
    """
    after = 0
    for piece in passage.pieces:
        span = piece.span
        if not 0 <= span.start <= span.end <= len(span.source.text):
            yield f"{passage.id}: {piece.text!r} lies outside its file"
        if span.source is not passage.pieces[0].span.source:
            yield f"{passage.id}: {piece.text!r} lies in another file than the passage"
        if piece.kind == "verbatim" and span.text != piece.text:
            yield f"{passage.id}: {piece.text!r} is not what stands there: {span.text!r}"
        if span.start < after:
            yield f"{passage.id}: {piece.text!r} goes back"
        after = span.end if piece.kind == "verbatim" else span.start
    if not passage.pieces:
        yield f"{passage.id}: no pieces"
