"""Conversations as JSON Lines: one conversation a line, its turns in order.

Knows the neutral shape of a conversation only, no vendor's export.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from servicelint.model import Bundle, Document, Message, Problem, Source, Unreadable
from servicelint.syntax import json
from servicelint.syntax.channels import channel
from servicelint.syntax.roles import UNKNOWN, voice
from servicelint.syntax.turns import Turn, messages

ID = "conversation"
SUMMARY = "Conversations as JSON Lines"
READ = 'One conversation a line: {"id", "channel", "language", "turns": [{"role", "text"}]}.'
NOT_READ = "Every other key."
EXTENSIONS = (".jsonl", ".ndjson")
MENUS = False
HANDOFF = False

_LINE = re.compile(r"\S[^\r\n]*")
_TURN = '{"role": "customer", "text": …}'
_SHAPE = f'{{"id": …, "turns": [{_TURN}, …]}}'


def sniff(source: Source) -> float:
    """Sure when the first line is an object with turns."""
    named = 0.1 if PurePath(source.path).suffix.lower() in EXTENSIONS else 0.0
    first = _LINE.search(source.text)
    if first is None or not first[0].startswith("{"):
        return named
    if '"turns"' not in first[0]:
        return 0.0
    try:
        value = json.read(source, first.start(), first.end())
    except Unreadable:
        return named
    return 0.95 if isinstance(value, json.Object) and "turns" in value.members else 0.0


def parse(bundle: Bundle) -> Document:
    source = bundle.sources[0]
    found: list[Message] = []
    problems: list[Problem] = []
    for line in _LINE.finditer(source.text):
        try:
            value = json.read(source, line.start(), line.end())
            found += _conversation(value, bundle.setting("channel"), problems)
        except Unreadable as failure:
            problems.append(failure.problem)
    language = bundle.setting("language") or ""
    return Document(bundle, ID, tuple(found), problems=tuple(problems), language=language, conversation=True)


def _conversation(value: json.Value, configured: str | None, problems: list[Problem]) -> Iterator[Message]:
    if not isinstance(value, json.Object):
        raise Unreadable(value.span, f"A line holds one conversation; expected {_SHAPE}.")
    turns = value.members.get("turns")
    if turns is None:
        raise Unreadable(value.span, f'This conversation has no "turns"; expected {_SHAPE}.')
    if not isinstance(turns, json.Array):
        raise Unreadable(turns.span, f'"turns" is no list; expected [{_TURN}, …].')
    read = _turns(turns.items, _id(value), problems)
    by = channel(value.text("channel"), configured, default="chat")
    return messages(read, by, value.text("language"), "json")


def _turns(items: tuple[json.Value, ...], conversation: str, problems: list[Problem]) -> Iterator[Turn]:
    for index, item in enumerate(items):
        name = f"{conversation}/{index}"
        try:
            yield _turn(name, item)
        except Unreadable as failure:
            problems.append(failure.problem)
            yield Turn(name, UNKNOWN, ())


def _turn(name: str, item: json.Value) -> Turn:
    if not isinstance(item, json.Object):
        raise Unreadable(item.span, f"A turn is an object; expected {_TURN}.")
    role, text = item.members.get("role"), item.members.get("text")
    if not isinstance(role, json.String):
        raise Unreadable((role or item).span, f'This turn has no "role" that is a string; expected {_TURN}.')
    if not isinstance(text, json.String):
        raise Unreadable((text or item).span, f'This turn has no "text" that is a string; expected {_TURN}.')
    return Turn(name, voice(role.value), () if text.value.isspace() else text.pieces)


def _id(conversation: json.Object) -> str:
    """The conversation's id, otherwise the number of its line."""
    value = conversation.members.get("id")
    if isinstance(value, json.String | json.Scalar) and value.value not in (None, ""):
        return str(value.value)
    return str(conversation.span.line)
