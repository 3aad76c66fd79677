"""Conversations as JSON Lines: one conversation a line, its turns in order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.model import Message, Problem, Source, Unreadable
from servicelint.syntax import json
from servicelint.syntax.channels import channel
from servicelint.syntax.roles import UNKNOWN, voice
from servicelint.syntax.turns import Turn, messages

_LINE = re.compile(r"\S[^\r\n]*")
_TURN = '{"role": "customer", "text": …}'
_SHAPE = f'{{"id": …, "turns": [{_TURN}, …]}}'


def holds(source: Source) -> bool | None:
    """Whether the first line is an object with turns; None where it cannot be told."""
    first = _LINE.search(source.text)
    if first is None or not first[0].startswith("{"):
        return None
    if '"turns"' not in first[0]:
        return False
    try:
        value = json.read(source, first.start(), first.end())
    except Unreadable:
        return None
    return isinstance(value, json.Object) and "turns" in value.members


def read(source: Source, configured: str | None, problems: list[Problem]) -> Iterator[Message]:
    """The messages of every conversation; what is wrong with a line goes to `problems`."""
    for line in _LINE.finditer(source.text):
        try:
            value = json.read(source, line.start(), line.end())
            yield from _conversation(value, configured, problems)
        except Unreadable as failure:
            problems.append(failure.problem)


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
