"""What a Lex bot says: message groups of the second version, messages of the first, response cards."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.model import Passage, Role, Unreadable
from servicelint.model.passage import Carrier
from servicelint.syntax import json, ssml
from servicelint.syntax.dialog_copy import passage
from servicelint.syntax.json import Array, Object, String, Value
from servicelint.syntax.pace import paced
from servicelint.syntax.rich_content import shown
from servicelint.syntax.wordings import Version, Wordings, Words

_SLOT = re.compile(r"\{([\w.\[\]' -]+)\}|\[([\w.-]+)\]")
_GROUPS = ("messageGroups", "messageGroupsList")
_TEXTS = ("plainTextMessage", "ssmlMessage")
_CARD: tuple[tuple[str, Role], ...] = (("title", "heading"), ("subtitle", "item"), ("subTitle", "item"))


@dataclass(frozen=True)
class Voice:
    """For whom the texts are: their language, and whether they are heard or read."""

    language: str
    role: Role


def groups(specification: Object | None, owner: str, voice: Voice) -> Words:
    """A response or prompt of the second version: of each group one message is given."""
    found: list[Wordings] = []
    for group in _groups(specification):
        message = group.object("message")
        listed = [message, *group.items("variations")]
        ways = [tuple(_message(item, owner, voice)) for item in listed if isinstance(item, Object)]
        found.append(tuple([way for way in dict.fromkeys(ways) if way]))
    return _words([ways for ways in found if ways], voice)


def is_computed(specification: Object | None) -> bool:
    """Whether something is said that only a program knows how to show."""
    return any(True for _ in _groups(specification))


def statement(written: Object | None, owner: str, voice: Voice) -> Words:
    """A prompt or statement of the first version: of the messages with one group number one is given."""
    numbered: dict[object, list[tuple[Passage, ...]]] = {}
    for item in written.items("messages") if written else ():
        if isinstance(item, Object) and item.text("contentType") != "CustomPayload":
            number = item.members.get("groupNumber")
            key = number.value if isinstance(number, json.Scalar) else None
            numbered.setdefault(key, []).append(tuple(_text(item.string("content"), owner, voice)))
    found = [tuple([way for way in dict.fromkeys(ways) if way]) for ways in numbered.values()]
    card = tuple(_response_card(written, owner, voice)) if written else ()
    return _words([ways for ways in [*found, (card,) if card else ()] if ways], voice)


def has_buttons(value: Value) -> bool:
    """Whether something is drawn to be clicked, anywhere below a value."""
    if isinstance(value, Object):
        return bool(value.items("buttons")) or any(has_buttons(member) for member in value.members.values())
    return isinstance(value, Array) and any(has_buttons(item) for item in value.items)


def choices(specification: Object | None) -> Iterator[tuple[str, str]]:
    """The labels of the buttons of a prompt, with the values that they send."""
    for group in _groups(specification):
        for item in (group.object("message"), *group.items("variations")):
            card = item.object("imageResponseCard") if isinstance(item, Object) else None
            for button in card.items("buttons") if card else ():
                if isinstance(button, Object):
                    yield button.text("text"), button.text("value")


def _groups(specification: Object | None) -> Iterator[Object]:
    for key in _GROUPS:
        for group in specification.items(key) if specification else ():
            if isinstance(group, Object):
                yield group


def _words(parts: list[Wordings], voice: Voice) -> Words:
    return {Version(voice.language): tuple(parts)} if parts else {}


def _message(message: Object, owner: str, voice: Voice) -> Iterator[Passage]:
    for key in _TEXTS:
        inner = message.object(key)
        yield from _text(inner.string("value") if inner else None, owner, voice)
    if card := message.object("imageResponseCard"):
        yield from _drawn(card, owner, voice, "json")
    payload = message.object("customPayload")
    if payload and (string := payload.string("value")):
        yield from _payload(string, owner, voice)


def _drawn(card: Object, owner: str, voice: Voice, carrier: Carrier) -> Iterator[Passage]:
    for key, role in _CARD:
        if string := card.string(key):
            yield from passage(owner, string.pieces, role, _SLOT, voice.language, carrier)
    for button in card.items("buttons"):
        if isinstance(button, Object) and (label := button.string("text")):
            yield from passage(owner, label.pieces, "option", _SLOT, voice.language, carrier)


def _payload(string: String, owner: str, voice: Voice) -> Iterator[Passage]:
    """What a chat window of the company's own draws, where the payload is JSON."""
    if not string.value.lstrip().startswith("{"):
        return
    try:
        for found in shown(json.read_inside(string)):
            yield from passage(owner, found.string.pieces, found.role, _SLOT, voice.language, "json-in-json")
    except Unreadable:
        return


def _text(string: String | None, owner: str, voice: Voice) -> Iterator[Passage]:
    if string is None or not string.value.strip():
        return
    if ssml.is_ssml(string.value):
        runs = ssml.spoken(string.pieces)
        said = [one for run in runs for one in passage(owner, run, voice.role, _SLOT, voice.language, "quoted")]
        yield from paced(said, string.pieces)
    else:
        yield from passage(owner, string.pieces, voice.role, _SLOT, voice.language)


def _response_card(written: Object, owner: str, voice: Voice) -> Iterator[Passage]:
    """The card of the first version, JSON in a string."""
    string = written.string("responseCard")
    if string is None or not string.value.lstrip().startswith("{"):
        return
    try:
        card = json.read_inside(string)
    except Unreadable:
        return
    for attachment in card.items("genericAttachments") if isinstance(card, Object) else ():
        if isinstance(attachment, Object):
            yield from _drawn(attachment, owner, voice, "json-in-json")
