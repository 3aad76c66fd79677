"""The header fields of a mail or of one of its parts: unfolded, decoded, their parameters told apart (RFC 5322, 2047, 2231).

Which field means what belongs elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote_to_bytes

from servicelint.model import Piece, Problem, Source, Span
from servicelint.model.pieces import strip, text_of, verbatim
from servicelint.syntax.mime import transfer
from servicelint.syntax.mime.characters import Unit, codec, pieces

_FIELD = re.compile(r"([!-9;-~]{1,200})[ \t]*:([^\r\n]*(?:(?:\r\n|\n|\r)[ \t]+[^\s][^\r\n]*)*)(?:\r\n|\n|\r|\Z)")
_EMPTY = re.compile(r"[ \t]*(?:\r\n|\n|\r|\Z)")
_FOLD = re.compile(r"(?:\r\n|\n|\r)[ \t]+")
_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]*)?\?([QqBb])\?([^?]*)\?=")
_PARAMETER = re.compile(r';\s*+([^\s=;"]{1,100})\s*+=\s*+(?:"((?:[^"\\]|\\.){0,2000}+)"|([^;\s]*))')
_NUMBERED = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True)
class Field:
    """A header field: its name in lower case, and from where to where its value stands, folded as it is."""

    name: str
    source: Source
    start: int
    end: int

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)

    @cached_property
    def value(self) -> str:
        """The value on one line, encoded words as they are."""
        return _FOLD.sub(" ", self.source.text[self.start : self.end]).strip()

    @cached_property
    def encoded(self) -> bool:
        """Whether encoded words stand in it."""
        return _WORD.search(self.source.text, self.start, self.end) is not None

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What it says: on one line, encoded words decoded, no white space between two of them or at the ends."""
        return strip(tuple(_said(self.source, self.start, self.end)))

    @property
    def kind(self) -> str:
        """The value up to the first semicolon, in lower case."""
        return self.value.partition(";")[0].strip().lower()

    @cached_property
    def parameters(self) -> Mapping[str, str]:
        """What stands behind the semicolons, by names in lower case; long and encoded values are put together."""
        parts: dict[str, dict[int, tuple[str, bool]]] = {}
        for found in _PARAMETER.finditer(self.value):
            value = found[3] if found[2] is None else _ESCAPED.sub(r"\1", found[2])
            name = _NUMBERED.fullmatch(found[1].lower())
            if name:
                parts.setdefault(name[1], {}).setdefault(int(name[2] or 0), (value, bool(name[3])))
        return {name: _joined([numbered[n] for n in sorted(numbered)]) for name, numbered in parts.items()}


def read(source: Source, start: int, end: int, problems: list[Problem]) -> tuple[tuple[Field, ...], int]:
    """The fields at the top of a stretch of a file, and where what comes after them begins."""
    fields: list[Field] = []
    at = start
    while at < end:
        empty = _EMPTY.match(source.text, at, end)
        if empty is not None:
            return tuple(fields), empty.end()
        found = _FIELD.match(source.text, at, end)
        if found is None:
            what = "This is no header field; expected `Name: value`, or an empty line between the header and the text."
            problems.append(Problem(Span(source, at, at + 1), what))
            return tuple(fields), at
        fields.append(Field(found[1].lower(), source, *found.span(2)))
        at = found.end()
    return tuple(fields), end


def _said(source: Source, start: int, end: int) -> Iterator[Piece]:
    """The pieces of a value; the bytes of a character may go on in the next encoded word."""
    at, units, charset = start, list[Unit](), ""
    for found in _WORD.finditer(source.text, start, end):
        between = source.text[at : found.start()]
        if units and (between.strip() or charset != found[1].lower()):
            yield from pieces(source, units, codec(charset))
            units = []
        if between.strip() or at == start:
            yield from _unfolded(source, at, found.start())
        at, charset = found.end(), found[1].lower()
        units += _word(source, found)
    yield from pieces(source, units, codec(charset))
    yield from _unfolded(source, at, end)


def _word(source: Source, found: re.Match[str]) -> Iterator[Unit]:
    if found[2] in "Bb":
        yield from transfer.base64(source, *found.span(3), [])
    else:
        yield from transfer.in_word(source.text, *found.span(3))


def _unfolded(source: Source, start: int, end: int) -> Iterator[Piece]:
    at = start
    for found in _FOLD.finditer(source.text, start, end):
        if at < found.start():
            yield verbatim(source, at, found.start())
        at = found.end()
        yield Piece(" ", Span(source, found.start(), at), "decoded")
    if at < end:
        yield verbatim(source, at, end)


def _joined(parts: list[tuple[str, bool]]) -> str:
    """A parameter's value from its parts; encoded ones begin with `charset'language'`."""
    if not any(encoded for _, encoded in parts):
        written = "".join([value for value, _ in parts])
        return text_of(_said(Source("", written), 0, len(written)))
    first = parts[0][0]
    charset, mark, rest = first.partition("'")
    values = [(rest.partition("'")[2] if mark else first, parts[0][1]), *parts[1:]]
    data = b"".join([unquote_to_bytes(value) if encoded else value.encode() for value, encoded in values])
    return data.decode(codec(charset) or "utf-8" if mark else "utf-8", "replace")
