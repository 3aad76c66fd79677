"""How a telephone menu puts its options: what for before which key, keys in their order, and the right word for pressing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Hit
from servicelint.syntax.key_order import Placed, key_first, names_keys, odd_verbs, out_of_order

NAME = "order"
SCOPE = "message"
FACTS = ("found",)

_SPOKEN = ("prompt", "hold", "option", "paragraph", "item")
"""What a machine may read out; in a turn of a conversation a person speaks."""


@dataclass(frozen=True)
class Find:
    """`flaw: key-first` finds a key that is said before its purpose, `sequence` a key out of its order (not where
    conditions leave options out), `verb` a word for pressing that is none."""

    flaw: Literal["key-first", "sequence", "verb"]


def may(find: Find, heard: Heard) -> bool:
    """Whether it is worth a look: what a machine says, with a number, a sign or a placeholder in it."""
    return heard.passage is not None and heard.passage.role in _SPOKEN and names_keys(heard.text)


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit a passage: the first place."""
    for heard in reading.heard:
        place = next(iter(_places(find, reading, heard)), None)
        if place:
            yield Found(heard, place.start, place.end).hit


def _places(find: Find, reading: Reading, heard: Heard) -> Iterable[Placed]:
    if not may(find, heard):
        return ()
    if find.flaw == "key-first":
        return key_first(heard.text)
    if find.flaw == "verb":
        return odd_verbs(heard.text)
    place = None if reading.message.variant else out_of_order(heard.text)
    return (place,) if place else ()
