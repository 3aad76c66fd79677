"""The text a template is written in: pieces of a file, found again by their offsets in the joined text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from servicelint.model.passage import Piece, place
from servicelint.model.pieces import cut, text_of
from servicelint.model.source import Span


class Joined:
    """Pieces with quick access by offsets in their text.

    A file is one piece; a string of a YAML or JSON file, or the decoded body of a mail, may be many.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self.pieces = tuple(pieces)
        self.text = text_of(pieces)
        self._starts = list(accumulate((len(piece.text) for piece in self.pieces), initial=0))

    def cut(self, start: int, end: int) -> tuple[Piece, ...]:
        """The pieces of the characters `start` up to `end`."""
        first, last = self._touched(start, end)
        return cut(self.pieces[first:last], start - self._starts[first], end - self._starts[first])

    def place(self, start: int, end: int) -> Span:
        """Where the characters `start` up to `end` are written (at least one)."""
        first, last = self._touched(start, end)
        return place(self.pieces[first:last], start - self._starts[first], end - self._starts[first])

    def _touched(self, start: int, end: int) -> tuple[int, int]:
        first = bisect_right(self._starts, start) - 1
        return first, max(bisect_right(self._starts, end - 1), first + 1)
