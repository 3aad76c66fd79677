"""Bytes that a mail writes in other characters become text again, each character knowing where it is written.

Knows character sets; how bytes are written down (quoted-printable, base64) is for others.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable
from functools import lru_cache

from servicelint.model import Piece, Source, Span
from servicelint.model.pieces import verbatim

Unit = tuple[bytes | None, int, int]
"""Some bytes and the offsets between which they are written; None for characters that stand for themselves."""

_MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "ks_c_5601-1987": "cp949",
    "unicode-1-1-utf-7": "utf-7",
    "utf-8mb4": "utf-8",
    "windows-874": "cp874",
    "x-mac-roman": "mac-roman",
    "x-sjis": "cp932",
}
"""What is meant where mails say otherwise, or name what only they know."""
_UNDECLARED = frozenset(("", "ascii", "default", "unknown-8bit", "x-unknown", "x-user-defined"))
_NO_CHARSETS = frozenset(("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"))
_SEVEN_BIT = ("utf-7", "iso2022", "hz")
_AMBIGUOUS = (*_SEVEN_BIT, "utf-16", "utf-32", "shift", "cp932", "cp949", "cp950", "gb", "big5", "johab")
"""Where a byte below 128 may be a part of another character."""


@lru_cache(maxsize=64)
def codec(charset: str) -> str | None:
    """Python's name for a mail's character set: "" where it says nothing of use, None where nobody knows it."""
    named = charset.strip().strip("'\"").lower()
    found = _lookup(_MEANT.get(named, named)) if named not in _UNDECLARED else ""
    if found is None or found in _UNDECLARED:
        return "" if found is not None else None
    return _MEANT.get(found, found)


def _lookup(name: str) -> str | None:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    known = getattr(found, "_is_text_encoding", True) and found.name not in _NO_CHARSETS
    return found.name if known else None


def guess(data: bytes) -> str:
    """The codec of bytes that nobody declared: UTF-8 where they are, else that of western Windows."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def seven_bit(name: str) -> bool:
    """Whether this codec writes all its characters in ASCII."""
    return name.startswith(_SEVEN_BIT)


def pieces(source: Source, units: Iterable[Unit], name: str | None) -> tuple[Piece, ...]:
    """What the units say in the codec `name`; None or "" to guess it. Bytes that make no sense show as U+FFFD."""
    if not name:
        units = list(units)
        name = guess(b"".join([data for data, _, _ in units if data]))
    text = _Text(source, name)
    for data, start, end in units:
        if data is None:
            text.keep(start, end)
        else:
            text.add(data, start, end)
    text.finish()
    return tuple(text.pieces)


class _Text:
    """Collects pieces; holds the bytes of a character that is not complete yet."""

    def __init__(self, source: Source, name: str) -> None:
        self.source = source
        self.pieces: list[Piece] = []
        self._decoder = codecs.getincrementaldecoder(name)("replace")
        self._ambiguous = name.startswith(_AMBIGUOUS)
        self._begun: int | None = None

    def keep(self, start: int, end: int) -> None:
        """Characters that stand for the bytes of their own codes."""
        if self._ambiguous:
            for at in range(start, end):
                self.add(self.source.text[at].encode("ascii", "replace"), at, at + 1)
            return
        self.finish()
        self._append(self.source.text[start:end], start, end)

    def add(self, data: bytes, start: int, end: int) -> None:
        begun = start if self._begun is None else self._begun
        text = self._decoder.decode(data)
        if text:
            self._append(text, begun, end)
        waits = bool(self._decoder.getstate()[0])
        self._begun = (start if text else begun) if waits else None

    def finish(self) -> None:
        """A character that was never completed shows as U+FFFD."""
        if self._begun is not None:
            self._append(self._decoder.decode(b"", True), self._begun, self._begun + 1)
            self._decoder.reset()
            self._begun = None

    def _append(self, text: str, start: int, end: int) -> None:
        if not text:
            return
        if text != self.source.text[start:end]:
            self.pieces.append(Piece(text, Span(self.source, start, end), "decoded"))
            return
        last = self.pieces[-1] if self.pieces else None
        if last is not None and last.kind == "verbatim" and last.span.end == start:
            start = self.pieces.pop().span.start
        self.pieces.append(verbatim(self.source, start, end))
