"""Asterisk's configuration files line by line: sections, keys, values without comments, each with its place.

What the keys mean belongs in `dialplan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servicelint.model import Piece, Problem, Source, Span
from servicelint.model.pieces import replace, strip, verbatim

_LINE = re.compile(r"[^\r\n]+")
_SECTION = re.compile(r"\s*\[(?P<name>[^\]]*)\]\s*(?:\((?P<bases>[^)]*)\))?")
_PAIR = re.compile(r"\s*(?P<key>[\w-]+)\s*=>?[ \t]*(?P<value>.*?)\s*$")
_COMMENT = re.compile(r"(?<!\\);")
_BLOCK = re.compile(r";--(?!-).*?--;", re.DOTALL)
_ESCAPE = re.compile(r"\\([,;\"\\|])")
_NEITHER = "This is neither a [section] nor a key and its value; expected for example exten => s,1,Answer()."
_OPEN, _CLOSED = "({[", ")}]"


@dataclass(frozen=True)
class Section:
    """`[name](base,base)`; the bases are templates, `!` and `+` mark one, or one that goes on."""

    name: str
    bases: tuple[str, ...]
    span: Span


@dataclass(frozen=True)
class Pair:
    """`key => value`; the value as it is written, from `start` to `end`."""

    key: str
    source: Source
    start: int
    end: int

    @property
    def value(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def span(self) -> Span:
        return Span(self.source, self.start, self.end)


def lines(source: Source, problems: list[Problem]) -> Iterator[Section | Pair]:
    """The sections and pairs of a file, in order; what is neither, nor an instruction (`#include`), is a problem."""
    text = _BLOCK.sub(lambda block: re.sub(r"[^\r\n]", " ", block[0]), source.text)
    for line in _LINE.finditer(text):
        comment = _COMMENT.search(line[0])
        written = line[0][: comment.start()] if comment else line[0]
        start = line.start()
        if section := _SECTION.match(written):
            bases = tuple(name.strip() for name in (section["bases"] or "").split(",") if name.strip() not in ("!", "+", ""))
            yield Section(
                section["name"].strip(), bases, Span(source, start + section.start("name") - 1, start + section.end("name") + 1)
            )
        elif pair := _PAIR.match(written):
            yield Pair(pair["key"].lower(), source, start + pair.start("value"), start + pair.end("value"))
        elif written.strip() and not written.lstrip().startswith("#"):
            what = "This section is never closed; expected [name]." if written.lstrip()[0] == "[" else _NEITHER
            at = start + len(written) - len(written.lstrip())
            problems.append(Problem(Span(source, at, start + len(written.rstrip())), what))


def split(text: str, separator: str = ",", most: int = 0) -> list[tuple[int, int]]:
    """Where the parts of a text are that a separator divides outside quotes, brackets and escapes; at most `most`."""
    found: list[tuple[int, int]] = []
    start = depth = at = 0
    quoted = False
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
        elif char == '"':
            quoted = not quoted
        elif char in _OPEN and not quoted:
            depth += 1
        elif char in _CLOSED and not quoted:
            depth = max(0, depth - 1)
        elif char == separator and not depth and not quoted and len(found) + 1 != most:
            found.append((start, at))
            start = at + 1
        at += 1
    return [*found, (start, len(text))]


def words(source: Source, start: int, end: int) -> tuple[Piece, ...]:
    """The pieces of an argument: without white space and quotes around it, escapes decoded."""
    pieces = strip((verbatim(source, start, end),)) if start < end else ()
    if len(pieces) == 1 and len(pieces[0].text) > 1 and pieces[0].text[0] == pieces[0].text[-1] == '"':
        span = pieces[0].span
        pieces = (verbatim(source, span.start + 1, span.end - 1),) if span.end - span.start > 2 else ()

    def unescaped(found: re.Match[str], span: Span) -> Sequence[Piece]:
        return (Piece(found[1], span, "decoded"),)

    return replace(pieces, _ESCAPE, unescaped)
