"""A mail in plain text: header lines at its top, paragraphs and list items, links that stand in the text.

Works on pieces, so that a text inside another format keeps its places. Which file is whose subject is for `mails`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from servicelint.model import Passage, Piece
from servicelint.model.passage import Carrier, Role
from servicelint.model.pieces import strip
from servicelint.syntax.paragraphs import joined, runs
from servicelint.syntax.templates import Joined, Template

_HEADER = re.compile(
    r"""\s*+(?:(?P<subject>Subject|Oggetto|Subiect|Тема|Asunto|Objet|Betreff|Assunto)
    |(?P<sender>From|Da|De\ la|От|De|Von)
    |(?:To|Reply-To|Cc|Bcc|Date|Sent|A|An|Către|Кому|Para|Data|Дата|Datum))
    [ \t]*:[ \t]*(?=\S)(?P<value>[^\r\n]*)""",
    re.VERBOSE,
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"']+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.-]+\w", re.IGNORECASE)
_LINK_SLOT = re.compile(r"(?:url|link|href|uri|permalink|website|site|domain)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plain:
    """What one customer reads of a text: `name` says which branches were taken ("" where there are none)."""

    name: str
    passages: tuple[Passage, ...]
    links: tuple[str, ...]
    sampled: bool = False


def variants(pieces: Sequence[Piece], id: str, family: str | None = None, carrier: Carrier = "plain") -> list[Plain]:
    """The copy of a text, once for each way its branches can be read; passages are called `id/subject`, `id/0`, …"""
    template = Template(Joined(pieces), family)
    found: dict[tuple[Passage, ...], Plain] = {}
    for reading in template.readings():
        passages = tuple(passages_of(reading.pieces, id, carrier))
        found.setdefault(passages, Plain(reading.name, passages, tuple(links(reading.pieces)), template.sampled))
    return list(found.values())


def passages_of(pieces: Sequence[Piece], id: str, carrier: Carrier = "plain") -> Iterator[Passage]:
    """The passages of one reading: sender and subject where the text begins with them, then its paragraphs and items."""
    whole, at = Joined(pieces), 0
    headers = list(_headers(whole.text))
    if any(header["subject"] for header in headers):
        at = headers[-1].end()
        for header in headers:
            role: Role | None = "subject" if header["subject"] else "sender" if header["sender"] else None
            if role:
                yield Passage(f"{id}/{role}", strip(whole.cut(*header.span("value"))), role, carrier=carrier)
    numbers = count()
    for run in runs(whole.text[at:]):
        yield Passage(f"{id}/{next(numbers)}", joined(whole.cut(at + run.start, at + run.end)), run.role, carrier=carrier)


def links(pieces: Sequence[Piece]) -> Iterator[str]:
    """Where a reader of the text can go: web addresses, `mailto:…` for mail addresses, slots that are called like links."""
    for piece in pieces:
        if piece.kind == "slot" and _LINK_SLOT.search(piece.name):
            yield piece.shown
    for found in _LINK.finditer("".join([piece.shown for piece in pieces])):
        yield found.group() if "@" not in found.group() or "//" in found.group() else f"mailto:{found.group()}"


def _headers(text: str) -> Iterator[re.Match[str]]:
    """The header lines at the top of a text, one after the other."""
    at = 0
    while found := _HEADER.match(text, at):
        yield found
        at = found.end()
