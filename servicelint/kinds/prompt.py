"""Words that fill a recorded or written prompt and tell the waiting customer nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Reading
from servicelint.model import Hit, Message, Passage

NAME = "prompt"
SCOPE = "message"
FACTS = ("found",)

_PROMPTS = ("prompt", "hold", "option")


@dataclass(frozen=True)
class Find:
    """`act` in what a machine says: prompts, menus and holds, a bot's replies, whatever a voice reads out. It is let be
    where one of `unless` overlaps it, one of `unless_message` stands in the message, or the message has a passage of one
    of `unless_roles` (an option to choose)."""

    act: str
    unless: tuple[str, ...] = ()
    unless_message: tuple[str, ...] = ()
    unless_roles: tuple[str, ...] = ()


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit a passage: the first place of the act that counts."""
    message = reading.message
    if not reading.has((find.act,)):
        return
    if any(passage.role in find.unless_roles for passage in message.passages) or reading.has(find.unless_message):
        return
    told: set[int] = set()
    for found in reading.find(find.act):
        passage = found.heard.passage
        if passage is None or id(found.heard) in told or not _prompts(message, passage):
            continue
        if not reading.covered(found, find.unless):
            told.add(id(found.heard))
            yield found.hit


def _prompts(message: Message, passage: Passage) -> bool:
    """Whether a machine says the passage. A person's turn is another matter, even on the telephone."""
    return passage.role in _PROMPTS or message.bot or (message.channel == "voice" and passage.role != "turn")
