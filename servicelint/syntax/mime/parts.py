"""The tree of a mail's parts, cut at their boundaries (RFC 2046), and the text of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from servicelint.model import Piece, Problem, Source, Span
from servicelint.model.pieces import verbatim
from servicelint.syntax.mime import fields as header
from servicelint.syntax.mime import transfer
from servicelint.syntax.mime.characters import codec, pieces, seven_bit
from servicelint.syntax.mime.fields import Field
from servicelint.syntax.templates import Joined

_DEEPEST = 30
_LINE_END_BEFORE = re.compile(r"(?:\r\n|\n|\r)\Z")
_ENCODED = ("quoted-printable", "base64")
_MARKUP = re.compile(r"\s{0,200}<(?:!doctype\s+html|html\b|body\b)", re.IGNORECASE)
_OPENING = re.compile(r"(?<![^\r\n])--([^\s-][^\r\n]{0,69}?|-[^\r\n]{1,69}?)[ \t]*(?:\r\n|\n|\r)(?=Content-)", re.IGNORECASE)
"""A line that looks like a boundary: a header comes after it."""
_FLOWED = re.compile(r"(?<!-- )(?<=[ ])(?:\r\n|\n|\r)(?![ ]?[>\r\n])[ ]?|(?<=[\r\n])[ ](?=\S)")


@dataclass(frozen=True)
class Part:
    """A mail, or a part of it: its fields, from where to where its body stands, and the parts in that."""

    source: Source
    fields: tuple[Field, ...]
    start: int
    end: int
    parts: tuple[Part, ...] = ()
    taken_for: str = "text/plain"
    """Its media type where it does not say."""

    def field(self, name: str) -> Field | None:
        """The first field of that name (in lower case)."""
        return next((field for field in self.fields if field.name == name), None)

    def parameter(self, field: str, name: str) -> str:
        """A parameter of a field, "" where it is not there."""
        found = self.field(field)
        return found.parameters.get(name, "") if found else ""

    @property
    def kind(self) -> str:
        """Its media type, such as `text/plain`: what it is taken for where it does not say."""
        found = self.field("content-type")
        if found is not None and "/" in found.kind:
            return found.kind
        return "text/html" if _MARKUP.match(self.source.text, self.start, self.end) else self.taken_for

    @property
    def disposition(self) -> str:
        """`attachment`, `inline` or ""."""
        found = self.field("content-disposition")
        return found.kind if found else ""

    @property
    def filename(self) -> str:
        """What it is called as a file, "" where it is none."""
        return self.parameter("content-disposition", "filename") or self.parameter("content-type", "name")

    @property
    def transfer(self) -> str:
        """How its bytes are written: `7bit`, `8bit`, `quoted-printable`, `base64`, …"""
        found = self.field("content-transfer-encoding")
        return found.kind if found else "7bit"

    @property
    def encoded(self) -> bool:
        """Whether its characters are written otherwise in the file."""
        return self.transfer in _ENCODED

    def text(self, problems: list[Problem]) -> tuple[Piece, ...]:
        """What a part of text says, with its own line ends; what is wrong goes to `problems`."""
        charset = self.parameter("content-type", "charset")
        name = codec(charset)
        if name is None and (declared := self.field("content-type")):
            what = f"Nobody knows the character set “{charset[:40]}”; write the text in UTF-8 and declare that."
            problems.append(Problem(declared.span, what))
        body = tuple(self._decoded(name or "", problems))
        flowed = self.kind == "text/plain" and self.parameter("content-type", "format").lower() == "flowed"
        return _flowed(body, self.parameter("content-type", "delsp").lower() == "yes") if flowed else body

    def _decoded(self, name: str, problems: list[Problem]) -> tuple[Piece, ...]:
        source, start, end = self.source, self.start, self.end
        if self.transfer == "quoted-printable":
            return pieces(source, transfer.quoted_printable(source.text, start, end), name)
        if self.transfer == "base64":
            return pieces(source, transfer.base64(source, start, end, problems), name)
        as_it_is = source.text[start:end]
        in_ascii = seven_bit(name) and as_it_is.isascii()
        if in_ascii or (not source.encoding.startswith("utf") and not as_it_is.isascii()):
            return pieces(source, transfer.eight_bit(source, start, end), name)
        return (verbatim(source, start, end),) if start < end else ()


def read(source: Source, start: int, end: int, problems: list[Problem]) -> Part:
    """The mail that stands between two offsets; what is wrong with it goes to `problems`."""
    return _read(source, start, end, problems, "text/plain", 0)


def _read(source: Source, start: int, end: int, problems: list[Problem], taken_for: str, depth: int) -> Part:
    """A mail or a part; `taken_for` is its media type where it does not say."""
    found, body = header.read(source, start, end, problems)
    part = Part(source, found, body, end, taken_for=taken_for)
    if not part.kind.startswith("multipart/"):
        return part
    if depth == _DEEPEST:
        problems.append(Problem(Span(source, start, start), "The parts of this mail are nested too deeply to be read."))
        return part
    inner = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
    parts = tuple(_read(source, *place, problems, inner, depth + 1) for place in _cut(part, problems))
    return Part(source, found, body, end, parts, taken_for)


def _cut(part: Part, problems: list[Problem]) -> Iterator[tuple[int, int]]:
    """Where the parts of a multipart body stand: between lines with its boundary, up to one with `--` behind it."""
    declared = part.field("content-type")
    boundary = part.parameter("content-type", "boundary").rstrip()
    place = declared.span if declared else Span(part.source, part.start, part.start)
    marks = _marks(part, boundary) if boundary else []
    if not marks or marks[0][1]:
        what = 'This mail names no boundary between its parts; expected boundary="…".'
        if boundary:
            what = f"The parts of this mail do not begin where it says; expected a line --{boundary[:70]}."
        problems.append(Problem(place, what))
        guessed = _OPENING.search(part.source.text, part.start, part.end)
        marks = _marks(part, guessed[1]) if guessed else []
        if not marks:
            return
    last = marks[-1]
    if not last[1]:
        what = f"The last part of this mail is never closed; expected a line {last[0].strip()[:74]}-- at its end."
        problems.append(Problem(Span(part.source, last.start(), last.end()), what))
    for opening, closing in pairwise(marks):
        yield opening.end(), _before(part.source, opening.end(), closing.start())
    if not last[1]:
        yield last.end(), part.end


def _marks(part: Part, boundary: str) -> list[re.Match[str]]:
    """The lines with a boundary, up to the one that closes the last part."""
    line = re.compile(rf"(?<![^\r\n])--{re.escape(boundary)}(--)?[ \t]*+(?:\r\n|\n|\r|\Z)")
    marks = []
    for found in line.finditer(part.source.text, part.start, part.end):
        marks.append(found)
        if found[1]:
            break
    return marks


def _before(source: Source, start: int, end: int) -> int:
    """Where a part ends: the line end before a boundary belongs to the boundary."""
    found = _LINE_END_BEFORE.search(source.text, max(start, end - 2), end)
    return found.start() if found else end


def _flowed(body: tuple[Piece, ...], joins_words: bool) -> tuple[Piece, ...]:
    """A text whose lines that end in a space go on in the next one (RFC 3676), and may begin with a space to be taken away."""
    whole, out, at = Joined(body), list[Piece](), 0
    for found in _FLOWED.finditer(whole.text):
        upto = found.start() - (1 if joins_words and found[0] != " " else 0)
        out += whole.cut(at, upto) if at < upto else ()
        at = found.end()
    return (*out, *whole.cut(at, len(whole.text))) if at < len(whole.text) else tuple(out)
