"""Acronyms that only the company knows, in a message that never says what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.fold import WORD
from servicelint.acts.reading import Found, Reading
from servicelint.model import Hit

NAME = "acronym"
SCOPE = "message"
FACTS = ("found",)

INITIALS = 3
"""An acronym of so many letters and more is explained by words with these initials anywhere in the message."""

_TOKEN = re.compile(r"(?<![\w.^#/|])[^\W\d_]\w{1,7}(?!\w)")
_SMALL = re.compile(r"[a-zà-ÿășțşţа-яё]{3}")
_MEANS = (
    r"""s?["'”»]?(?:\s*[(=]\s*[^\W\d_]{3}|\s+[-–—]\s+[^\W\d_]{3}|,\s*(?:that is|i\.e\.|cioè|ossia|ovvero|adică|то есть)"""
    r"|\s+(?:stands for|means|sta per|significa|înseamnă|означает|значит))"
)
"""What follows an acronym that is explained, and words that explain it."""


@dataclass(frozen=True)
class Find:
    """`act` is an acronym, or words with one among them (“your ABC form”); it must stand there in capitals. It is let be where
    one of `known` overlaps it, where the message explains it, or where the customer used it."""

    act: str
    known: tuple[str, ...] = ()


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """A hit for the first place of each acronym."""
    told: set[str] = set()
    for found in reading.find(find.act):
        for place in _acronyms(found):
            acronym = found.heard.text[place.start : place.end]
            if acronym not in told and not _shouted(place) and not reading.covered(place, find.known):
                told.add(acronym)
                if not _explained(acronym, reading):
                    yield place.hit


def _acronyms(found: Found) -> Iterator[Found]:
    """The words in capitals; the s of a plural is none of theirs."""
    for token in _TOKEN.finditer(found.heard.text, found.start, found.end):
        letters = token[0].removesuffix("s")
        if len(letters) > 1 and letters.isupper():
            yield Found(found.heard, token.start(), token.start() + len(letters))


def _shouted(place: Found) -> bool:
    """Whether the words around it are in capitals as well."""
    start, end = place.sentence
    return not _SMALL.search(place.heard.text, start, end)


def _explained(acronym: str, reading: Reading) -> bool:
    """Whether the message says in words what the acronym stands for, or the customer said it first."""
    means = re.compile(rf"\(\s*{re.escape(acronym)}s?\s*[),]|\b{re.escape(acronym)}{_MEANS}")
    for heard in reading.heard:
        initials = "".join([word[0] for word in WORD.findall(heard.folded)])
        if means.search(heard.text) or (len(acronym) >= INITIALS and acronym.lower() in initials):
            return True
    return any(acronym.lower() in said.words for said in reading.reply_to)
