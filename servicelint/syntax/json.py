"""JSON with places: every value knows where it stands, every string which of its characters the file has as they are.

What a vendor's keys mean belongs in formats.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]  # the C scanner is not in typeshed
from typing import Any, Final

from servicelint.model import Piece, Source, Span
from servicelint.model.passage import place
from servicelint.model.pieces import cut, replace, text_of
from servicelint.syntax.json_faults import fail, fail_after, fail_key, fail_string, fail_value

_SPACE = re.compile(r"[ \t\n\r]*").match
# A key and, where it follows without an escape, its string: one match for what is by far the most common.
_MEMBER = r'"([^"\\\x00-\x1f]*)"[ \t\n\r]*:[ \t\n\r]*(?:"([^"\\\x00-\x1f]*)")?'
_FIRST_MEMBER = re.compile(r"\{[ \t\n\r]*" + _MEMBER).match
_NEXT_MEMBER = re.compile(r"[ \t\n\r]*,[ \t\n\r]*" + _MEMBER).match
_COMMA = re.compile(r"[ \t\n\r]*,[ \t\n\r]*").match
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)?").match
_WORD = re.compile(r"true|false|null|NaN|-?Infinity").match
_WORDS = {"true": True, "false": False, "null": None}
_ESCAPE = re.compile(r'\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|["\\/bfnrt])')
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Sheet:
    """The characters that are read and where each of them stands: a part of a file, or a string inside it."""

    def __init__(self, source: Source, text: str, start: int = 0, pieces: Sequence[Piece] = ()) -> None:
        self.source: Final = source
        self.text: Final = text
        self._start: Final = start
        self._pieces: Final = pieces

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(len(piece.text) for piece in self._pieces))

    def span(self, start: int, end: int) -> Span:
        """Where the characters `start` up to `end` stand in the file."""
        if not self._pieces:
            return Span(self.source, self._start + start, self._start + end)
        pieces, before = self._near(start, end)
        return place(pieces, start - before, end - before)

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        """The characters `start` up to `end`, as they are written in the file."""
        if not self._pieces:
            span = Span(self.source, self._start + start, self._start + end)
            return (Piece(self.text[start:end], span),) if start < end else ()
        pieces, before = self._near(start, end)
        return cut(pieces, start - before, end - before)

    def _near(self, start: int, end: int) -> tuple[Sequence[Piece], int]:
        """The few pieces that hold these characters, and how many characters stand before them."""
        first = min(bisect_right(self._ends, start), len(self._pieces) - 1)
        last = bisect_right(self._ends, end)
        return self._pieces[first : last + 1], self._ends[first - 1] if first else 0


# Frozen nodes would take five times as long to build; `Final` has the type checker keep them as they are.
@dataclass(slots=True, eq=False)
class String:
    """A string: `value` as it was meant, `start` and `end` with its quotes, on its sheet."""

    sheet: Final[Sheet]
    start: Final[int]
    end: Final[int]
    value: Final[str]

    @property
    def span(self) -> Span:
        return self.sheet.span(self.start, self.end)

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The string without its quotes, escapes as decoded pieces; none for an empty string."""
        pieces = self.sheet.pieces(self.start + 1, self.end - 1)
        return pieces if len(self.value) == self.end - self.start - 2 else replace(pieces, _ESCAPE, _unescape)


@dataclass(slots=True, eq=False)
class Scalar:
    """A number, true, false or null."""

    sheet: Final[Sheet]
    start: Final[int]
    end: Final[int]
    value: Final[float | bool | None]

    @property
    def span(self) -> Span:
        return self.sheet.span(self.start, self.end)


@dataclass(slots=True, eq=False)
class Array:
    sheet: Final[Sheet]
    start: Final[int]
    end: Final[int]
    items: Final[tuple[Value, ...]]

    @property
    def span(self) -> Span:
        return self.sheet.span(self.start, self.end)


@dataclass(slots=True, eq=False)
class Object:
    """An object; of a key that stands twice the last counts, as everywhere. `keys` holds where each key starts."""

    sheet: Final[Sheet]
    start: Final[int]
    end: Final[int]
    members: Final[dict[str, Value]]
    keys: Final[dict[str, int]]

    @property
    def span(self) -> Span:
        return self.sheet.span(self.start, self.end)

    def key_span(self, key: str) -> Span:
        """Where the key stands, without its quotes."""
        start = self.keys[key]
        _, end = scanstring(self.sheet.text, start)
        return self.sheet.span(start, end - 1)

    def string(self, key: str) -> String | None:
        """The member if it is a string."""
        found = self.members.get(key)
        return found if isinstance(found, String) else None

    def text(self, key: str) -> str:
        """The member's text if it is a string, otherwise ""."""
        return found.value if (found := self.string(key)) else ""

    def object(self, key: str) -> Object | None:
        """The member if it is an object."""
        found = self.members.get(key)
        return found if isinstance(found, Object) else None

    def items(self, key: str) -> tuple[Value, ...]:
        """The items of the member if it is an array, otherwise none."""
        found = self.members.get(key)
        return found.items if isinstance(found, Array) else ()


Value = String | Scalar | Array | Object


def read(source: Source, start: int = 0, end: int | None = None) -> Value:
    """The one value that a file, or its characters `start` up to `end`, holds. Raises Unreadable."""
    return _whole(Sheet(source, source.text[start:end], start))


def read_at(source: Source, at: int) -> Value:
    """The value that starts at an offset of a file; its `end` tells what comes after. Raises Unreadable."""
    return _value(Sheet(source, source.text), source.text, at)


def read_inside(string: String) -> Value:
    """The value that is written inside a string, its places in the file that holds the string. Raises Unreadable."""
    return _whole(Sheet(string.sheet.source, string.value, string.span.start + 1, string.pieces))


def read_pieces(pieces: Sequence[Piece]) -> Value:
    """The value that is written in some pieces of a file, such as a text of YAML. Raises Unreadable."""
    return _whole(Sheet(pieces[0].span.source, text_of(pieces), 0, pieces))


def plain(value: Value) -> Any:
    """The value as `json.loads` gives it."""
    if isinstance(value, Array):
        return [plain(item) for item in value.items]
    if isinstance(value, Object):
        return {key: plain(member) for key, member in value.members.items()}
    return value.value


def _whole(sheet: Sheet) -> Value:
    text = sheet.text
    start = _skip(text, 0)
    try:
        value = _value(sheet, text, start)
    except RecursionError:
        fail(sheet, start, "This JSON is nested too deeply to be read.")
    end = _skip(text, value.end)
    if end < len(text):
        fail(sheet, end, "More follows after the end of the JSON value; expected one value and nothing else.")
    return value


def _value(sheet: Sheet, text: str, at: int) -> Value:
    first = text[at : at + 1]
    if first == '"':
        return _string(sheet, text, at)
    if first == "{":
        return _object(sheet, text, at)
    if first == "[":
        return _array(sheet, text, at)
    return _scalar(sheet, text, at)


def _string(sheet: Sheet, text: str, at: int) -> String:
    try:
        value, end = scanstring(text, at + 1)
    except JSONDecodeError as failure:
        fail_string(sheet, at, failure)
    if len(value) != end - at - 2:
        value = _LONE_SURROGATE.sub("\ufffd", value)
    return String(sheet, at, end, value)


def _object(sheet: Sheet, text: str, start: int) -> Object:
    members: dict[str, Value] = {}
    keys: dict[str, int] = {}
    at = start
    found = _FIRST_MEMBER(text, at)
    while True:
        if found is not None:
            key, at, value = found[1], found.end(), found[2]
            keys[key] = found.start(1)
        elif (end := _closed(text, at if keys else at + 1, "}")) is not None:
            return Object(sheet, start, end, members, keys)
        else:
            odd, at = _odd_key(sheet, text, at, bool(keys))
            key, value = odd.value, None
            keys[key] = odd.start + 1
        if value is None:
            member = _value(sheet, text, at)
            at = member.end
        else:
            member = String(sheet, at - len(value) - 2, at, value)
        members[key] = member
        if text[at : at + 1] == "}":
            return Object(sheet, start, at + 1, members, keys)
        found = _NEXT_MEMBER(text, at)


def _odd_key(sheet: Sheet, text: str, at: int, after_comma: bool) -> tuple[String, int]:
    """A key with escapes and where its value starts; Unreadable where there is no key."""
    if after_comma:
        comma = _COMMA(text, at)
        if comma is None:
            fail_after(sheet, at, "}", "object")
        at = comma.end()
    else:
        at = _skip(text, at + 1)
    if not text.startswith('"', at):
        fail_key(sheet, at)
    key = _string(sheet, text, at)
    at = _skip(text, key.end)
    if text[at : at + 1] != ":":
        fail(sheet, at, f'Expected a colon after the key "{key.value[:40]}".')
    return key, _skip(text, at + 1)


def _array(sheet: Sheet, text: str, start: int) -> Array:
    items: list[Value] = []
    at = _skip(text, start + 1)
    end = _closed(text, at, "]")
    while end is None:
        if items:
            comma = _COMMA(text, at)
            if comma is None:
                fail_after(sheet, at, "]", "array")
            at = comma.end()
        item = _object(sheet, text, at) if text[at : at + 1] == "{" else _value(sheet, text, at)
        items.append(item)
        at = item.end
        if text[at : at + 1] != ",":
            end = _closed(text, at, "]")
    return Array(sheet, start, end, tuple(items))


def _skip(text: str, at: int) -> int:
    """The next offset that is not white space."""
    return _SPACE(text, at).end()  # type: ignore[union-attr]  # it always matches


def _closed(text: str, at: int, bracket: str) -> int | None:
    """The end of the array or object if its bracket is the next thing there is."""
    after = _skip(text, at)
    return after + 1 if text.startswith(bracket, after) else None


def _scalar(sheet: Sheet, text: str, at: int) -> Scalar:
    number = _NUMBER(text, at)
    if number is None:
        word = _WORD(text, at)
        if word is None:
            fail_value(sheet, at)
        return Scalar(sheet, at, word.end(), _WORDS[word[0]] if word[0] in _WORDS else float(word[0]))
    try:
        value = float(number[0]) if number[1] else int(number[0])
    except ValueError:  # Python reads no number of more than 4,300 digits
        fail(sheet, at, "This number is too long to be read.")
    return Scalar(sheet, at, number.end(), value)


def _unescape(found: re.Match[str], span: Span) -> Sequence[Piece]:
    value, _ = scanstring(f'{found[0]}"', 0)
    return (Piece(_LONE_SURROGATE.sub("\ufffd", value), span, "decoded"),)
