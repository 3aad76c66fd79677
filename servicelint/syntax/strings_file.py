"""Apple's `.strings` files with places: `"key" = "value";` with comments. Knows no language and no message."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn

from servicelint.model import Piece, Problem, Source, Span, Unreadable
from servicelint.model.pieces import replace, text_of, verbatim

_SKIP = re.compile(r"(?>\s+|//[^\r\n]*+|/\*.*?(?:\*/|\Z))*+", re.DOTALL)
_STRING = re.compile(r'"((?:[^"\\]|\\.)*+)"|\'((?:[^\'\\]|\\.)*+)\'|([\w.$/:-]+)', re.DOTALL)
_LINE_END = re.compile(r"\r\n|\n|\r|\Z")
_ENTRY = re.compile(r'^[ \t]*+"(?:[^"\\\r\n]|\\.)*+"[ \t]*+=', re.MULTILINE)
_ESCAPE = re.compile(
    r"\\(?:[Uu](?P<high>[dD][89abAB][0-9a-fA-F]{2})\\[Uu](?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|[Uu](?P<code>[0-9a-fA-F]{4})|(?P<octal>[0-7]{1,3})|(?P<end>\r\n|\n|\r)|(?P<plain>.))",
    re.DOTALL,
)
_GOES_ON = re.compile(r"(?!//|/\*)[^;\"}]|\"(?!(?:[^\"\\\r\n]|\\.)*+\"[ \t]*+=)")
"""What follows a text whose quotation mark was not meant to end it."""
_MOST_PROBLEMS = 20
_SHOWN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "a": "\a", "v": "\v"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A key and what it stands for; `quoted` says whether the value stands in quotation marks."""

    key: str
    pieces: tuple[Piece, ...]
    quoted: bool


def pairs(source: Source, problems: list[Problem]) -> Iterator[Pair]:
    """Every pair, in the order of the file. What is wrong goes to `problems`; reading goes on at the next pair."""
    text, at = source.text, _skip(source.text, 0)
    while at < len(text) and len(problems) < _MOST_PROBLEMS:
        start = at
        try:
            pair, at = _pair(source, start)
            yield pair
            if not text.startswith(";", at):
                raise Unreadable(Span(source, at, min(at + 1, len(text))), "Expected a semicolon after the text.")
            at = _skip(text, at + 1)
        except Unreadable as failure:
            problems.append(failure.problem)
            following = _ENTRY.search(text, _line_end(text, start if at == start else at))
            at = following.start() if following else len(text)


def _pair(source: Source, start: int) -> tuple[Pair, int]:
    """The pair that begins here, and where its semicolon is due."""
    text = source.text
    key = _STRING.match(text, start)
    if key is None:
        _fail(source, start, "a key")
    at = _skip(text, key.end())
    if text.startswith(";", at):
        return Pair(_text(source, key), _pieces(source, key), key[1] is not None), at
    if not text.startswith("=", at):
        _fail(source, at, "an equals sign after the key")
    value = _STRING.match(text, at := _skip(text, at + 1))
    if value is None:
        _fail(source, at, "a text")
    after = _skip(text, value.end())
    if value[1] is not None and after < len(text) and _GOES_ON.match(text, after):
        if "\n" in value[1]:
            _refuse(source, at, 'This text runs on over the end of its line; expected a " at its end.')
        _refuse(source, value.end() - 1, 'This " ends the text; inside a text it is written \\".')
    pair = Pair(_text(source, key), _pieces(source, value), value[1] is not None)
    return pair, after if text.startswith(";", after) else value.end()


def _fail(source: Source, at: int, expected: str) -> NoReturn:
    if source.text.startswith(('"', "'"), at) and not _STRING.match(source.text, at):
        _refuse(source, at, f"This text is never closed; expected a {source.text[at]} at its end.")
    _refuse(source, at, f'Expected {expected}; a line reads "key" = "text"; and nothing else.')


def _refuse(source: Source, at: int, what: str) -> NoReturn:
    raise Unreadable(Span(source, at, min(at + 1, len(source.text))), what)


def _text(source: Source, found: re.Match[str]) -> str:
    return text_of(_pieces(source, found))


def _pieces(source: Source, found: re.Match[str]) -> tuple[Piece, ...]:
    start, end = found.span(found.lastindex or 0)
    if start == end:
        return ()
    whole = (verbatim(source, start, end),)
    return whole if found.lastindex == 3 else replace(whole, _ESCAPE, _meant)


def _meant(found: re.Match[str], span: Span) -> Sequence[Piece]:
    if found["high"]:
        meant = chr(0x10000 + ((int(found["high"], 16) - 0xD800) << 10) + (int(found["low"], 16) - 0xDC00))
    elif found["code"]:
        number = int(found["code"], 16)
        meant = "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)
    elif found["octal"]:
        meant = chr(int(found["octal"], 8) & 0xFF)
    else:
        meant = "\n" if found["end"] else _SHOWN.get(found["plain"], found["plain"])
    return (Piece(meant, span, "decoded"),)


def _skip(text: str, at: int) -> int:
    found = _SKIP.match(text, at)
    return found.end() if found else at


def _line_end(text: str, at: int) -> int:
    found = _LINE_END.search(text, at)
    return found.end() if found else len(text)
