"""Copy as the customer hears or reads it, each piece knowing where it is written.

A passage is one run of copy; a message is what one customer gets in one go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from servicelint.model.source import Span

SLOT = "\ufffc"
"""The one character that stands for a slot in a passage's text."""

Speaker = Literal["company", "customer", "unknown"]
Channel = Literal["voice", "chat", "email", "sms", "unknown"]
Carrier = Literal[
    "plain",
    "json",
    "json-in-json",
    "xml",
    "xml-text",
    "yaml-plain",
    "yaml-single",
    "yaml-double",
    "yaml-block",
    "csv",
    "csv-quoted",
    "quoted",
    "php-single",
    "c-quoted",
    "android",
    "encoded",
]
Role = Literal[
    "sender", "subject", "preheader", "heading", "paragraph", "item", "button", "image",
    "prompt", "option", "reply", "hold", "turn",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one passage.

    `verbatim`: the same characters stand in the file. `decoded`: the file writes them otherwise (`&amp;`, `\\u00e9`,
    a folded line end). `slot`: a placeholder such as `{{first_name}}`; `text` is then SLOT and `name` what it is called.
    """

    text: str
    span: Span
    kind: Literal["verbatim", "decoded", "slot"] = "verbatim"
    name: str = ""

    @property
    def shown(self) -> str:
        """The text with a slot as it is written in the file."""
        return self.span.text if self.kind == "slot" else self.text


@dataclass(frozen=True)
class Passage:
    """One run of copy: a paragraph, a button, a prompt, a turn.

    `language` is what the format declares ("" where it declares none; then it is detected), `turn` the id of a
    conversation's turn ("" outside conversations), `carrier` how the file writes text here, so that a fix can escape.
    """

    id: str
    pieces: tuple[Piece, ...]
    role: Role = "paragraph"
    language: str = ""
    turn: str = ""
    carrier: Carrier = "plain"
    pauses: tuple[tuple[int, float], ...] = ()
    """Silences in it: where they are written (an offset in the file) and how many seconds they last."""
    rate: float = 1.0
    """How fast it is spoken: 1 is the voice's own pace, 0.5 half of it."""

    @cached_property
    def text(self) -> str:
        """The copy, each slot as the one character SLOT."""
        return "".join([piece.text for piece in self.pieces])

    @cached_property
    def shown(self) -> str:
        """The copy, each slot as it is written in the file."""
        return "".join([piece.shown for piece in self.pieces])

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """The names of the slots, in order."""
        return tuple([piece.name for piece in self.pieces if piece.kind == "slot"])

    @property
    def span(self) -> Span:
        """From the first piece to the last."""
        return self.pieces[0].span.to(self.pieces[-1].span)

    def place(self, start: int, end: int) -> Span:
        """Where the characters `start` up to `end` of `text` are written."""
        return place(self.pieces, start, end)

    def verbatim(self, start: int, end: int) -> bool:
        """Whether every character from `start` up to `end` of `text` stands in the file as it is."""
        at = 0
        for piece in self.pieces:
            inside = at < end and at + len(piece.text) > start
            if inside and piece.kind != "verbatim":
                return False
            at += len(piece.text)
        return len(self.place(start, end).text) == end - start


@dataclass(frozen=True)
class Message:
    """What one customer gets in one go: an e-mail, all that is said between two moments of listening.

    `in_reply_to` holds what the customer may have said before: one text for a conversation, one for each training
    phrase or option label in a bot, none where it is unknown. `variant` names the branch this reading took.
    """

    id: str
    speaker: Speaker
    channel: Channel
    passages: tuple[Passage, ...]
    node: str | None = None
    in_reply_to: tuple[str, ...] = ()
    variant: str | None = None
    bot: bool = False
    """Whether a program speaks these words: nobody needs to be named as the one who will act."""
    links: tuple[str, ...] = ()
    """Where its links lead (`https:…`, `mailto:…`, `tel:…`), and `cid:…` for what is attached; slots as they are written."""
    sampled: bool = False
    """Whether its branches combine in more ways than were read; every branch was read all the same."""
    fragment: bool = False
    """Whether it is a single string of a catalogue: what stands around it on the page, the file does not show."""


def place(pieces: Sequence[Piece], start: int, end: int) -> Span:
    """Where the characters `start` up to `end` of the pieces' text are written; decoded pieces and slots count whole."""
    first = last = None
    at = 0
    for piece in pieces:
        after = at + len(piece.text)
        if after > start or (piece is pieces[-1] and first is None):
            inner = piece.span.start + max(start - at, 0) if piece.kind == "verbatim" else piece.span.start
            first = inner if first is None else first
            last = piece.span.start + max(min(end, after) - at, 0) if piece.kind == "verbatim" else piece.span.end
        if after >= end and first is not None:
            break
        at = after
    if first is None or last is None:
        raise ValueError("a passage without pieces has no place")
    return Span(pieces[0].span.source, first, max(first, last))
