"""The ways to read one string: its plural forms, its branches, its markup; each becomes passages of copy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from servicelint.formats.strings.copy import is_copy
from servicelint.formats.strings.entry import Entry
from servicelint.model import Passage, Piece, Role, Span
from servicelint.model import pieces as pieces_of
from servicelint.model.passage import SLOT, Carrier
from servicelint.model.pieces import cut, strip, text_of
from servicelint.syntax import html
from servicelint.syntax.paragraphs import joined, runs
from servicelint.syntax.templates import Joined, placeholders, readings

_MARKED = re.compile(r"[{}%<&$@#:*\[(|\r\n]|__")
"""A text without any of these is read as it stands."""
_TAG = re.compile(
    r"</?(?:a|abbr|b|big|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|small|span|strike|strong|sub|sup"
    r"|table|tbody|td|th|tr|u|ul)\b[^<>]*>|</[A-Za-z][\w.-]*>|&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,20});"
)
_NUMBERED = re.compile(r"</?\d+>")
"""`<0>terms</0>`: an element that the program puts in."""
_REFERENCE = re.compile(
    r"\$t\(\s*([^(),]+)[^()]*\)|(?<!\w)@(?:\.\w+)?:\(?'?([\w.-]+)'?\)?|<(\d+)\s*/>|(?<!\{)\{[ \t]+([\w.]+)[ \t]*\}(?!\})"
    r"|(?<!\w)__([A-Za-z]\w{0,60}?)__(?!\w)"
)
"""`$t(key)`, `@:key`, `<0/>`, `{ name }`, `__name__`: another string, or what the program puts there."""
_BAR = re.compile(r"\{\{.*?\}\}|\{[^{}]*\}|\*\|.*?\|\*|\|\||(\|)", re.DOTALL)
_COUNTED = re.compile(
    r"\s*(\{\s*-?\d+(?:\s*,\s*-?\d+)*\s*\}|[\[\]]\s*(?:-?\d+|-Inf|\*)\s*,\s*(?:-?\d+|\+?Inf|\*)?\s*[\[\]])\s*"
)
"""`{0}`, `{1,2}`, `[2,*]`, `]1,Inf[`: for which numbers a form is."""
_NUMBER = re.compile(r"%count%|%n%|%d\b|:count\b|\{\{?\s*(?:count|n)\s*\}")
_MOST_FORMS = 6
_WITHOUT_QUOTES: tuple[Carrier, ...] = ("plain", "xml", "xml-text", "yaml-block")
"""Around these nothing ends a string: what stands in markup is written as markup has it."""
_UNFENCED: tuple[Carrier, ...] = ("yaml-plain", "csv")
"""Too much of what markup allows would end such a string."""


@dataclass(frozen=True, slots=True)
class Way:
    """One reading of a string; `name` says which form and branches it takes ("" where there is one way only)."""

    name: str
    passages: tuple[Passage, ...]
    links: tuple[str, ...] = ()
    sampled: bool = False


def ways(entry: Entry, role: Role = "paragraph", marks: str = "") -> tuple[Way, ...]:
    """The ways to read a string, no two the same; none where it is no copy. `marks` are those of the catalogue."""
    found = _ways(entry, role, marks)
    if not entry.language:
        return found
    return tuple([replace(way, passages=tuple([replace(p, language=entry.language) for p in way.passages])) for way in found])


def _ways(entry: Entry, role: Role, marks: str) -> tuple[Way, ...]:
    name = ".".join(entry.key)
    text = text_of(entry.pieces)
    if not is_copy(entry.key, text):
        return ()
    if not _MARKED.search(text):
        return (Way(entry.form, (Passage(f"{name}/0", strip(entry.pieces), role, carrier=entry.carrier),)),)
    found: dict[tuple[Passage, ...], Way] = {}
    for label, form in _forms(entry.pieces):
        for way in _read(_named(form, marks) if marks else form, name, role, entry.carrier):
            if any(char.isalpha() for passage in way.passages for char in passage.text):
                found.setdefault(way.passages, replace(way, name=" ".join(filter(None, (entry.form, label, way.name)))))
    only = tuple(found.values())
    return only if len(only) > 1 else tuple([replace(way, name=entry.form) for way in only])


def _named(pieces: Sequence[Piece], marks: str) -> Sequence[Piece]:
    """The pieces with every placeholder a slot."""
    whole, at = Joined(pieces), 0
    found: list[Piece] = []
    for token in placeholders.named(whole.text, 0, len(whole.text), marks):
        found += whole.cut(at, token.start) if at < token.start else ()
        found.append(Piece(SLOT, whole.place(token.start, token.end), "slot", token.name))
        at = token.end
    return (*found, *(whole.cut(at, len(whole.text)) if at < len(whole.text) else ()))


def _forms(pieces: Sequence[Piece]) -> Iterator[tuple[str, Sequence[Piece]]]:
    """The forms between the bars of `{0} none|{1} one|[2,*] many` and `one|many`; the text itself where a bar is a bar."""
    text = text_of(pieces)
    bars = [found.start() for found in _BAR.finditer(text) if found[1]] if "|" in text else []
    edges = list(zip([0, *(bar + 1 for bar in bars)], [*bars, len(text)], strict=True))
    marked = [_COUNTED.match(text, start, end) for start, end in edges]
    if not bars or not (all(marked) or _alike([text[start:end] for start, end in edges])):
        yield "", pieces
        return
    for number, ((start, end), mark) in enumerate(zip(edges, marked, strict=True), 1):
        yield mark[1] if mark else str(number), cut(pieces, mark.end() if mark else start, end)


def _alike(parts: Sequence[str]) -> bool:
    """Whether the parts can be plural forms of one text: one counts, or all are phrases set close to the bar."""
    if len(parts) > _MOST_FORMS or not all(map(str.strip, parts)):
        return False
    close = all(part == part.strip() and " " in part for part in parts)
    return close or any(_NUMBER.search(part) or _COUNTED.match(part) for part in parts)


def _read(pieces: Sequence[Piece], name: str, role: Role, carrier: Carrier) -> Iterator[Way]:
    """The readings of one form."""
    whole = pieces_of.replace(pieces_of.replace(pieces, _NUMBERED, lambda *_: ()), _REFERENCE, _slot)
    if _TAG.search(text_of(whole)) or (name.endswith("_html") and "<" in text_of(whole)):
        for variant in html.variants(whole, name):
            passages = tuple([_in_markup(passage, role, carrier) for passage in variant.passages])
            yield Way(variant.name, passages, variant.links, variant.sampled)
    else:
        for reading in readings(whole):
            yield Way(reading.name, tuple(_paragraphs(reading.pieces, name, role, carrier)))


def _slot(found: re.Match[str], span: Span) -> Sequence[Piece]:
    name = next(group for group in found.groups() if group)
    return (Piece(SLOT, span, "slot", name.strip()),)


def _in_markup(passage: Passage, role: Role, carrier: Carrier) -> Passage:
    """The passage in its role, written so that neither the markup nor the string around it breaks."""
    own = role if passage.role == "paragraph" else passage.role
    if carrier in _WITHOUT_QUOTES:
        return replace(passage, role=own)
    around: Carrier = "encoded" if carrier in _UNFENCED else "android" if carrier == "android" else "quoted"
    return replace(passage, role=own, carrier=around)


def _paragraphs(pieces: Sequence[Piece], name: str, role: Role, carrier: Carrier) -> Iterator[Passage]:
    text = text_of(pieces)
    if "\n" not in text and "\r" not in text:
        if only := strip(pieces):
            yield Passage(f"{name}/0", only, role, carrier=carrier)
        return
    whole = Joined(pieces)
    for number, run in enumerate(runs(text)):
        own = role if run.role == "paragraph" else run.role
        yield Passage(f"{name}/{number}", joined(whole.cut(run.start, run.end)), own, carrier=carrier)
