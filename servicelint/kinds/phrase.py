"""Words that should not be said: an act, where nothing beside it makes it harmless."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.reading import Found, Reading
from servicelint.model import Hit

NAME = "phrase"
SCOPE = "message"
FACTS = ("found",)

LABEL_WORDS = 7
"""A label, such as the name of a setting, has at most so many words."""


@dataclass(frozen=True)
class Find:
    """`act` is what is looked for. It is let be where one of `unless` overlaps it, or one of `unless_near` stands in its
    sentence; with `beside`, it counts only where one of those stands in its sentence or one next to it. `let-echo`
    are the customer's own words: a question that takes them up is let be. `whole`: a label among the strings of a
    catalogue, a few words without a full stop, is let be."""

    act: str
    unless: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    let_echo: tuple[str, ...] = ()
    whole: bool = False


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """A hit for each place of the act that counts."""
    if find.whole and _is_label(reading):
        return
    for found in reading.find(find.act):
        if reading.covered(found, find.unless) or reading.near(found, find.unless_near):
            continue
        if _echoes(find.let_echo, found, reading):
            continue
        if not find.beside or reading.near(found, find.beside, sentences=1):
            yield found.hit


def _is_label(reading: Reading) -> bool:
    text = " ".join(heard.text for heard in reading.heard).strip()
    return reading.message.fragment and len(text.split()) <= LABEL_WORDS and not text.endswith((".", "!", "?", "…"))


def _echoes(acts: tuple[str, ...], found: Found, reading: Reading) -> bool:
    """Whether the customer said one of the acts, and the place stands in a question, or in words that trail off to one."""
    heard = found.heard
    here, *after = (heard.folded[start:end].strip() for start, end in heard.sentences[heard.sentence_at(found.start) :][:2])
    asks = "?" in here or (here.endswith(("…", "...")) and any("?" in text for text in after))
    return asks and any(said.find(act) for act in acts for said in reading.reply_to)
