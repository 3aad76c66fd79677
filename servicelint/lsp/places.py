"""Places as editors count them: lines from 0, characters in UTF-16 units or as client and server have agreed."""

from __future__ import annotations

from lsprotocol import types

from servicelint.model import Source, Span

_WIDTH = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
"""How a unit is encoded, and how many bytes it takes."""


def position(source: Source, offset: int, encoding: str) -> types.Position:
    """An offset as the editor counts it."""
    line, column = source.position(offset)
    before = source.text[offset - column + 1 : offset]
    return types.Position(line - 1, len(before) if before.isascii() else _units(before, encoding))


def offset(source: Source, place: types.Position, encoding: str) -> int:
    """What the editor counts as an offset; behind the end of a line it is the end of the line, behind the text its end."""
    start = source.offset(place.line + 1, 1)
    if start == len(source.text):
        return start
    line = source.line_text(place.line + 1)
    if line.isascii():
        return start + min(place.character, len(line))
    codec, width = _WIDTH[encoding]
    return start + len(line.encode(codec, "surrogatepass")[: place.character * width].decode(codec, "ignore"))


def span_range(span: Span, encoding: str) -> types.Range:
    """A span as a range."""
    return types.Range(position(span.source, span.start, encoding), position(span.source, span.end, encoding))


def _units(text: str, encoding: str) -> int:
    codec, width = _WIDTH[encoding]
    return len(text.encode(codec, "surrogatepass")) // width
