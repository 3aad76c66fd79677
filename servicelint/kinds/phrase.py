"""Words that should not be said: an act, where nothing beside it makes it harmless."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Found, Reading
from servicelint.model import Hit

NAME = "phrase"
SCOPE = "message"
FACTS = ("found",)


@dataclass(frozen=True)
class Find:
    """`act` is what is looked for. It is let be where one of `unless` overlaps it, or one of `unless_near` stands in its
    sentence; with `beside`, it counts only where one of those stands in its sentence or one next to it. With `let-echo`, a
    question that takes up the customer's own word is let be."""

    act: str
    unless: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    let_echo: bool = False


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """A hit for each place of the act that counts."""
    for found in reading.find(find.act):
        if reading.covered(found, find.unless) or reading.near(found, find.unless_near):
            continue
        if find.let_echo and _echoes(find.act, found, reading):
            continue
        if not find.beside or reading.near(found, find.beside, sentences=1):
            yield found.hit


def _echoes(act: str, found: Found, reading: Reading) -> bool:
    start, end = found.sentence
    return found.heard.folded[start:end].rstrip().endswith("?") and any(heard.find(act) for heard in reading.reply_to)
