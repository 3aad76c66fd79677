"""A canned reply, whichever help desk it is from, and the messages that it makes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from servicelint.model import Channel, Message, Passage, Piece
from servicelint.model.passage import SLOT, Carrier
from servicelint.model.pieces import strip, text_of
from servicelint.syntax import html, plain_mail
from servicelint.syntax.channels import channel
from servicelint.syntax.templates import readings

_TAG = re.compile(
    r"</?(?:a|b|blockquote|br|div|em|font|h[1-6]|hr|i|img|li|ol|p|span|strong|table|td|tr|u|ul)(?:\s[^<>]*)?/?>", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What an agent sends with a click. `bodies` are its parts, one after the other; `html` None where only they tell."""

    name: str
    bodies: tuple[tuple[Piece, ...], ...]
    subject: tuple[Piece, ...] = ()
    language: str = ""
    channel: str = "email"
    html: bool | None = None
    carrier: Carrier = "json"


@dataclass(frozen=True, slots=True)
class _Reading:
    name: str
    passages: tuple[Passage, ...]
    links: tuple[str, ...]
    sampled: bool


def messages(reply: Reply, name: str, configured: str | None) -> Iterator[Message]:
    """The one message of a reply, once for each reading of its branches."""
    by: Channel = channel(configured, reply.channel, default="email")
    subject = tuple(_subject(reply, name))
    read = [tuple(_readings(reply, body, name if not n else f"{name}/part-{n}")) for n, body in enumerate(reply.bodies) if body]
    for turn in range(max((len(variants) for variants in read), default=0)):
        taken = [variants[min(turn, len(variants) - 1)] for variants in read if variants]
        passages = tuple(passage for one in taken for passage in one.passages)
        variant = ", ".join(dict.fromkeys(one.name for one in taken if one.name)) or None
        links = tuple(link for one in taken for link in one.links)
        if passages:
            told = (*subject, *passages)
            sampled = any(one.sampled for one in taken)
            yield Message(name, "company", by, told, variant=variant, links=links, sampled=sampled)


def _subject(reply: Reply, name: str) -> Iterator[Passage]:
    """The subject, unless it is nothing but a placeholder, such as the subject of the ticket."""
    shown = strip(readings(reply.subject)[0].pieces) if reply.subject else ()
    if text_of(shown).replace(SLOT, "").strip():
        yield Passage(f"{name}/subject", shown, "subject", reply.language, carrier=reply.carrier)


def _readings(reply: Reply, body: Sequence[Piece], id: str) -> Iterator[_Reading]:
    rich = _TAG.search(text_of(body)) is not None if reply.html is None else reply.html
    # Markup in a string: words can be written where neither the markup nor the string would write them otherwise.
    carrier: Carrier = "quoted" if rich and reply.carrier != "csv" else reply.carrier
    for variant in html.variants(body, id) if rich else plain_mail.variants(body, id):
        passages = tuple(
            replace(passage, carrier=carrier, language=passage.language or reply.language) for passage in variant.passages
        )
        yield _Reading(variant.name, passages, variant.links, variant.sampled)
