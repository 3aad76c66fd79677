"""A promise to do something later that does not say when (and who)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Reading
from servicelint.model import Hit

NAME = "commitment"
SCOPE = "message"
FACTS = ("found",)


@dataclass(frozen=True)
class Find:
    """`act` is the promise; one of `time` in the message keeps it. It is no promise where one of `unless` overlaps it, one of
    `unless_near` stands in its sentence, or one of `unless_message` anywhere in the message. With `nobody`, only promises
    that name nobody count: one of those acts (“someone”, a passive) is in the sentence, and no bot speaks."""

    act: str
    time: tuple[str, ...]
    unless: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    unless_message: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """A hit for the first promise of each sentence that is left open; none where the message gives a time."""
    promises = [
        found
        for found in reading.find(find.act)
        if not reading.covered(found, find.unless) and not reading.near(found, find.unless_near)
    ]
    if not promises or reading.has(find.time) or reading.has(find.unless_message):
        return
    seen = set()
    for found in promises:
        sentence = (id(found.heard), found.sentence)
        if find.nobody and (reading.message.bot or not reading.near(found, find.nobody)):
            continue
        if sentence not in seen:
            seen.add(sentence)
            yield found.hit
