"""Power Fx formulas read as copy: texts and what joins them, records and tables as the nodes of `syntax.json`.

Nothing is computed: what a program fills in is a slot, and an `If` is one reading for each of its ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servicelint.model import Piece, Span
from servicelint.model.passage import SLOT, place
from servicelint.model.pieces import cut, replace, text_of
from servicelint.syntax.json import Array, Object, Sheet, String, Value

_TOKEN = re.compile(
    r"""(?:\s|//[^\n]*|/\*.*?\*/)*
    (?: (?P<woven>\$"(?:[^"{]|""|\{(?:[^{}"]|"(?:[^"]|"")*"|\{[^{}]*\})*\})*")
      | (?P<string>"(?:[^"]|"")*")
      | (?P<name>'(?:[^']|'')*'(?:\.(?:\w+|'[^']*'))*|[^\W\d]\w*(?:\.(?:\w+|'[^']*'))*)
      | (?P<sign>&&|\|\||<>|<=|>=|\S) )""",
    re.VERBOSE | re.DOTALL,
)
_QUOTE = re.compile(r'""')
_HOLE = re.compile(r'\{((?:[^{}"]|"(?:[^"]|"")*"|\{[^{}]*\})*)\}')
_STOPS = frozenset({",", ";", ")", "]", "}", ""})
_PASSED_ON = frozenset({"text", "trim", "trimends", "upper", "lower", "proper", "substitute", "htmlencode"})
"""Functions that say what their first argument says."""
_MOST = 16


@dataclass(frozen=True, eq=False)
class _Choice:
    """One of several things."""

    ways: tuple[_Term, ...]


@dataclass(frozen=True, eq=False)
class _Text:
    parts: tuple[Piece | _Choice | _Text, ...]


@dataclass(frozen=True, eq=False)
class _Record:
    members: dict[str, _Term]
    start: int


@dataclass(frozen=True, eq=False)
class _Table:
    items: tuple[_Term, ...]
    start: int


_Term = _Text | _Choice | _Record | _Table


def readings(pieces: Sequence[Piece]) -> list[Value]:
    """What a formula may come to, each of its ways once, at most 16; texts are strings with slots. The pieces are those of
    the formula without its equals sign."""
    if not text_of(pieces).strip():
        return []
    term = _Parser(pieces).parse()
    count = min(max(_counts(term), default=1), _MOST)
    sheet = Sheet(pieces[0].span.source, text_of(pieces), 0, pieces)
    return [_node(term, number, sheet) for number in range(count)]


def _counts(term: _Term | Piece) -> Iterator[int]:
    match term:
        case _Choice():
            yield len(term.ways)
            inner: Sequence[_Term | Piece] = term.ways
        case _Text():
            inner = term.parts
        case _Record():
            inner = tuple(term.members.values())
        case _Table():
            inner = term.items
        case _:
            return
    for part in inner:
        yield from _counts(part)


def _node(term: _Term, number: int, sheet: Sheet) -> Value:
    """The term when the way of this number is taken wherever there are so many, the last otherwise."""
    match term:
        case _Choice():
            return _node(term.ways[min(number, len(term.ways) - 1)], number, sheet)
        case _Record():
            members = {key: _node(member, number, sheet) for key, member in term.members.items()}
            return Object(sheet, term.start, term.start + 1, members, dict.fromkeys(members, term.start))
        case _Table():
            return Array(sheet, term.start, term.start + 1, tuple([_node(item, number, sheet) for item in term.items]))
        case _:
            return _string(list(_taken(term, number)), sheet)


def _taken(term: _Term, number: int) -> Iterator[Piece]:
    if isinstance(term, _Choice):
        yield from _taken(term.ways[min(number, len(term.ways) - 1)], number)
    elif isinstance(term, _Text):
        for part in term.parts:
            if isinstance(part, Piece):
                yield part
            else:
                yield from _taken(part, number)


def _string(parts: list[Piece], sheet: Sheet) -> String:
    """A string node whose quotes take no room."""
    source = sheet.source
    start = parts[0].span.start if parts else sheet.span(0, 0).start
    end = parts[-1].span.end if parts else start
    whole = (Piece('"', Span(source, start, start), "decoded"), *parts, Piece('"', Span(source, end, end), "decoded"))
    text = text_of(whole)
    return String(Sheet(source, text, 0, whole), 0, len(text), text[1:-1])


class _Parser:
    """Goes through a formula once; `_at` is the next token."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._tokens = [found for found in _TOKEN.finditer(text_of(pieces)) if found.lastgroup]
        self._at = 0

    def parse(self) -> _Term:
        return self._expression()

    def _sign(self) -> str:
        """The sign that comes next: "" at the end, a blank for anything that is no sign."""
        return self._tokens[self._at]["sign"] or " " if self._at < len(self._tokens) else ""

    def _expression(self) -> _Term:
        """Terms joined by ampersands; with any other sign it is a value that is computed."""
        first = self._at
        terms = [self._term()]
        while self._sign() == "&":
            self._at += 1
            terms.append(self._term())
        if self._sign() not in _STOPS:
            while self._sign() not in _STOPS:
                self._term()
            return self._slot(first)
        return terms[0] if len(terms) == 1 else _joined(terms)

    def _term(self) -> _Term:
        first = self._at
        if first >= len(self._tokens):
            return _Text(())
        token = self._tokens[first]
        self._at += 1
        if token["string"] or token["woven"]:
            return self._text(token)
        if token["name"] and self._sign() == "(":
            return self._call(first, token["name"].lower())
        match token["sign"]:
            case "{":
                return self._record(token)
            case "[":
                return _Table(tuple(self._arguments()), token.start("sign"))
            case "(":
                inside = self._arguments()
                return inside[0] if len(inside) == 1 else self._slot(first)
        return self._slot(first)

    def _call(self, first: int, name: str) -> _Term:
        self._at += 1
        arguments = self._arguments()
        count = len(arguments)
        if name in ("if", "iferror") and count > 1:
            return _Choice((*arguments[1::2], *(arguments[-1:] if count % 2 else ())))
        if name == "switch" and count > 2:
            return _Choice((*arguments[2::2], *(() if count % 2 else arguments[-1:])))
        if name == "coalesce" and arguments:
            return _Choice(tuple(arguments))
        if name == "concatenate":
            return _joined(arguments)
        if name == "table":
            return _Table(tuple(arguments), self._tokens[first].start(0))
        if name in _PASSED_ON and arguments and isinstance(arguments[0], _Text | _Choice):
            return arguments[0]
        if name == "char":
            return _Text((Piece(" ", self._span(first), "decoded"),))
        return self._slot(first)

    def _arguments(self) -> list[_Term]:
        """What stands between brackets, the closing one passed; the opening one was."""
        found = []
        while self._sign() not in (")", "]", "}", ""):
            found.append(self._expression())
            if self._sign() in (",", ";"):
                self._at += 1
        self._at += 1
        return found

    def _record(self, opened: re.Match[str]) -> _Term:
        members: dict[str, _Term] = {}
        while self._at + 1 < len(self._tokens) and self._sign() not in ("}", ""):
            token = self._tokens[self._at]
            key = (token["name"] or token["string"] or "").strip("'\"")
            self._at += 1
            if self._sign() == ":":
                self._at += 1
                members[key] = self._expression()
            if self._sign() in (",", ";", ")", "]"):
                self._at += 1
        self._at += 1
        return _Record(members, opened.start("sign"))

    def _text(self, token: re.Match[str]) -> _Text:
        start, end = token.span(token.lastgroup or 0)
        woven = bool(token["woven"])
        parts = cut(self._pieces, start + 1 + woven, end - 1)
        parts = replace(parts, _QUOTE, lambda _, span: (Piece('"', span, "decoded"),))
        if woven:
            parts = replace(parts, _HOLE, lambda found, span: (Piece(SLOT, span, "slot", found[1].strip()),))
        return _Text(parts)

    def _slot(self, first: int) -> _Text:
        """A value that a program fills in: everything from this token to the one before the next."""
        span = self._span(first)
        return _Text((Piece(SLOT, span, "slot", span.text.strip()),))

    def _span(self, first: int) -> Span:
        last = self._tokens[min(max(self._at, first + 1), len(self._tokens)) - 1]
        return place(self._pieces, self._tokens[first].start(self._tokens[first].lastgroup or 0), last.end())


def _joined(terms: Sequence[_Term]) -> _Text:
    return _Text(tuple([term for term in terms if isinstance(term, _Text | _Choice)]))
