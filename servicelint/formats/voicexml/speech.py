"""What VoiceXML says: prompts and bare text become passages. Who says it when belongs in `interpret`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from servicelint.model import Passage, Piece, Role, Span
from servicelint.model.passage import SLOT
from servicelint.model.pieces import collapse, text_of, verbatim
from servicelint.syntax import pace
from servicelint.syntax.xml import Comment, Element, Node, Text

SPOKEN = frozenset(
    {
        "audio",
        "break",
        "emphasis",
        "enumerate",
        "mark",
        "p",
        "paragraph",
        "phoneme",
        "prosody",
        "s",
        "say-as",
        "sentence",
    }
    | {"sub", "token", "value", "voice", "w"}
)
"""Elements that may stand bare in executable content and are spoken like the text around them."""

_SILENT = frozenset({"assign", "desc", "grammar", "lexicon", "log", "mark", "meta", "metadata", "script", "var"})
_APART = frozenset({"p", "paragraph", "s", "sentence"})
_WORD = re.compile(r"\w")


@dataclass(frozen=True)
class Choice:
    """A place where one of several ways is spoken; each has a name and what it says."""

    ways: tuple[tuple[str, tuple[Say, ...]], ...]


@dataclass(frozen=True)
class Unheard:
    """A recording, or a value alone: something is spoken here and the file does not tell what."""

    span: Span


Say = Passage | Choice | Unheard


def passage(name: str, pieces: Sequence[Piece], role: Role, language: str) -> Passage | None:
    """The pieces as one passage, its id made of the document's name and the place; None where there are no words."""
    kept = collapse(pieces)
    if not _WORD.search(text_of(kept)):
        return None
    line, column = kept[0].span.source.position(kept[0].span.start)
    return Passage(f"{name}:{line}:{column}", kept, role, language)


def said(name: str, nodes: Iterable[Node], language: str, options: Sequence[Passage]) -> Iterator[Say]:
    """What the nodes say; `options` are the labels that an `<enumerate/>` among them speaks."""
    listed = list(nodes)
    says = list(_said(name, listed, language, options))
    passages = [say for say in says if isinstance(say, Passage)]
    paced = iter(pace.paced(passages, (_written(listed),)) if passages else ())
    yield from (next(paced) if isinstance(say, Passage) else say for say in says)


def _written(nodes: Sequence[Node]) -> Piece:
    """What stands in the file from the first node to the last, tags and all."""
    spans = [span for node in (nodes[0], nodes[-1]) for span in _spans(node)]
    return verbatim(spans[0].source, spans[0].start, spans[-1].end)


def _spans(node: Node) -> list[Span]:
    return [piece.span for piece in node.pieces] if isinstance(node, Text) else [node.span]


def _said(name: str, nodes: Iterable[Node], language: str, options: Sequence[Passage]) -> Iterator[Say]:
    run: list[Piece] = []
    for part in [*_parts(nodes), None]:
        if isinstance(part, Piece):
            run.append(part)
            continue
        yield from _run(name, run, language)
        run = []
        if isinstance(part, Element) and part.local == "enumerate":
            yield from _said(name, part.children, language, ())
            yield from options


def prompt(name: str, element: Element, language: str, options: Sequence[Passage]) -> tuple[Say, ...]:
    """What a `<prompt>` says; one with a condition may also be silent."""
    says = tuple(said(name, element.children, element.get("xml:lang", language), options))
    condition = element.get("cond")
    return (Choice(((condition, says), ("otherwise", ()))),) if condition and says else says


def readings(says: Iterable[Say]) -> list[tuple[str, tuple[Passage, ...]]]:
    """What a caller may hear, with the names of the ways taken: as many readings as it takes to hear every way once.

    Reading `n` takes the n-th way wherever there are so many, the last otherwise: their number grows with the ways of
    one choice, not with the choices.
    """
    parts = [_ways(say) for say in says]
    count = max((len(ways) for ways in parts), default=0)
    found = []
    for n in range(count):
        taken = [ways[min(n, len(ways) - 1)] for ways in parts]
        name = "; ".join(dict.fromkeys(way for way, _ in taken if way))
        found.append((name, tuple([passage for _, passages in taken for passage in passages])))
    return found


def unheard(says: Sequence[Say]) -> bool:
    """Whether a part of this is not known to the file."""
    return any(
        isinstance(say, Unheard) or (isinstance(say, Choice) and any(unheard(way) for _, way in say.ways)) for say in says
    )


def _ways(say: Say) -> list[tuple[str, tuple[Passage, ...]]]:
    match say:
        case Passage():
            return [("", (say,))]
        case Unheard():
            return [("", ())]
        case Choice(ways):
            inner = ((name, reading) for name, way in ways for reading in readings(way) or [("", ())])
            return [("; ".join(filter(None, (name, deeper))), passages) for name, (deeper, passages) in inner]


def _run(name: str, pieces: Sequence[Piece], language: str) -> Iterator[Say]:
    for piece in pieces:
        if piece.kind == "slot" and piece.span.text.startswith("<audio"):
            yield Unheard(piece.span)
    if (found := passage(name, pieces, "prompt", language)) is not None:
        yield found
    elif slots := [piece for piece in pieces if piece.kind == "slot"]:
        yield Unheard(slots[0].span)


def _parts(nodes: Iterable[Node]) -> Iterator[Piece | Element]:
    """The pieces that are spoken; an element stands where a passage ends: a paragraph's bounds, an `<enumerate/>`."""
    for node in nodes:
        if isinstance(node, Text):
            yield from node.pieces
        elif not isinstance(node, Comment) and node.local not in _SILENT:
            yield from _element(node)


def _element(element: Element) -> Iterator[Piece | Element]:
    match element.local:
        case "value":
            yield Piece(SLOT, element.span, "slot", element.get("expr"))
        case "sub" if "alias" in element.attributes:
            yield from element.attributes["alias"].pieces
        case "break":
            yield _gap(element.tag)
        case "audio":
            yield from _audio(element)
        case "enumerate":
            yield element
        case name if name in _APART:
            yield element
            yield from _parts(element.children)
            yield element
        case _:
            yield from _parts(element.children)


def _audio(element: Element) -> Iterator[Piece | Element]:
    """A recording with the words it is to say, which the platform speaks where the recording fails; or a slot."""
    words = list(_parts(element.children))
    if not any(isinstance(part, Element) or part.text.strip() for part in words):
        words = [Piece(SLOT, element.span, "slot", element.get("src") or element.get("expr"))]
    source, end = element.span.source, element.span.end
    yield from (_gap(Span(source, element.tag.start, element.tag.start)), *words, _gap(Span(source, end, end)))


def _gap(span: Span) -> Piece:
    """A pause between words, whatever the white space around the tag."""
    return Piece(" ", span, "decoded")
