"""How a telephone menu puts its options: what for before which key, keys in their order, and the right word for pressing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Hit
from servicelint.syntax.key_order import Placed, key_first, names_keys, odd_verbs, out_of_order
from servicelint.syntax.keys import announced_keys

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
    place = None if reading.message.variant else _sequence(find, reading, heard)
    return (place,) if place else ()


def _sequence(find: Find, reading: Reading, heard: Heard) -> Placed | None:
    """The first key out of its order: in the passage, or in all that was said so far where it only goes on with that, for a
    menu may be spoken in several prompts."""
    place = out_of_order(heard.text)
    if place is None:
        return None
    before = "".join(f"{other.text}\n" for other in reading.heard[: reading.heard.index(heard)] if may(find, other))
    if str(int(place.key) - 1) not in {key.key for key in announced_keys(before)}:
        return place
    place = out_of_order(before + heard.text)
    if place is None or place.start < len(before):
        return None
    return Placed(place.start - len(before), place.end - len(before), place.key)
