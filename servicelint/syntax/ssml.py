"""SSML inside a text of another file: the words that are spoken, each with its place. Lenient, as the platforms are.

Whole VoiceXML documents have a reader of their own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from servicelint.model.passage import SLOT, Piece, place
from servicelint.model.pieces import collapse, cut, text_of
from servicelint.model.source import Span

_MARKUP = re.compile(
    r"<!--.*?-->|<\?.*?\?>|<!\[CDATA\[(?P<cdata>.*?)\]\]>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>"
    r"|&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]\w*);",
    re.DOTALL,
)
_ALIAS = re.compile(r"(?<![\w:-])alias\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_APART = frozenset({"p", "paragraph", "s", "sentence"})
_GAPS = frozenset({"break", "speak", "audio", "voice", "lang"})
_SILENT = frozenset({"metadata", "meta", "lexicon", "desc"})


def is_ssml(text: str) -> bool:
    """Whether a text begins as SSML does."""
    return text.lstrip()[:6].lower() == "<speak"


def spoken(pieces: Sequence[Piece]) -> list[tuple[Piece, ...]]:
    """What is spoken, a run for each paragraph or sentence that the markup sets apart; white space is collapsed.

    A recording without words of its own is a slot. An alias stands for the words it replaces.
    """
    runs: list[list[Piece]] = [[]]
    for part in _parts(pieces):
        if part is None:
            runs.append([])
        else:
            runs[-1].append(part)
    return [run for run in map(collapse, runs) if run]


def _parts(pieces: Sequence[Piece]) -> Iterator[Piece | None]:
    """The pieces that are spoken; None where a run ends."""
    text, at, unsaid = text_of(pieces), 0, ""
    for found in _MARKUP.finditer(text):
        if not unsaid:
            yield from cut(pieces, at, found.start())
        at = found.end()
        name = (found["name"] or "").lower().rpartition(":")[2]
        if unsaid:
            unsaid = "" if name == unsaid and found["close"] else unsaid
        elif not name:
            yield from _text(pieces, found)
        elif name in _APART:
            yield None
        else:
            yield from _tag(pieces, found, name)
            replaced = name in _SILENT or (name == "sub" and _ALIAS.search(found["attributes"]))
            if replaced and not found["close"] and not found["attributes"].endswith("/"):
                unsaid = name
    if not unsaid:
        yield from cut(pieces, at, len(text))


def _text(pieces: Sequence[Piece], found: re.Match[str]) -> Iterator[Piece]:
    """What a reference or a CDATA section says; a comment says nothing."""
    if found["cdata"] is not None:
        yield from cut(pieces, *found.span("cdata"))
    elif found[0].startswith("&"):
        meant = html.unescape(found[0])
        yield Piece(meant, place(pieces, *found.span()), "verbatim" if meant == found[0] else "decoded")


def _tag(pieces: Sequence[Piece], found: re.Match[str], name: str) -> Iterator[Piece]:
    alias = _ALIAS.search(found["attributes"]) if name == "sub" and not found["close"] else None
    if alias:
        start = found.start("attributes")
        group = alias.lastindex or 1
        yield from cut(pieces, start + alias.start(group), start + alias.end(group))
    elif name == "audio" and found["attributes"].endswith("/"):
        yield Piece(SLOT, place(pieces, *found.span()), "slot", "audio")
    elif name in _GAPS:
        where = place(pieces, *found.span())
        yield Piece(" ", Span(where.source, where.start, where.end), "decoded")
