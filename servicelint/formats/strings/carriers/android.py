"""Android's `res/values*/strings.xml`: strings, plurals and arrays, their escapes and placeholders decoded as aapt does."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from servicelint.formats.strings.entry import Catalogue, Entry
from servicelint.model import Piece, Problem, Source, Span, Unreadable
from servicelint.model.passage import SLOT
from servicelint.model.pieces import replace, strip, text_of
from servicelint.syntax import locales, xml
from servicelint.syntax.xml import Element, Text

EXTENSIONS = (".xml",)

_RESOURCES = re.compile(r"\s*(?:(?:<\?[^>]*>|<!--.*?-->)\s*)*+<resources\b", re.DOTALL)
_STRINGS = re.compile(r"<(?:string|plurals|string-array)\s[^<>]*?\bname\s*=")
_CHILD = re.compile(r"<(?:string|plurals|string-array|array|item\s[^<>]*\bname|color|dimen|bool|integer)\b|</resources\s*>")
_REFERENCE = re.compile(r"[@?](?:null|empty|\+?(?:[\w.]+:)?\w+/[\w.]+)")
_NOT_FOR_TRANSLATION = "donottranslate"
_SPECIAL = re.compile(
    r"\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
    r'|\\u(?P<code>[0-9a-fA-F]{4})|\\(?P<plain>[^\s])|(?P<quote>")|(?P<space>[ \t\r\n]+)'
)
_SHOWN = {"n": "\n", "t": "\t"}
_LINE = ("br", "p", "li", "div", "ul", "ol")
_MOST_MENDED = 8


def sniff(source: Source) -> float:
    """By the root element and what only strings are in."""
    return 0.95 if _RESOURCES.match(source.text) and _STRINGS.search(source.text) else 0.0


def read(source: Source, problems: list[Problem]) -> Catalogue:
    """Every string for translation; a string whose tags do not fit is passed over."""
    if PurePath(source.path).name.lower().startswith(_NOT_FOR_TRANSLATION):
        return Catalogue(())
    root = _root(source, problems)
    if root is None:
        return Catalogue(())
    entries = [entry for element in root.elements() for entry in _entries(source, element)]
    return Catalogue(tuple(entries), locales.tag(root.get("tools:locale")) or locales.of_path(source.path))


def _root(source: Source, problems: list[Problem]) -> Element | None:
    """The element with the strings. Where tags do not fit, the string they stand in is blanked out and the rest read."""
    read = source
    for left in range(_MOST_MENDED, -1, -1):
        try:
            root = xml.root(read)
        except Unreadable as failure:
            place, length = failure.problem.span, len(source.text)
            span = Span(source, min(place.start, length), min(place.end, length))
            problems.append(Problem(span, failure.problem.what))
            read = Source(source.path, _mended(read.text, place.start, to_end=left == 1))
        else:
            if read is source and (flaw := xml.flaw(source)):
                problems.append(flaw)
            return root
    return None


def _mended(text: str, at: int, to_end: bool) -> str:
    """The text with the string that holds an offset blanked out, or all from there on, its length kept; a missing end of
    the file is added."""
    starts = [found.start() for found in _CHILD.finditer(text)]
    start = starts[bisect_right(starts, at) - 1] if starts and starts[0] <= at else None
    if start is None or text.startswith("</", start):
        return f"{text}</resources>"
    following = bisect_right(starts, at)
    end = starts[following] if following < len(starts) and not to_end else len(text)
    text = text[:start] + " " * (end - start) + text[end:]
    return text if end < len(text) else f"{text}</resources>"


def _entries(source: Source, element: Element) -> Iterator[Entry]:
    """The strings that one child of the root holds."""
    name = element.get("name")
    if not name or element.get("translatable") == "false":
        return
    if element.local == "string" or (element.local == "item" and element.get("type") == "string"):
        yield from _entry(source, (name,), element, element.get("product").replace("default", ""))
    elif element.local == "plurals":
        for item in element.elements("item"):
            yield from _entry(source, (name,), item, item.get("quantity"))
    elif element.local in ("string-array", "array"):
        for number, item in enumerate(element.elements("item")):
            yield from _entry(source, (name, str(number)), item)


def _entry(source: Source, key: tuple[str, ...], element: Element, form: str = "") -> Iterator[Entry]:
    """The string that an element holds, none where it refers to another or says nothing."""
    pieces = tuple([_at_home(source, piece) for piece in _written(source, element)])
    if _REFERENCE.fullmatch(text_of(pieces).strip()):
        return
    if shown := strip(replace(pieces, _SPECIAL, _Meaning())):
        yield Entry(key, shown, "android", form)


def _written(source: Source, element: Element) -> Iterator[Piece]:
    """The text below an element: what `<xliff:g>` holds is a slot, other tags only mark it."""
    for child in element.children:
        if isinstance(child, Text):
            yield from child.pieces
        elif isinstance(child, Element) and child.name.startswith("xliff:"):
            yield Piece(SLOT, child.span, "slot", child.get("id") or text_of(child.text()))
        elif isinstance(child, Element):
            if child.local in _LINE:
                yield Piece("\\n", child.tag, "decoded")  # as an escape, for white space is collapsed
            yield from _written(source, child)


def _at_home(source: Source, piece: Piece) -> Piece:
    """The piece with its place in the file itself, for what was read of a mended text."""
    return Piece(piece.text, Span(source, piece.span.start, piece.span.end), piece.kind, piece.name)


class _Meaning:
    """What Android makes of each special character in turn: white space is kept between quotation marks only."""

    def __init__(self) -> None:
        self._quoted = False

    def __call__(self, found: re.Match[str], span: Span) -> Sequence[Piece]:
        shown = self._shown(found)
        return (Piece(shown, span, "verbatim" if span.text == shown else "decoded"),) if shown else ()

    def _shown(self, found: re.Match[str]) -> str:
        if found["quote"]:
            self._quoted = not self._quoted
            return ""
        if found["space"]:
            return found[0] if self._quoted else " "
        if found["high"]:
            return chr(0x10000 + ((int(found["high"], 16) - 0xD800) << 10) + (int(found["low"], 16) - 0xDC00))
        if found["code"]:
            number = int(found["code"], 16)
            return "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)
        return _SHOWN.get(found["plain"], found["plain"])
