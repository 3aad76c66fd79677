"""What PHP's string literals say: quoted strings, heredocs and nowdocs as pieces, escapes decoded, variables as slots.

Knows literals only; how they are joined is for `values`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.model import Piece, Source, Span
from servicelint.model.passage import SLOT
from servicelint.model.pieces import cut, verbatim

BRACED = r"""\{\$(?:[^{}"']|"[^"]*"|'[^']*')*+\}"""
"""An expression in braces inside a string: `{$order->number}`."""

_ESCAPED = re.compile(r"\\(?P<plain>[\\'])", re.DOTALL)
_VALUE = rf"{BRACED}|\$\{{[^{{}}]*\}}|\$[^\W\d]\w*(?:\[[^\]\n'\"]*\]|\??->[^\W\d]\w*)?"
_CODES = r"u\{(?P<unicode>[0-9a-fA-F]{1,6})\}|x(?P<hex>[0-9a-fA-F]{1,2})|(?P<octal>[0-7]{1,3})"
_LIVE = re.compile(rf"(?P<value>{_VALUE})|\\(?:{_CODES}|(?P<plain>[nrtvef\\$\"]))")
_LIVE_HEREDOC = re.compile(rf"(?P<value>{_VALUE})|\\(?:{_CODES}|(?P<plain>[nrtvef\\$]))")
_SHOWN = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "e": "\x1b", "f": "\f"}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


def single(source: Source, start: int, end: int) -> tuple[Piece, ...]:
    """What stands between two apostrophes."""
    return tuple(_pieces(source, start, end, _ESCAPED))


def double(source: Source, start: int, end: int) -> tuple[Piece, ...]:
    """What stands between two quotation marks."""
    return tuple(_pieces(source, start, end, _LIVE))


def heredoc(source: Source, start: int, label: str, live: bool) -> tuple[tuple[Piece, ...], int] | None:
    """What stands from `start` up to the line that begins with the label, and where that line goes on; None for no such line.

    The white space before the closing label is taken from every line, as PHP does.
    """
    closing = re.compile(rf"^[ \t]*+{re.escape(label)}\b", re.MULTILINE).search(source.text, start)
    if closing is None:
        return None
    end = closing.start()
    if end > start:
        end -= 2 if source.text.startswith("\r\n", end - 2) and end - 2 >= start else 1
    pieces = tuple(_pieces(source, start, end, _LIVE_HEREDOC)) if live else _plain(source, start, end)
    indent = len(closing[0]) - len(label)
    return (_outdented(pieces, source.text[start:end], indent) if indent else pieces), closing.end()


def _plain(source: Source, start: int, end: int) -> tuple[Piece, ...]:
    return (verbatim(source, start, end),) if start < end else ()


def _pieces(source: Source, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[Piece]:
    at = start
    for found in pattern.finditer(source.text, start, end):
        if at < found.start():
            yield verbatim(source, at, found.start())
        at = found.end()
        span = Span(source, found.start(), at)
        if "value" in pattern.groupindex and found["value"]:
            yield Piece(SLOT, span, "slot", found[0].strip("${}"))
        else:
            yield Piece(_meant(found), span, "decoded")
    if at < end:
        yield verbatim(source, at, end)


def _meant(found: re.Match[str]) -> str:
    groups = found.groupdict()
    code = groups.get("unicode") or groups.get("hex")
    if code or groups.get("octal"):
        number = int(code, 16) if code else int(found["octal"], 8) & 0xFF
        return chr(number) if number < 0xD800 or 0xE000 <= number <= 0x10FFFF else "\ufffd"
    return _SHOWN.get(found["plain"], found["plain"])


def _outdented(pieces: tuple[Piece, ...], written: str, indent: int) -> tuple[Piece, ...]:
    """The pieces without so much white space at the start of each line of the file."""
    origin = pieces[0].span.start if pieces else 0
    drop = {origin + line.start(): _white(line[0], indent) for line in _LINE.finditer(written) if line[0]}
    kept: list[Piece] = []
    for piece in pieces:
        if piece.kind != "verbatim":
            kept.append(piece)
            continue
        at = piece.span.start
        for line in _LINE.finditer(piece.text):
            begin = piece.span.start + line.start()
            away = min(drop.get(begin, 0), len(line[0]))
            kept += cut((piece,), begin + away - at, line.end())
    return tuple(kept)


def _white(line: str, most: int) -> int:
    """How many of the first `most` characters of a line are white space."""
    return next((index for index, mark in enumerate(line[:most]) if mark not in " \t"), min(most, len(line)))
