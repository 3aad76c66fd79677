"""Turns of a conversation become messages: what one side says in one go, and what the other had said before.

Knows neither how a conversation is written down nor who it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from servicelint.model import Channel, Message, Passage, Piece, Speaker
from servicelint.model.passage import SLOT, Carrier, place
from servicelint.model.pieces import cut, text_of
from servicelint.syntax.roles import Voice
from servicelint.syntax.templates import placeholders


@dataclass(slots=True)
class Turn:
    """One turn as it is written down; one that says nothing, or nothing that could be read, has no pieces."""

    id: str
    voice: Voice
    pieces: tuple[Piece, ...]


def messages(
    turns: Iterable[Turn], channel: Channel = "chat", language: str = "", carrier: Carrier = "plain"
) -> Iterator[Message]:
    """Consecutive turns of one voice as one message that answers what the other side said just before.

    A person who takes over from the company's bot answers what the customer last said. What follows a turn
    without words, or somebody unknown, answers nothing that we know.
    """
    side: Speaker = "unknown"
    spoken = heard = ""
    for voice, run in groupby(turns, key=attrgetter("voice")):
        if voice.speaker != side:
            heard = spoken if (side, voice.speaker) in _ANSWERS else ""
            side, spoken = voice.speaker, ""
        passages = tuple(
            [Passage(turn.id, _slotted(turn.pieces), "turn", language, turn.id, carrier) for turn in run if turn.pieces]
        )
        if not passages:
            spoken = heard = ""
            continue
        yield Message(passages[0].id, side, channel, passages, in_reply_to=(heard,) if heard else (), bot=voice.bot)
        words = "\n".join([passage.text for passage in passages])
        spoken = f"{spoken}\n{words}" if spoken else words


_ANSWERS = {("company", "customer"), ("customer", "company")}


def _slotted(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces with placeholders, as canned replies have them, made slots."""
    text = text_of(pieces)
    if "{" not in text and "[[" not in text:
        return pieces
    out: list[Piece] = []
    at = 0
    for token in placeholders.slots(text, 0, len(text)):
        out += [*cut(pieces, at, token.start), Piece(SLOT, place(pieces, token.start, token.end), "slot", token.name)]
        at = token.end
    return (*out, *cut(pieces, at, len(text)))
