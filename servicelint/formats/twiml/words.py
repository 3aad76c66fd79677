"""What verbs say: the words between their tags as passages, without speech markup, values as slots."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from servicelint.model import Passage, Piece, Role, Source, Span
from servicelint.model.pieces import collapse, text_of
from servicelint.syntax import ssml, xml
from servicelint.syntax.pace import paced
from servicelint.syntax.templates import Reading

_WORD = re.compile(r"\w")


class Words:
    """The words of a file in one reading of its template."""

    def __init__(self, source: Source, reading: Reading) -> None:
        self._source = source
        self._reading = reading

    def place(self, span: Span) -> Span:
        """A place of the reading in the file itself."""
        return Span(self._source, span.start, span.end)

    def spoken(self, element: xml.Element) -> tuple[Passage, ...]:
        """What an element speaks: one passage, none where it is all computed."""
        language = element.get("language") or element.get("locale")
        marked = self._reading.between(element.tag.end, _closing(element))
        said = tuple(self._passage(element.tag, _lines(ssml.spoken(marked)), "prompt", language))
        return paced(said, marked)

    def written(self, element: xml.Element) -> tuple[Passage, ...]:
        """What an element sends as a text: its own words, or those of each <Body>."""
        bodies = element.elements("Body")
        if bodies:
            return tuple([passage for body in bodies for passage in self.written(body)])
        runs = [run for child in element.children if isinstance(child, xml.Text) for run in self._run(child)]
        return tuple(self._passage(element.tag, _lines(runs), "reply", ""))

    def attribute(self, element: xml.Element, name: str) -> tuple[Passage, ...]:
        """What an attribute says."""
        found = element.attributes.get(name)
        if found is None or not found.pieces:
            return ()
        start, end = found.pieces[0].span.start, found.pieces[-1].span.end
        runs = ssml.spoken(self._reading.between(start, end))
        return tuple(self._passage(found.span, _lines(runs), "prompt", element.get("language"), quoted=True))

    def _run(self, text: xml.Text) -> Iterator[tuple[Piece, ...]]:
        start, end = text.pieces[0].span.start, text.pieces[-1].span.end
        yield from ssml.spoken(self._reading.between(start, end))

    def _passage(
        self, span: Span, pieces: Iterable[Piece], role: Role, language: str, quoted: bool = False
    ) -> Iterator[Passage]:
        kept = collapse(tuple(pieces)) if role == "reply" else tuple(pieces)
        if _WORD.search(text_of(kept)):
            line, column = self._source.position(span.start)
            tag = language.partition("-")[0].lower() if "{" not in language else ""
            yield Passage(f"{line}:{column}", kept, role, tag, carrier="quoted" if quoted else "xml-text")


def _closing(element: xml.Element) -> int:
    """Where the end tag of an element begins."""
    text = element.span.source.text
    return text.rfind("</", element.tag.end, element.span.end) if element.span.end > element.tag.end else element.tag.end


def _lines(runs: Iterable[tuple[Piece, ...]]) -> Iterator[Piece]:
    """Paragraphs of the markup, each on a line of its own."""
    end: Span | None = None
    for run in runs:
        if end is not None:
            yield Piece("\n", Span(end.source, end.end, end.end), "decoded")
        yield from run
        end = run[-1].span
