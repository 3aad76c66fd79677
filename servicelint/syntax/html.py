"""HTML as a customer sees it: passages of copy with exact places, branch by branch of its template language.

It reads pieces, so that HTML inside another format's strings keeps its places too. Messages, channels and file names
are not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape

from servicelint.model.passage import SLOT, Carrier, Passage, Piece, Role
from servicelint.model.pieces import text_of
from servicelint.syntax.elements import BLOCKS, CELLS, NEVER_COPY, PICTURES, PRESSED, PRESSING, ROLES, SPOKEN, TABLE, VOID
from servicelint.syntax.markup import Mark, marks
from servicelint.syntax.templates import Joined, Reading, Template

_BREAK = "\u2028"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BOXED = re.compile(r"display\s*:\s*(?:inline-)?(?:block|table|flex)", re.IGNORECASE)
_PAINTED = re.compile(r"background|border\s*:|border-(?!radius)|padding", re.IGNORECASE)
_BUTTON = re.compile(r"(?<![a-z])(?:button|btn|cta)(?![a-z])", re.IGNORECASE)
_PREHEADER = re.compile(r"pre-?header|preview-?text", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?![A-Za-z])")

_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?")
_WHITE = frozenset(" \t\r\n\f\v")
_UNSEEN = "\u00ad\u034f\u200b\u2060\ufeff"
_SPACE = re.compile(rf"[ \t\r\n\f\v{_BREAK}{_UNSEEN}]{{2,}}|[\t\r\n\f\v{_BREAK}{_UNSEEN}]")
_PARAGRAPH_END = re.compile(rf"{_BREAK}\s*{_BREAK}")
_PADDING = (
    " \t\r\n\f\v\u00a0\u00ad\u034f\u200b\u200c\u200d\u200e\u200f\u2060\u3000\ufeff"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028"
)
"""What nobody sees at the ends of a text: white space, and what mails pad their preheader with."""


@dataclass(frozen=True, slots=True)
class Variant:
    """What one customer sees of a text: `name` says which branches were taken ("" where there are none).

    `links` and `sampled` are those of a message.
    """

    name: str
    passages: tuple[Passage, ...]
    links: tuple[str, ...] = ()
    sampled: bool = False


@dataclass(frozen=True, slots=True)
class _Element:
    """An open element, with what it hands down to what stands inside."""

    name: str = ""
    role: Role = "paragraph"
    language: str = ""
    hidden: bool = False
    block: bool = True


def variants(pieces: Sequence[Piece], id: str, family: str | None = None) -> list[Variant]:
    """The copy of an HTML text, once for each way its branches can be read; passages are called `id/0`, `id/1`, …

    `family` is the template language, None to recognise it. Readings that show the same copy are given once.
    """
    template = Template(Joined(pieces), family)
    tags = tuple(marks(template.masked))
    found: dict[tuple[Passage, ...], Variant] = {}
    for reading in template.readings():
        reader = _Reader(reading, template.masked)
        passages = tuple(replace(passage, id=f"{id}/{n}") for n, passage in enumerate(reader.read(tags)))
        found.setdefault(passages, Variant(reading.name, passages, tuple(reader.links), template.sampled))
    return list(found.values()) if len(found) > 1 else [replace(only, name="") for only in found.values()]


class _Reader:
    """Walks through the marks of one reading and collects passages."""

    def __init__(self, reading: Reading, masked: str) -> None:
        self.reading = reading
        self.masked = masked
        self.open = [_Element()]
        self.run: list[Piece] = []
        self.run_in = self.open[0]
        self.body_seen = False
        self.links: list[str] = []
        self.beside: list[Passage] = []
        """What attributes inside a run say; it comes after the run."""

    def read(self, tags: Sequence[Mark]) -> Iterator[Passage]:
        for mark in tags:
            if mark.kind == "text":
                if self.run or not self.masked[mark.start : mark.end].isspace():
                    self._add(self.reading.between(mark.start, mark.end))
            elif self.reading.holds(mark.start):
                yield from self._start(mark) if mark.kind == "open" else self._end(mark)
        yield from self._flush()

    def _add(self, pieces: Sequence[Piece]) -> None:
        if pieces and not self.open[-1].hidden:
            self.run_in = self.run_in if self.run else self.open[-1]
            self.run += pieces

    def _start(self, mark: Mark) -> Iterator[Passage]:
        if mark.name == "br":
            self._add((Piece(_BREAK, self.reading.joined.place(mark.start, mark.end), "decoded"),))
            return
        if "href" in mark.attributes and mark.name != "link":
            self.links.append("".join([piece.shown for piece in self.reading.between(*mark.attributes["href"])]).strip())
        element = self._element(mark)
        if element.block:
            yield from self._flush()
        if not element.hidden:
            self.beside += self._attributes(mark, element)
            if not self.run:
                yield from self._flush()
        if mark.name not in VOID:
            self.open.append(element)

    def _end(self, mark: Mark) -> Iterator[Passage]:
        """Close the innermost element of this name and what was left open inside."""
        depth = self._depth(mark.name)
        if depth is None:
            if mark.name in BLOCKS:
                yield from self._flush()
            return
        blocks = [element.block for element in self.open[depth:]]
        if any(blocks[1:]) and not blocks[0] and mark.name not in BLOCKS:
            del self.open[depth]  # `<b><p></b>`: the paragraph goes on
            return
        if any(blocks):
            yield from self._flush()
        del self.open[depth:]

    def _depth(self, name: str) -> int | None:
        """Where the innermost element of this name stands; only the end of a part of a table looks beyond its cell."""
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].name == name:
                return depth
            if self.open[depth].name in CELLS and name not in TABLE:
                return None
        return None

    def _flush(self) -> Iterator[Passage]:
        run, self.run = self.run, []
        yield from self._passages(run, self.run_in.role, self.run_in.language, "xml-text")
        beside, self.beside = self.beside, []
        yield from beside

    def _passages(self, pieces: Sequence[Piece], role: Role, language: str, carrier: Carrier) -> Iterator[Passage]:
        for shown in _shown(pieces):
            self.body_seen = self.body_seen or role not in ("subject", "preheader")
            yield Passage("", shown, role, language, carrier=carrier)

    def _attributes(self, mark: Mark, element: _Element) -> Iterator[Passage]:
        """Copy in attributes: what stands for an image, labels, hints, the words on a button; the same words once."""
        names = list(SPOKEN)
        if mark.name in PICTURES:
            names.append("alt")
        if mark.name == "input" and self._value(mark, "type").lower() in PRESSING:
            names.append("value")
        said = set()
        for name in names:
            if name not in mark.attributes:
                continue
            pieces = self.reading.between(*mark.attributes[name])
            words = text_of(pieces)
            if words not in said and any(char.isalpha() for char in words):
                said.add(words)
                role = _attribute_role(mark.name, name, element.role)
                yield from self._passages(pieces, role, element.language, "xml")

    def _element(self, mark: Mark) -> _Element:
        outer = self.open[-1]
        style = self._value(mark, "style")
        names = f"{self._value(mark, 'class')} {self._value(mark, 'id')}"
        unseen = self._has(mark, "hidden") or _HIDDEN.search(style) is not None
        button = self._is_button(mark, style, names)
        role = "button" if button else ROLES.get(mark.name, outer.role)
        hidden = outer.hidden or mark.name in NEVER_COPY
        if outer.role == "preheader" or _PREHEADER.search(names) or (unseen and not self.body_seen and not hidden):
            role, unseen = "preheader", False
        language = self._language(mark, outer.language)
        boxed = SLOT in mark.name or _BOXED.search(style) is not None
        block = mark.name in BLOCKS or boxed or unseen or button or role != outer.role
        return _Element(mark.name, role, language, hidden or unseen, block)

    def _is_button(self, mark: Mark, style: str, names: str) -> bool:
        if mark.name != "a":
            return not PRESSED.isdisjoint(names.lower().split())
        boxed = _BOXED.search(style) and _PAINTED.search(style)
        return bool(boxed or _BUTTON.search(names) or self._value(mark, "role") == "button")

    def _language(self, mark: Mark, outer: str) -> str:
        if not self._has(mark, "lang") and not self._has(mark, "xml:lang"):
            return outer
        found = _LANGUAGE.match(self._value(mark, "lang") or self._value(mark, "xml:lang"))
        return found.group().lower() if found else ""

    def _has(self, mark: Mark, name: str) -> bool:
        """Whether an attribute stands there in this reading."""
        return name in mark.attributes and self.reading.holds(mark.attributes[name][0])

    def _value(self, mark: Mark, name: str) -> str:
        """An attribute's value in this reading, "" where it has none."""
        if name not in mark.attributes:
            return ""
        start, end = mark.attributes[name]
        if SLOT in self.masked[start:end]:
            return text_of(self.reading.between(start, end))
        return self.masked[start:end] if self.reading.holds(start) else ""


def _attribute_role(element: str, attribute: str, role: Role) -> Role:
    if attribute == "value" or role == "button":
        return "button"
    return "image" if attribute == "alt" or element in ("img", "area") else "paragraph"


def _shown(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """The pieces as a browser shows them, cut at empty lines: characters decoded, white space made one."""
    whole = Joined(tuple(_decoded(pieces)))
    text, at = whole.text, 0
    for start, end in [*(found.span() for found in _PARAGRAPH_END.finditer(text)), (len(text), len(text))]:
        low, high = _trimmed(text, at, start)
        at = end
        if any(char.isalnum() or char == SLOT for char in text[low:high]):
            yield tuple(_spaced(whole, low, high))


def _spaced(whole: Joined, start: int, end: int) -> Iterator[Piece]:
    """The pieces of a stretch with every run of white space made one line end or one space."""
    at = start
    for found in _SPACE.finditer(whole.text, start, end):
        yield from whole.cut(at, found.start()) if at < found.start() else ()
        at = found.end()
        shown = "\n" if _BREAK in found.group() else " " if set(found.group()) & _WHITE else ""
        if shown:
            yield Piece(shown, whole.place(found.start(), at), "decoded")
    yield from whole.cut(at, end)


def _decoded(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces with character references decoded, also where one is written in several pieces."""
    whole, at = Joined(pieces), 0
    for found in _ENTITY.finditer(whole.text) if "&" in whole.text else ():
        char = unescape(found.group())
        if char == found.group():
            continue
        if at < found.start():
            yield from whole.cut(at, found.start())
        at = found.end()
        yield Piece(char, whole.place(found.start(), at), "decoded")
    if at < len(whole.text):
        yield from whole.cut(at, len(whole.text))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without what nobody sees at its ends."""
    end = start + len(text[start:end].rstrip(_PADDING))
    return end - len(text[start:end].lstrip(_PADDING)), end
