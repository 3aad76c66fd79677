"""Pieces of a bot's file as passages of copy. What a platform's placeholders look like is told by the caller."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from servicelint.model import Passage, Piece, Role
from servicelint.model.passage import SLOT, Carrier
from servicelint.model.pieces import slots, strip, text_of

_ADDRESS = re.compile(r"(?:[a-z][\w+.-]*:|www\.)\S+", re.IGNORECASE)


def passage(
    owner: str, pieces: Sequence[Piece], role: Role, slot: re.Pattern[str], language: str = "", carrier: Carrier = "json"
) -> Iterator[Passage]:
    """The copy of some pieces, with what `slot` matches as slots; nothing where only the program fills something in, or
    where nothing but an address is shown."""
    copy = strip(slots(pieces, slot))
    words = text_of(copy).replace(SLOT, "").strip()
    if any(letter.isalnum() for letter in words) and not _ADDRESS.fullmatch(words):
        line, column = copy[0].span.source.position(copy[0].span.start)
        yield Passage(f"{owner}:{line}:{column}", copy, role, language, carrier=carrier)
