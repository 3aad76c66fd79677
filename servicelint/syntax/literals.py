"""Object literals in files that are more than data: HCL (Terraform), JavaScript, templates that make JSON.

Values come as the nodes of `syntax.json`, places and all; an expression that only a program can compute is a string of
one slot. What surrounds the literals is passed over. Knows no vendor's keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NoReturn

from servicelint.model import Piece, Source, Span, Unreadable
from servicelint.model.passage import SLOT
from servicelint.model.pieces import text_of, verbatim
from servicelint.syntax.json import Array, Object, Scalar, Sheet, String, Value

Dialect = Literal["hcl", "js"]

_QUOTES: dict[Dialect, str] = {"hcl": '"', "js": "\"'`"}
_COMMENT: dict[Dialect, str] = {
    "hcl": r"#[^\n]*|//[^\n]*|/\*.*?\*/|%\{[^{}]*\}",  # a directive between values says nothing either
    "js": r"//[^\n]*|/\*.*?\*/",
}
_SKIP = {dialect: re.compile(rf"(?:\s+|{comment})*", re.S) for dialect, comment in _COMMENT.items()}
_BLANK = {dialect: re.compile(rf"(?:[^\S\n]+|{comment})*", re.S) for dialect, comment in _COMMENT.items()}
_PASSED = {dialect: re.compile(comment, re.S) for dialect, comment in _COMMENT.items()}
_NAME = re.compile(r"[\w$](?:[\w$]|-(?=\w))*")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.(])")
_WORD = re.compile(r"(?:true|false|null|undefined)(?![\w.(\[])")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "undefined": None}
_HEREDOC = re.compile(r"<<(-?)(\w+)[ \t]*\r?\n")
_ESCAPED = re.compile(
    r"\\(?:u\{(?P<braces>[0-9a-fA-F]{1,6})\}|u(?P<four>[0-9a-fA-F]{4})|U(?P<eight>[0-9a-fA-F]{8})"
    r"|x(?P<two>[0-9a-fA-F]{2})|(?P<end>\r?\n)|(?P<plain>.))",
    re.S,
)
_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_IN_STRING = re.compile(r"[\"'`\\$%\n]")
_IN_BRACKETS = re.compile(r"[\"'`{}()\[\]]")
_MARKED = re.compile(r"[\\$%]")
_FOR = re.compile(r"[{\[]\s*for\b")
_SHOWN = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_STOPS: dict[Dialect, str] = {"hcl": ",;}])\n", "js": ",;}])+"}
"""What ends an expression outside brackets."""
_CLOSING = {"{": "}", "[": "]", "(": ")"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A `key = value` or `key: value`: where its value starts, and the braces it stands in, outermost first.

    `keys` name what each of these braces belongs to: a key, or a block's or function's name ("" for none).
    """

    key: str
    value: int
    braces: tuple[int, ...]
    keys: tuple[str, ...]


def entries(source: Source, dialect: Dialect) -> Iterator[Entry]:
    """Every key with a value, in the order of the file. Raises Unreadable where a string or comment never ends."""
    yield from _Reader(source, dialect).entries()


def read_at(source: Source, at: int, dialect: Dialect) -> Value:
    """The value that starts at an offset of a file. Raises Unreadable."""
    return _Reader(source, dialect).value(at)[0]


class _Reader:
    def __init__(self, source: Source, dialect: Dialect) -> None:
        self._source = source
        self._text = source.text
        self._dialect: Dialect = dialect
        self._sheet = Sheet(source, source.text)

    def entries(self) -> Iterator[Entry]:
        text, opened, named, at = self._text, list[tuple[int, str]](), "", 0
        while (at := self._skip(at)) < len(text):
            start, mark = at, text[at]
            if mark in _QUOTES[self._dialect] and (end := self._whole_string(at)):
                named, at = text[start + 1 : end - 1], end
            elif found := _NAME.match(text, at):
                named, at = found[0], found.end()
            elif heredoc := self._heredoc(at):
                named, at = "", heredoc[0] if text[heredoc[0]] in "{[" else heredoc[1]
                continue
            else:
                at += 1
                if mark in _CLOSING:
                    opened.append((start if mark == "{" else -1, named or (opened[-1][1] if opened else "")))
                elif mark in "}])" and opened:
                    opened.pop()
                named = named if mark in "([=:" else ""
                continue
            if (value := self._after_mark(at)) is not None:
                braces = [(brace, name) for brace, name in opened if brace >= 0]
                yield Entry(named, value, tuple([brace for brace, _ in braces]), tuple([name for _, name in braces]))

    def value(self, at: int) -> tuple[Value, int]:
        """The value at an offset, and where it ends."""
        start = at = self._skip(at)
        first = self._text[at : at + 1]
        if not first:
            self._fail(at, "The file ends where a value was expected.")
        if first in "{[" and not _FOR.match(self._text, at):
            whole = self._object(at) if first == "{" else self._array(at)
            if self._ended(whole.end):
                return whole, whole.end
        elif (found := _NUMBER.match(self._text, at) or _WORD.match(self._text, at)) and self._ended(found.end()):
            plain = _WORDS[found[0]] if found[0] in _WORDS else float(found[0])
            return Scalar(self._sheet, at, found.end(), plain), found.end()
        return self._joined(start)

    def _joined(self, at: int) -> tuple[Value, int]:
        """Strings and computed parts between plus signs, as one string."""
        start, parts = at, list[Piece]()
        while True:
            at = self._skip(at)
            made, end = self._part(at)
            parts += made
            after = self._skip(end)
            if self._text[after : after + 1] != "+":
                break
            at = after + 1
        opened = Piece('"', Span(self._source, start, min(start + 1, parts[0].span.start if parts else end)), "decoded")
        closed = Piece('"', Span(self._source, max(end - 1, parts[-1].span.end if parts else start), end), "decoded")
        whole = (opened, *parts, closed)
        text = text_of(whole)
        return String(Sheet(self._source, text, 0, whole), 0, len(text), text[1:-1]), end

    def _part(self, at: int) -> tuple[Sequence[Piece], int]:
        if self._text[at : at + 1] in tuple(_QUOTES[self._dialect]):
            end = self._after_string(at)
            if self._ended(end) or self._text[self._skip(end) : self._skip(end) + 1] == "+":
                return tuple(self._pieces(at + 1, end - 1, self._text[at])), end
        elif heredoc := self._heredoc(at):
            return tuple(self._pieces(heredoc[0], heredoc[2], "")), heredoc[1]
        end = self._after_expression(at)
        name = self._text[at:end].strip()
        if not name:
            self._fail(at, "Expected a value: a string, a number, {…}, […] or an expression.")
        return (Piece(SLOT, Span(self._source, at, at + len(name)), "slot", name),), end

    def _object(self, start: int) -> Object:
        members: dict[str, Value] = {}
        keys: dict[str, int] = {}
        at = self._skip(start + 1)
        while not self._text.startswith("}", at):
            if at >= len(self._text):
                self._fail(start, "This { is never closed; expected a } after its last entry.")
            key, at, key_start = self._key(at)
            keys[key] = key_start
            members[key], at = self.value(at)
            at = self._skip(at)
            if self._text.startswith(",", at):
                at = self._skip(at + 1)
        return Object(self._sheet, start, at + 1, members, keys)

    def _key(self, at: int) -> tuple[str, int, int]:
        """A key, where its value starts, and where the key does; a spread or shorthand is a key of its own."""
        text, start = self._text, at
        if text[at] in _QUOTES[self._dialect]:
            at = self._after_string(at)
            key = text_of(self._pieces(start + 1, at - 1, text[start]))
        elif found := _NAME.match(text, at):
            key, at = found[0], found.end()
        else:
            at = self._after_bracket(at) if text[at] in "([" else self._after_expression(at)
            key = text[start:at]
        if at == start:
            self._fail(at, f"Expected a key and its value, or a }}, not {text[at]!r}.")
        value = self._after_mark(at)
        if value is None and self._dialect == "hcl":
            self._fail(at, f'Expected a colon or an equals sign after the key "{key[:40]}".')
        return key, start if value is None else value, start

    def _array(self, start: int) -> Array:
        items: list[Value] = []
        at = self._skip(start + 1)
        while not self._text.startswith("]", at):
            if at >= len(self._text):
                self._fail(start, "This [ is never closed; expected a ] after its last item.")
            before = at
            item, at = self.value(at)
            items.append(item)
            at = self._skip(at)
            if self._text.startswith(",", at):
                at = self._skip(at + 1)
            if at == before:
                self._fail(at, f"Expected a value, a comma or a ], not {self._text[at]!r}.")
        return Array(self._sheet, start, at + 1, tuple(items))

    def _after_mark(self, at: int) -> int | None:
        """Where the value starts when a colon or an equals sign comes next."""
        at = _BLANK[self._dialect].match(self._text, at).end()  # type: ignore[union-attr]  # it always matches
        marked = self._text[at : at + 1] in (":", "=") and self._text[at + 1 : at + 2] not in ("=", ">")
        return self._skip(at + 1) if marked else None

    def _ended(self, at: int) -> bool:
        """Whether a value is complete here: what follows is a comma, a bracket, a new line or the end."""
        after = _BLANK[self._dialect].match(self._text, at).end()  # type: ignore[union-attr]  # it always matches
        following = self._text[self._skip(at) : self._skip(at) + 1]
        if following in ("", ",", ";", "}", "]", ")"):
            return True
        return self._text[after] in "\r\n" and (self._dialect == "hcl" or following in _QUOTES["js"])

    def _after_expression(self, at: int) -> int:
        """The end of whatever stands here, brackets and strings in it skipped."""
        text, stack = self._text, list[str]()
        while at < len(text):
            mark = text[at]
            if mark in _QUOTES[self._dialect]:
                at = self._after_string(at)
                continue
            if mark in "/#%" and (passed := _PASSED[self._dialect].match(text, at)):
                at = passed.end()
                continue
            if mark in _CLOSING:
                stack.append(_CLOSING[mark])
            elif stack and mark == stack[-1]:
                stack.pop()
            elif not stack and mark in _STOPS[self._dialect]:
                break
            at += 1
        return at

    def _whole_string(self, at: int) -> int:
        """The offset after a string, 0 where none ends: what looked like one may be an apostrophe in a comment."""
        try:
            return self._after_string(at)
        except Unreadable:
            return 0

    def _after_string(self, start: int) -> int:
        """The offset after the closing quotation mark, interpolations skipped."""
        text, quote, at = self._text, self._text[start], start + 1
        while found := _IN_STRING.search(text, at):
            at, mark = found.start(), found[0]
            if mark == quote:
                return at + 1
            if self._interpolates(at, quote):
                at = self._after_bracket(at + 1)
            elif mark == "\n" and quote != "`":
                self._fail(start, f"This string is never closed; expected a {quote} before the end of the line.")
            else:
                at += 1 if mark != "\\" else 3 if text.startswith("\r\n", at + 1) else 2
        return self._fail(start, f"This string is never closed; expected a {quote}.")

    def _interpolates(self, at: int, quote: str) -> bool:
        marks = ("${",) if quote == "`" else ("${", "%{")
        live = quote == "`" if self._dialect == "js" else True
        return live and self._text.startswith(marks, at) and self._text[at - 1] not in "$%"

    def _after_bracket(self, start: int) -> int:
        """The offset after the bracket that closes the one at `start`."""
        opening = self._text[start]
        depth, at, closing = 0, start, _CLOSING[opening]
        while found := _IN_BRACKETS.search(self._text, at):
            at, mark = found.start(), found[0]
            if mark in _QUOTES[self._dialect]:
                at = self._after_string(at)
                continue
            depth += (mark == opening) - (mark == closing)
            at += 1
            if depth == 0:
                return at
        return self._fail(start, f"This {opening} is never closed; expected a {closing}.")

    def _heredoc(self, at: int) -> tuple[int, int, int] | None:
        """Where the text of a heredoc begins, where the heredoc ends, and where its text does."""
        found = _HEREDOC.match(self._text, at) if self._dialect == "hcl" else None
        if found is None:
            return None
        end = re.compile(rf"^[ \t]*{found[2]}\b", re.M).search(self._text, found.end())
        if end is None:
            self._fail(at, f"This text is never ended; expected a line that says {found[2]}.")
        return found.end(), end.end(), end.start()

    def _pieces(self, start: int, end: int, quote: str) -> Iterator[Piece]:
        """What the characters of a string mean: escapes decoded, interpolations as slots."""
        begun, at = start, start
        while found := _MARKED.search(self._text, at, end):
            at = found.start()
            made, after = self._special(at, quote)
            if made is None:
                at += 1
                continue
            if begun < at:
                yield verbatim(self._source, begun, at)
            if made.text:
                yield made
            at = begun = after
        if begun < end:
            yield verbatim(self._source, begun, end)

    def _special(self, at: int, quote: str) -> tuple[Piece | None, int]:
        text = self._text
        if text[at] == "\\" and quote:
            pair = _PAIR.match(text, at)
            found = pair or _ESCAPED.match(text, at)
            if found is None:
                return None, at
            meant = _surrogates(pair) if pair else _meant(found)
            return Piece(meant, Span(self._source, at, found.end()), "decoded"), found.end()
        if text.startswith(("$${", "%%{"), at) and self._dialect == "hcl":
            return Piece(text[at] + "{", Span(self._source, at, at + 3), "decoded"), at + 3
        if self._interpolates(at, quote):
            end = self._after_bracket(at + 1)
            return Piece(SLOT, Span(self._source, at, end), "slot", text[at + 2 : end - 1].strip(" ~")), end
        return None, at

    def _skip(self, at: int) -> int:
        return _SKIP[self._dialect].match(self._text, at).end()  # type: ignore[union-attr]  # it always matches

    def _fail(self, at: int, what: str) -> NoReturn:
        raise Unreadable(Span(self._source, at, min(at + 1, len(self._text))), what)


def _surrogates(found: re.Match[str]) -> str:
    high, low = int(found[1], 16), int(found[2], 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _meant(found: re.Match[str]) -> str:
    code = found["braces"] or found["four"] or found["eight"] or found["two"]
    if code:
        number = int(code, 16)
        return chr(number) if number < 0xD800 or 0xE000 <= number <= 0x10FFFF else "\ufffd"
    return "" if found["end"] else _SHOWN.get(found["plain"], found["plain"])
