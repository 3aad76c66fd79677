"""Something that calls for something else in the same message, and does not get it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Reading
from servicelint.model import Hit

NAME = "requires"
SCOPE = "message"
FACTS = ("found",)


@dataclass(frozen=True)
class Find:
    """`act` calls for one of `needs` anywhere in the message; one that `void` overlaps is none (“contact us if you have
    questions”). It is let be where one of `unless` overlaps it or one of `unless_near` stands in its sentence. `whole`: a
    single string of a catalogue lacks nothing, for the page shows more than the file."""

    act: str
    needs: tuple[str, ...]
    void: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    whole: bool = False


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit a message, at the first place of the act: what is missing is missing once."""
    if find.whole and reading.message.fragment:
        return
    for found in reading.find(find.act):
        if reading.covered(found, find.unless) or reading.near(found, find.unless_near):
            continue
        needed = (need for act in find.needs for need in reading.find(act))
        if all(reading.covered(need, find.void) for need in needed):
            yield found.hit
        return
