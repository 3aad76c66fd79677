"""What a box and an arrow say, from what the flow says: whole, and short enough to be read at a glance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from servicelint.model import Message, Node, Passage

LABELS = 4
"""An arrow names so many labels; of more, the first ones and how many others there are."""
READINGS = 6
"""So many readings of a text are told."""
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MACHINE_MADE = re.compile(r"\d+(:\d+)?|(?=[\w-]*\d)[\w-]*([0-9a-f]{6,}|\d{9,})[\w-]*", re.IGNORECASE)
_PARTS = re.compile(r"[/#>]\s*")


def cut(text: str, most: int) -> str:
    """The text with no more than so many characters, cut at a word where one ends near."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    short = text[: most - 1]
    head, space, _ = short.rpartition(" ")
    return f"{head if space and len(head) > most * 0.6 else short}…"


def listed(labels: Iterable[str]) -> str:
    """Labels in one line, each once, of many the first: `1, 2, 3, +4`."""
    found = list(dict.fromkeys(" ".join(label.split()) for label in labels if label.strip()))
    if len(found) > LABELS:
        found[LABELS - 1 :] = [f"+{len(found) - LABELS + 1}"]
    return ", ".join(found)


def whole(messages: Sequence[Message], node: Node) -> str:
    """All that a customer may get at a node: the first reading of each message, then the others, each after `or:`."""
    lines = []
    for readings in _readings(messages):
        told = dict.fromkeys("\n".join(_shown(passage) for passage in _own(message, node)) for message in readings)
        first, *others = list(told)[:READINGS]
        lines += [first, *(f"or: {other}" for other in others)]
        if len(told) > READINGS:
            lines.append(f"or {len(told) - READINGS} other wordings")
    return "\n".join(line for line in lines if line)


def heard(messages: Sequence[Message], node: Node) -> str:
    """What a customer gets first, slots by name (‹name›); a menu's labels stand on its arrows and are left out."""
    passages = [passage for readings in _readings(messages) for passage in _own(readings[0], node)]
    spoken = [passage for passage in passages if node.kind != "menu" or passage.role not in ("option", "button")]
    return " ".join(_named(passage) for passage in spoken or passages)


def name_of(node: str) -> str:
    """The last part of a node's id that a person has written; "" where a program made all of them, or a UUID stands last:
    what is before that names the flow, not the node."""
    parts = [part for part in map(str.strip, _PARTS.split(node)) if part]
    if parts and _UUID.fullmatch(parts[-1]):
        return ""
    human = [part for part in parts if not _MACHINE_MADE.fullmatch(part)]
    return human[-1] if human else ""


def _readings(messages: Iterable[Message]) -> Iterator[list[Message]]:
    """The readings of each message: same id, or the id and the variant in brackets."""
    found: dict[str, list[Message]] = {}
    for message in messages:
        found.setdefault(message.id.removesuffix(f" ({message.variant})"), []).append(message)
    return iter(found.values())


def _own(message: Message, node: Node) -> Sequence[Passage]:
    """The passages that are written at the node, where a message goes on over several nodes; otherwise all."""
    inside = [
        passage
        for passage in message.passages
        if passage.span.source is node.span.source and node.span.start <= passage.span.start < node.span.end
    ]
    return inside or message.passages


def _shown(passage: Passage) -> str:
    return passage.shown.strip()


def _named(passage: Passage) -> str:
    told = [f"‹{piece.name.rpartition('.')[2]}›" if piece.kind == "slot" else piece.text for piece in passage.pieces]
    return "".join(told).strip()
