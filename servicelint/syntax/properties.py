"""Java's `.properties` files with places: `key=value`, continued lines, `\\u00e9`. Knows no language and no message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servicelint.model import Piece, Problem, Source, Span
from servicelint.model.pieces import replace, text_of, verbatim

_BLANK = re.compile(r"(?>[ \t\f\r\n]+|[#!][^\r\n]*+)*+")
_KEY = re.compile(r"(?:[^\\\s=:]|\\(?:\r\n[ \t\f]*|.))*+", re.DOTALL)
_SIGN = re.compile(r"[ \t\f]*+[=:]?[ \t\f]*+")
_VALUE = re.compile(r"(?:[^\\\r\n]|\\(?:\r\n|.))*+\\?", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|u(?P<code>[0-9a-fA-F]{4})|(?P<end>(?:\r\n|\n|\r|\Z)[ \t\f]*+)|(?P<plain>.))",
    re.DOTALL,
)
_SHOWN = {"n": "\n", "t": "\t", "r": "\r", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A key and its value."""

    key: str
    pieces: tuple[Piece, ...]


def pairs(source: Source, problems: list[Problem]) -> Iterator[Pair]:
    """Every pair, in the order of the file; an escape that Java refuses goes to `problems` and stays as it is written."""
    text, at = source.text, 0
    while (at := _end(_BLANK, text, at)) < len(text):
        key = at, _end(_KEY, text, at)
        start = _end(_SIGN, text, key[1])
        at = _end(_VALUE, text, start)
        yield Pair(text_of(_pieces(source, *key, problems)), _pieces(source, start, at, problems))


def _pieces(source: Source, start: int, end: int, problems: list[Problem]) -> tuple[Piece, ...]:
    def meant(found: re.Match[str], span: Span) -> Sequence[Piece]:
        if found["plain"] == "u":
            problems.append(Problem(span, "Expected four hexadecimal digits after \\u, as in \\u00e9."))
        shown = _meant(found)
        return (Piece(shown, span, "decoded"),) if shown else ()

    return replace((verbatim(source, start, end),), _ESCAPE, meant) if start < end else ()


def _meant(found: re.Match[str]) -> str:
    if found["high"]:
        return chr(0x10000 + ((int(found["high"], 16) - 0xD800) << 10) + (int(found["low"], 16) - 0xDC00))
    if found["code"]:
        number = int(found["code"], 16)
        return "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)
    if found["plain"] == "u":
        return found[0]
    return "" if found["end"] is not None else _SHOWN.get(found["plain"], found["plain"])


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at
