"""Payloads that chat windows draw: chips, buttons, cards, lists. Which of their strings a customer reads, and as what.

Reads the payloads of Dialogflow Messenger and those of other chat windows that name their parts alike; codes, links and
what a button sends are never copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from servicelint.model import Role
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.json import Array, Object, String, Value

_COPY: dict[str, Role] = {
    "text": "reply", "texttospeech": "reply", "displaytext": "reply", "formattedtext": "reply", "speech": "reply",
    "title": "item", "subtitle": "item", "description": "item", "caption": "item", "header": "heading",
    "body": "reply", "footer": "item", "accessibilitytext": "image", "message": "reply", "label": "item",
}  # fmt: skip
_CHOICES = frozenset(
    {"options", "buttons", "suggestions", "quick_replies", "quickreplies", "replies", "inline_keyboard", "keyboard"}
    | {"chips", "choices", "actions"}
)
_LINKS = frozenset({"link", "url", "openurlaction", "openuriaction", "anchor", "actionlink", "uri"})
_DOES = frozenset({"action", "type", "event", "command", "name", "intent"})
_ADDRESS = re.compile(r"\s*(?:[a-z][\w+.-]*://|www\.|data:|/[\w-]+/)\S*\s*$", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


class Shown(NamedTuple):
    """A string that the customer reads."""

    string: String
    role: Role


def shown(payload: Value) -> Iterator[Shown]:
    """What the customer reads of a payload, in the order of the file."""
    yield from _shown(payload, choice=False)


def brings_person(payload: Value) -> bool:
    """Whether a payload tells the program that shows it to bring in a person, by what its keys and actions are called."""
    if isinstance(payload, Array):
        return any(brings_person(item) for item in payload.items)
    if not isinstance(payload, Object):
        return False
    return any(_brings(key, value) for key, value in payload.members.items() if key.lower() not in _CHOICES)


def _brings(key: str, value: Value) -> bool:
    if isinstance(value, Array | Object):
        return brings_person(value) or (isinstance(value, Object) and hands_over(key))
    if isinstance(value, String):
        named = key.lower() in _DOES and hands_over(value.value)
        return named or (hands_over(key) and value.value.strip().lower() not in ("", "false", "no"))
    return hands_over(key) and bool(value.value)


def _shown(value: Value, choice: bool) -> Iterator[Shown]:
    if isinstance(value, Array):
        for item in value.items:
            if choice and isinstance(item, String) and _is_copy(item):
                yield Shown(item, "option")
            else:
                yield from _shown(item, choice)
    elif isinstance(value, Object):
        yield from _card(value, choice)


def _card(card: Object, choice: bool) -> Iterator[Shown]:
    kind = card.text("type").lower()
    chosen = choice or kind == "button" or (kind == "list" and "event" in card.members)
    role: Role = "button" if any(key.lower() in _LINKS for key in card.members) else "option"
    for key, member in card.members.items():
        name = key.lower()
        if name == "message" and "title" in card.members:
            continue
        if name in _COPY:
            for string in _strings(member):
                yield Shown(string, role if chosen and name in ("text", "title", "label") else _COPY[name])
        if isinstance(member, Array | Object):
            yield from _shown(member, choice or name in _CHOICES)


def _strings(value: Value) -> Iterator[String]:
    for item in value.items if isinstance(value, Array) else (value,):
        if isinstance(item, String) and _is_copy(item):
            yield item


def _is_copy(string: String) -> bool:
    return bool(_LETTER.search(string.value)) and not _ADDRESS.match(string.value)
