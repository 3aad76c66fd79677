"""XML with places: every element, attribute value and run of text knows where it is written.

Reads what expat refuses as well (a raw `&`, several roots, template tags), because its copy is still worth reading;
whether a file is well-formed is a question of its own: `flaw`. Knows no vocabulary and fetches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from servicelint.model import Piece, Problem, Source, Span, Unreadable
from servicelint.model.passage import SLOT
from servicelint.model.pieces import text_of, verbatim


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A run of text up to the next tag or comment. An entity whose text cannot be told is a slot."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Comment:
    """`<!--text-->`; `span` is the whole, `text` what stands inside."""

    text: Piece
    span: Span


@dataclass(frozen=True, slots=True, eq=False)
class Attribute:
    """`name="value"`; `span` is the whole, `pieces` the value."""

    name: str
    pieces: tuple[Piece, ...]
    span: Span

    @property
    def value(self) -> str:
        return text_of(self.pieces)


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """An element. `tag` is its start tag, `span` reaches to the end of its end tag; `name` keeps the prefix."""

    name: str
    attributes: Mapping[str, Attribute]
    children: tuple[Element | Text | Comment, ...]
    tag: Span
    span: Span

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    def get(self, name: str, default: str = "") -> str:
        """The value of an attribute, entities decoded."""
        found = self.attributes.get(name)
        return default if found is None else found.value

    def elements(self, *names: str) -> tuple[Element, ...]:
        """The child elements, or those with one of these local names."""
        found = [child for child in self.children if isinstance(child, Element)]
        return tuple([element for element in found if element.local in names] if names else found)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in the order of the file."""
        left: list[Element] = [self]
        while left:
            yield (element := left.pop())
            left += reversed(element.elements())

    def text(self) -> tuple[Piece, ...]:
        """All text below, in the order of the file, comments left out."""
        found: list[Piece] = []
        left: list[Node] = [self]
        while left:
            node = left.pop()
            if isinstance(node, Text):
                found += node.pieces
            elif isinstance(node, Element):
                left += reversed(node.children)
        return tuple(found)


Node = Element | Text | Comment

_NAME = r"[^\W\d][^\s<>/=\"'&!?%{}]*"
_MARKUP = re.compile(
    rf"""
      <!--(?P<comment>.*?)-->
    | <!\[CDATA\[(?P<cdata>.*?)\]\]>
    | <\?.*?\?>
    | <!DOCTYPE\b(?:[^<>"'\[]|"[^"]*"|'[^']*')*+
        (?:\[(?P<subset>(?:<!--.*?-->|<\?.*?\?>|"[^"]*"|'[^']*'|[^\]"'])*+)\]\s*)?>
    | </(?P<close>{_NAME})\s*>
    | <(?P<open>{_NAME})(?P<attributes>(?:[^<>"'/]|/(?!>)|"[^"]*"|'[^']*')*+)(?P<empty>/?)>
    """,
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    rf"""(?<![\w:.-])(?P<name>{_NAME})\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"'=]+))"""
)
_BEGINS_MARKUP = re.compile(r"<(?:[^\W\d]|/|!--|!\[CDATA\[|!DOCTYPE\b|\?)")
_TAG_NAME = re.compile(rf"</?(?:{_NAME})?")
_REFERENCE = re.compile(r"&(?:#(?P<number>[0-9]{1,7})|#x(?P<hex>[0-9a-fA-F]{1,6})|(?P<name>[^\W\d][\w.:-]*));")
_ENTITY = re.compile(rf"""<!ENTITY\s+(?P<name>{_NAME})\s+(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')\s*>""")
_PREDEFINED: dict[str, str | None] = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_LONGEST_ENTITY = 10_000
"""Characters. Entities that unfold to more are an attack, not copy."""


def read(source: Source) -> tuple[Node, ...]:
    """What stands at the top of the file: usually one element among comments and white space.

    Raises Unreadable at the place where tags do not fit each other or never end.
    """
    return _Reader(source).read()


def root(source: Source) -> Element:
    """The first element at the top of the file. Raises Unreadable as `read` does, and where there is none."""
    for node in read(source):
        if isinstance(node, Element):
            return node
    raise Unreadable(Span(source, 0, 0), "There is no element in this file; expected XML.")


@dataclass(slots=True)
class _Open:
    """An element whose end tag has not come yet."""

    name: str
    attributes: dict[str, Attribute]
    tag: Span
    children: list[Node] = field(default_factory=list)


class _Reader:
    """Goes through a file once; `_stack` holds the open elements, the first stands for the file itself."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text
        self._entities = _PREDEFINED
        self._stack = [_Open("", {}, Span(source, 0, 0))]
        self._pieces: list[Piece] = []

    def read(self) -> tuple[Node, ...]:
        text, at, start = self._text, 0, -1
        while (start := text.find("<", start + 1)) >= 0:
            found = _MARKUP.match(text, start)
            if found is not None:
                self._pieces += self._decoded(at, start)
                self._markup(found)
                at = found.end()
                start = at - 1
            elif _BEGINS_MARKUP.match(text, start):
                _refuse(self._source, start)
        self._pieces += self._decoded(at, len(text))
        self._end_text()
        if len(self._stack) > 1:
            last = self._stack[-1]
            raise Unreadable(
                last.tag, f"<{last.name}> is opened here and never closed; expected </{last.name}> before the end."
            )
        return tuple(self._stack[0].children)

    def _markup(self, found: re.Match[str]) -> None:
        start, end = found.span()
        match found.lastgroup:
            case "cdata":
                if found["cdata"]:
                    self._pieces.append(verbatim(self._source, *found.span("cdata")))
            case "comment":
                self._end_text()
                comment = Comment(verbatim(self._source, *found.span("comment")), Span(self._source, start, end))
                self._stack[-1].children.append(comment)
            case "subset":
                self._entities = _PREDEFINED | _declared(found["subset"])
            case "close":
                self._end_text()
                self._close(found["close"], start, end)
            case "empty":
                self._end_text()
                attributes = dict(self._attributes(*found.span("attributes")))
                self._stack.append(_Open(found["open"], attributes, Span(self._source, start, end)))
                if found["empty"]:
                    self._close(found["open"], start, end)
            case _:
                pass  # a processing instruction, or a document type that declares nothing here

    def _end_text(self) -> None:
        if self._pieces:
            self._stack[-1].children.append(Text(tuple(self._pieces)))
            self._pieces = []

    def _close(self, name: str, start: int, end: int) -> None:
        last = self._stack[-1]
        if last.name != name:
            self._misfit(name, Span(self._source, start, end))
        self._stack.pop()
        span = Span(self._source, last.tag.start, end)
        self._stack[-1].children.append(Element(name, last.attributes, tuple(last.children), last.tag, span))

    def _misfit(self, name: str, closing: Span) -> NoReturn:
        last = self._stack[-1]
        if any(opened.name == name for opened in self._stack):
            what = f"<{last.name}> is opened here and never closed: line {closing.line} already closes <{name}>"
            raise Unreadable(last.tag, f"{what}; expected </{last.name}> before it.")
        within = f"; expected </{last.name}>, opened at line {last.tag.line}" if last.name else ""
        raise Unreadable(closing, f"</{name}> closes nothing, no <{name}> is open{within}.")

    def _attributes(self, start: int, end: int) -> Iterator[tuple[str, Attribute]]:
        for found in _ATTRIBUTE.finditer(self._text, start, end):
            pieces = tuple(self._decoded(*found.span(found.lastgroup or "")))
            yield found["name"], Attribute(found["name"], pieces, Span(self._source, *found.span()))

    def _decoded(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of what is written from `start` to `end`; a reference that means nothing stays as it is."""
        at = start
        for found in _REFERENCE.finditer(self._text, start, end):
            name = found["name"]
            if name not in self._entities and (name or _character(found) is None):
                continue
            if at < found.start():
                yield verbatim(self._source, at, found.start())
            at = found.end()
            span = Span(self._source, *found.span())
            meant = self._entities[name] if name else _character(found)
            if meant is None:
                yield Piece(SLOT, span, "slot", name)
            elif meant:
                yield Piece(meant, span, "decoded")
        if at < end:
            yield verbatim(self._source, at, end)


def _character(found: re.Match[str]) -> str | None:
    """The character of a numeric reference, None where there is no such character."""
    code = int(found["number"]) if found["number"] else int(found["hex"], 16)
    return chr(code) if 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF else None


def _declared(subset: str) -> dict[str, str | None]:
    """The entities of a document type; None for one that holds markup, unfolds without end or needs a later one."""
    known = dict(_PREDEFINED)
    for found in _ENTITY.finditer(subset):
        value = found[found.lastgroup or ""]
        if found["name"] not in known:
            known[found["name"]] = None if "<" in value else _unfolded(value, known)
    return known


def _unfolded(value: str, known: Mapping[str, str | None]) -> str | None:
    parts: list[str] = []
    at = size = 0
    for found in _REFERENCE.finditer(value):
        meant = known.get(found["name"]) if found["name"] else _character(found)
        if meant is None:
            return None
        parts += (value[at : found.start()], meant)
        size += len(meant)
        at = found.end()
        if size > _LONGEST_ENTITY:
            return None
    return "".join([*parts, value[at:]]) if len(value) <= _LONGEST_ENTITY else None


def _refuse(source: Source, start: int) -> NoReturn:
    """Markup begins at `start` and is not what it promises to be."""
    text = source.text
    for begins, ends, what in (
        ("<!--", "-->", "The comment"),
        ("<![CDATA[", "]]>", "The CDATA section"),
        ("<?", "?>", "The processing instruction"),
        ("<!DOCTYPE", ">", "The document type"),
    ):
        if text.startswith(begins, start):
            raise Unreadable(Span(source, start, start + len(begins)), f"{what} that begins here never ends; expected {ends}.")
    name = _TAG_NAME.match(text, start)
    span = Span(source, start, name.end() if name else start + 1)
    raise Unreadable(span, f"The tag {span.text} that begins here never ends; expected attributes in matching quotes, then >.")


_ADVICE = {
    expat.errors.XML_ERROR_INVALID_TOKEN: "a character that must not stand here; write & as &amp; and < as &lt;",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "an entity that nothing declares; write its character or number",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "something follows the root element; a file has one root",
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: "the same attribute twice in one tag; keep one",
    expat.errors.XML_ERROR_NO_ELEMENTS: "no element in it; expected one root element",
    expat.errors.XML_ERROR_MISPLACED_XML_PI: "<?xml … ?> after the beginning; it must be the first thing of a file",
}


def flaw(source: Source) -> Problem | None:
    """The first place where a strict XML reader stops, and why; None for a well-formed file."""
    data = source.text.encode("utf-8", "replace")
    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        at = len(data[: parser.ErrorByteIndex].decode("utf-8", "ignore"))
        at -= source.text[at - 1 : at] == "&"  # expat stops after it
        span = Span(source, at, min(at + 1, len(source.text)))
        return Problem(span, f"This is not well-formed XML: {_ADVICE.get(said, said)}.")
    return None
