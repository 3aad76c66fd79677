"""XLIFF 1.2 and 2.x, as Angular, Symfony, TYPO3, Xcode and translation tools write it: the translations customers read.

Knows which side of a unit a customer meets and what inline codes stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from servicelint.model import Bundle, Document, Message, Piece, Problem, Source, Span
from servicelint.model.passage import SLOT
from servicelint.model.pieces import text_of
from servicelint.syntax import locales, xml
from servicelint.syntax.catalogue import Names, Text, messages
from servicelint.syntax.channels import channel
from servicelint.syntax.templates.quoted import is_key
from servicelint.syntax.xml import Comment, Element

ID = "xliff"
SUMMARY = "XLIFF 1.2 and 2.x translations (Angular, Symfony, TYPO3, Xcode)"
READ = "Each filled target, paragraph by paragraph, also as HTML; the sources where nothing is translated yet."
NOT_READ = "Units without a target among translated ones, notes, proposals, what is not to be translated; workflow states."
EXTENSIONS = (".xlf", ".xliff")
MENUS = False
HANDOFF = False

_LOOKED_AT = 20_000
_ROOT = re.compile(r"\s*+(?:(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>)\s*+)*+<(?:[\w.-]+:)?xliff[\s/>]", re.DOTALL)
_NATIVE_TAG = re.compile(r"\s*<(/?)([A-Za-z][\w:-]*)")
_KEPT = re.compile(r"""\s\[?(?:attr\.)?(href|routerLink|class)\]?=("[^"<>]*"|'[^'<>]*')""")
_LINE_BREAK = re.compile(r"lb|x-(?:html-)?br|LINE_BREAK")
_SPANNING = re.compile(r"(START|CLOSE)_")
_BRACES = re.compile(r"[\s{}$%]+")
_HALVES = ("bpt", "ept", "bx", "ex", "sc", "ec", "sm", "em", "it")
"""Codes that begin or end something, and so stand for no words."""
_WRAPPERS = ("g", "mrk", "sub")


def sniff(source: Source) -> float:
    """By its root element."""
    return 0.95 if _ROOT.match(source.text[:_LOOKED_AT]) else 0.0


def parse(bundle: Bundle) -> Document:
    source = bundle.sources[0]
    root = xml.root(source)
    if root.local != "xliff":
        what = f"The root element is <{root.name}>; expected <xliff>."
        return Document(bundle, ID, problems=(Problem(root.tag, what),), language=bundle.setting("language") or "")
    units = tuple(_all_units(root))
    translated = any(unit.target.pieces for unit in units)
    found = tuple(_messages(units, translated, bundle.setting("channel")))
    return Document(bundle, ID, found, language=bundle.setting("language") or _language(source, units, translated))


def _language(source: Source, units: tuple[_Unit, ...], translated: bool) -> str:
    """The language of the side that is read; the path tells that of the targets, where they do not."""
    told = {locales.tag(unit.target_language if translated else unit.source_language) for unit in units}
    declared = told.pop() if len(told) == 1 else ""
    return declared or (locales.of_path(source.path) if translated and not told else "")


@dataclass(frozen=True, slots=True)
class _Side:
    """The source or the target of a unit. `html`: inline codes stand for HTML tags; `raw`: its text is in CDATA."""

    pieces: tuple[Piece, ...] = ()
    html: bool = False
    raw: bool = False


@dataclass(frozen=True, slots=True)
class _Unit:
    """One text in two languages. `file` is what its part of the file was made from, "" where there is one part only."""

    name: str
    file: str
    source_language: str
    target_language: str
    source: _Side
    target: _Side

    def shown(self, translated: bool) -> _Side:
        """What customers read: the target, or the source where none is due. A key that nobody translated is not read."""
        one_language = _base(self.source_language) == _base(self.target_language) != ""
        side = self.source if not translated or (one_language and not self.target.pieces) else self.target
        words = text_of(side.pieces)
        untranslated = side is self.source or words == text_of(self.source.pieces)
        return _Side() if untranslated and is_key(words.strip()) else side


def _base(language: str) -> str:
    return locales.tag(language).partition("-")[0]


def _messages(units: tuple[_Unit, ...], translated: bool, configured: str | None) -> Iterator[Message]:
    names = Names()
    for unit in units:
        side = unit.shown(translated)
        name = names.name(unit.file, unit.name or text_of(unit.source.pieces))
        text = Text(side.pieces, "quoted" if side.raw else "xml", marked=side.html)
        yield from messages(name, [text] if side.pieces else [], channel(configured, default="unknown"))


def _all_units(root: Element) -> Iterator[_Unit]:
    files = root.elements("file")
    for file in files:
        source = file.get("source-language") or root.get("srcLang")
        target = file.get("target-language") or root.get("trgLang")
        part = PurePath(file.get("original") or file.get("id")).name if len(files) > 1 else ""
        for element in _units(file, read=True):
            name = element.get("resname") or element.get("name") or element.get("id")
            yield _Unit(name, part, source, target, _side(element, "source"), _side(element, "target"))


def _units(element: Element, read: bool) -> Iterator[Element]:
    """The units below a file or group that are to be translated."""
    read = {"no": False, "yes": True}.get(element.get("translate"), read)
    if element.local in ("trans-unit", "unit"):
        if read:
            yield element
        return
    for inner in element.elements("body", "group", "trans-unit", "unit"):
        yield from _units(inner, read)


def _side(unit: Element, side: str) -> _Side:
    """One side of a unit, its segments joined; what stands between them is often not written a second time."""
    written = list(unit.elements(side))
    for segment in unit.elements("segment", "ignorable"):
        written += segment.elements(side) or (segment.elements("source") if segment.local == "ignorable" else ())
    data = {one.get("id"): text_of(one.text()) for kept in unit.elements("originalData") for one in kept.elements("data")}
    codes = _Codes(data)
    pieces = tuple([piece for element in written for piece in codes.inside(element)])
    if not text_of(pieces).strip():
        return _Side()
    return _Side(pieces, codes.html, any("<![CDATA[" in element.span.text for element in written))


class _Codes:
    """Reads the text of a side with its inline codes; `html` tells whether one of them stood for a tag.

    A tag goes on as a tag, so that a reader of HTML knows where a paragraph or a link ends. Of its attributes those go on
    that tell what it is: the others are no copy of this unit.
    """

    def __init__(self, data: Mapping[str, str]) -> None:
        self.html = False
        self._data = data

    def inside(self, element: Element) -> Iterator[Piece]:
        for node in element.children:
            if isinstance(node, Element):
                yield from self._element(node)
            elif not isinstance(node, Comment):
                yield from node.pieces

    def _element(self, element: Element) -> Iterator[Piece]:
        end = Span(element.span.source, element.span.end, element.span.end)
        if element.local in _WRAPPERS:
            yield from self.inside(element)
        elif element.local == "pc":
            yield from self._tag(self._native(element, "Start"), element.tag)
            yield from self.inside(element)
            yield from self._tag(self._native(element, "End"), end)
        elif element.local == "cp":
            yield from _character(element)
        elif element.local in ("x", "ph", *_HALVES) and not (element.local == "em" and element.children):
            yield from self._code(element)
        else:  # HTML that nobody escaped
            yield from self._tag(f"<{element.local}>", element.tag)
            yield from self.inside(element)
            yield from self._tag(f"</{element.local}>", end)

    def _code(self, element: Element) -> Iterator[Piece]:
        """A code that stands alone: a tag, half of a pair, or a place that the program fills."""
        native, known = self._native(element), element.get("equiv") or element.get("id")
        kind = element.get("ctype") or element.get("type")
        spanning = _SPANNING.match(known)
        if _LINE_BREAK.fullmatch(kind) or _LINE_BREAK.fullmatch(known):
            yield from self._tag("<br>", element.span)
        elif _NATIVE_TAG.match(native):
            yield from self._tag(native, element.span)
        elif spanning:
            yield from self._tag(f"<{'/' if spanning[1] == 'CLOSE' else ''}{kind.removeprefix('x-') or 'span'}>", element.span)
        elif element.local not in _HALVES:
            yield Piece(SLOT, element.span, "slot", _BRACES.sub(" ", native).strip() or known or element.local)

    def _tag(self, native: str, span: Span) -> Iterator[Piece]:
        if found := _NATIVE_TAG.match(native):
            self.html = True
            kept = "".join(f" {name.replace('routerLink', 'href')}={value}" for name, value in _KEPT.findall(native))
            yield Piece(f"<{found[1]}{found[2]}{kept}>", span, "decoded")

    def _native(self, element: Element, half: str = "") -> str:
        """What the code is in the text that was translated, as far as the file tells."""
        told = element.get(f"disp{half}") or element.get("equiv-text") or self._data.get(element.get(f"dataRef{half}"), "")
        return told or ("" if half else text_of(element.text()))


def _character(element: Element) -> Iterator[Piece]:
    """`<cp hex="001B"/>`: a character that XML cannot hold."""
    try:
        yield Piece(chr(int(element.get("hex"), 16)), element.span, "decoded")
    except (ValueError, OverflowError):
        return
