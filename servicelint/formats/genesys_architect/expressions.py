"""Architect's expressions read as copy: the texts in `Append("Hello ", Flow.Name)` and what stands between them.

Nothing is computed: what a program fills in is a slot, and an `If` is one reading for each of its ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servicelint.model import Piece, Span
from servicelint.model.passage import SLOT, place
from servicelint.model.pieces import cut, replace, text_of

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[[^\[\]]*\])*)|(?P<sign>==|!=|<=|>=|\S))""",
    re.DOTALL | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SHOWN = {"n": "\n", "t": "\t", "r": "\r"}
_PASSED_ON = frozenset(
    {"toaudiotts", "tocommunication", "todisplaystring", "tostring", "trim", "audioplaybackoptions", "replace"}
    | {"upper", "lower", "toupper", "tolower", "capitalize"}
)
"""Functions that say what their first argument says."""
_SILENCE = frozenset({"toaudioblank"})
_AUDIO = re.compile(r"\s*(?:ToAudio\w*|AudioPlaybackOptions|Prompt(?:System)?\.\w+)", re.IGNORECASE)


@dataclass(frozen=True)
class _Choice:
    """A place where one of two things is said."""

    ways: tuple[tuple[_Part, ...], ...]


_Part = Piece | _Choice
_Parts = tuple[_Part, ...]


def readings(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """What a customer may hear or read of an expression: as many readings as it takes to have every way once."""
    parts = _Parser(pieces).parse()
    count = max((len(part.ways) for part in _choices(parts)), default=1)
    found = [tuple(_taken(parts, number)) for number in range(count)]
    return list(dict.fromkeys(found))


def _choices(parts: Sequence[_Part]) -> Iterator[_Choice]:
    for part in parts:
        if isinstance(part, _Choice):
            yield part
            for way in part.ways:
                yield from _choices(way)


def _taken(parts: Sequence[_Part], number: int) -> Iterator[Piece]:
    """The pieces when the way of this number is taken wherever there are so many, the last otherwise."""
    for part in parts:
        if isinstance(part, Piece):
            yield part
        else:
            yield from _taken(part.ways[min(number, len(part.ways) - 1)], number)


class _Parser:
    """Goes through the text of an expression once; `_at` is the next token."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._text = text_of(pieces)
        self._tokens = [found for found in _TOKEN.finditer(self._text) if found.lastgroup]
        self._at = 0

    def parse(self) -> _Parts:
        return self._expression() if self._tokens else ()

    def _sign(self) -> str:
        """The sign that comes next, "" for anything else."""
        return (self._tokens[self._at]["sign"] or "") if self._at < len(self._tokens) else ")"

    def _expression(self) -> _Parts:
        """Terms with plus signs between them; with any other sign it is a value that is computed."""
        first = self._at
        parts = self._term()
        while self._sign() == "+":
            self._at += 1
            parts += self._term()
        if self._sign() in (",", ")"):
            return parts
        while self._at < len(self._tokens) and self._sign() not in (",", ")"):
            self._term()
        return self._slot(first)

    def _term(self) -> _Parts:
        first = self._at
        if first >= len(self._tokens):
            return ()
        token = self._tokens[first]
        self._at += 1
        if token["string"]:
            return self._string(token)
        if token["name"] and self._sign() == "(":
            return self._call(first, token["name"].lower())
        if token["sign"] == "(":
            inside = self._arguments()
            return inside[0] if len(inside) == 1 else self._slot(first)
        return self._slot(first)

    def _call(self, first: int, name: str) -> _Parts:
        self._at += 1
        opened = self._at
        arguments = self._arguments()
        if name in _SILENCE:
            return (Piece(" ", place(self._pieces, *self._bounds(first)), "decoded"),)
        if name in _PASSED_ON and arguments:
            return arguments[0]
        if name == "if" and len(arguments) > 1:
            return _either(arguments[1:])
        if name == "makecommunication" or (name == "append" and self._holds_audio(opened)):
            return self._spaced(arguments)
        return tuple([part for argument in arguments for part in argument]) if name == "append" else self._slot(first)

    def _holds_audio(self, opened: int) -> bool:
        within = self._tokens[opened : self._at]
        return any(token["name"] and _AUDIO.match(token["name"]) for token in within)

    def _arguments(self) -> list[_Parts]:
        """What stands between brackets; the opening one is read, the closing one will be."""
        found: list[_Parts] = []
        while self._at < len(self._tokens) and self._sign() != ")":
            found.append(self._expression())
            if self._sign() == ",":
                self._at += 1
        self._at += 1
        return found

    def _spaced(self, arguments: Sequence[_Parts]) -> _Parts:
        """Parts that follow each other as if they were said one after the other."""
        joined: list[_Part] = []
        for argument in filter(None, arguments):
            if joined and not _apart(joined[-1], argument[0]):
                joined.append(self._gap(joined))
            joined += argument
        return tuple(joined)

    def _gap(self, before: Sequence[_Part]) -> Piece:
        """A space where one part ends; it takes no room in the file."""
        span = _last(before).span
        return Piece(" ", Span(span.source, span.end, span.end), "decoded")

    def _string(self, token: re.Match[str]) -> _Parts:
        start, end = token.span("string")
        return replace(cut(self._pieces, start + 1, end - 1), _ESCAPE, _decoded)

    def _slot(self, first: int) -> _Parts:
        """The tokens since `first` as a value that is filled in."""
        start, end = self._bounds(first)
        return (Piece(SLOT, place(self._pieces, start, end), "slot", self._text[start:end]),)

    def _bounds(self, first: int) -> tuple[int, int]:
        """From the token `first` to the last one that was read."""
        token = self._tokens[first]
        last = self._tokens[max(min(self._at, len(self._tokens)) - 1, first)]
        return token.start(token.lastgroup or 0), last.end()


def _either(ways: Sequence[_Parts]) -> _Parts:
    """A choice between several things to say; where none has a word (a space or nothing), the longest."""
    if any(not isinstance(part, Piece) or part.text.strip() for way in ways for part in way):
        return (_Choice(tuple(ways)),)
    return max(ways, key=len)


def _last(parts: Sequence[_Part]) -> Piece:
    """The last piece of parts that are not empty."""
    last = parts[-1]
    return last if isinstance(last, Piece) else _last(next(way for way in reversed(last.ways) if way))


def _apart(before: _Part, after: _Part) -> bool:
    """Whether a space already stands between two parts."""
    spaced = isinstance(before, Piece) and before.text[-1:].isspace()
    return spaced or (isinstance(after, Piece) and after.text[:1].isspace())


def _decoded(found: re.Match[str], span: Span) -> Sequence[Piece]:
    return (Piece(_SHOWN.get(found[1], found[1]), span, "decoded"),)
