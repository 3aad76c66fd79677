"""A reply that leaves out what the customer's words ask for. Silent where it is unknown what the customer said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from servicelint.acts.fold import WORD
from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Hit

NAME = "omission"
SCOPE = "message"
FACTS = ("found",)

SHARE = 0.5
"""An intent is one of `to` when more than this share of its training phrases are."""
GREETING_WORDS = 3
"""A first sentence of at most so many (“Hello Anna!”) is passed over for the next."""


@dataclass(frozen=True)
class Find:
    """The customer said `to`, and none of `unless_to` over it; the reply holds none of `lacks`. With `has`, only a reply
    that holds one of those counts."""

    to: str
    lacks: tuple[str, ...]
    unless_to: tuple[str, ...] = ()
    has: tuple[str, ...] = ()


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit a message: the first sentence of the reply, since what is missing has no place."""
    said = reading.reply_to if reading.message.in_reply_to and _spoken(find, reading) else []
    if not said or sum(_says(heard, find) for heard in said) <= SHARE * len(said):
        return
    if reading.has(find.lacks) or (find.has and not reading.has(find.has)):
        return
    yield from islice((place.hit for place in _openings(reading)), 1)


def _spoken(find: Find, reading: Reading) -> bool:
    """Whether the language of the reply is known well enough to miss something in it."""
    return all(any(map(heard.pack.has, find.lacks)) for heard in reading.heard)


def _says(heard: Heard, find: Find) -> bool:
    let_be = [found for act in find.unless_to for found in heard.find(act)]
    return any(not any(found.overlaps(other) for other in let_be) for found in heard.find(find.to))


def _openings(reading: Reading) -> Iterator[Found]:
    """The sentences of the reply, without the blanks around them; those too short to say anything come last."""
    places = [_trimmed(heard, *bounds) for heard in reading.heard for bounds in heard.sentences]
    words = [len(WORD.findall(place.heard.folded, place.start, place.end)) for place in places]
    yield from (place for place, count in zip(places, words, strict=True) if count > GREETING_WORDS)
    yield from (place for place, count in zip(places, words, strict=True) if 0 < count <= GREETING_WORDS)


def _trimmed(heard: Heard, start: int, end: int) -> Found:
    text = heard.folded[start:end]
    start += len(text) - len(text.lstrip())
    return Found(heard, start, start + len(text.strip()))
