"""The ready-made blocks of JAICP: what each asks or says, how it goes on, and which hand over to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.formats.jaicp.tags import Tag, copy
from servicelint.model import NodeKind, Piece, Role, Span, Trigger, Unreadable
from servicelint.syntax import json

_KINDS: dict[str, NodeKind] = {
    "TransferToOperator": "human", "TransferCallToOperator": "human", "EndSession": "end", "Confirmation": "ask",
    "InputText": "ask", "InputNumber": "ask", "InputPhoneNumber": "ask", "InputFile": "ask", "InputDate": "ask",
    "InputTime": "ask", "TelegramPayment": "ask", "HttpRequest": "say", "GoogleSheets": "say", "Email": "say", "Sms": "say",
}  # fmt: skip
_SAID: dict[str, Role] = {
    "prompt": "reply", "messageBeforeTransfer": "reply", "messageForWaitingOperator": "hold", "titleOfCloseButton": "button",
}  # fmt: skip
_WAYS: dict[str, Trigger] = {
    "then": "always", "okState": "condition", "errorState": "error", "noOperatorsOnlineState": "error",
    "dialogCompletedState": "condition",
}  # fmt: skip
_ANSWERS = {"agree": "yes", "disagree": "no"}
_STATE = re.compile(r"\.{0,2}/[^\r\n]*")


@dataclass(frozen=True)
class Block:
    """A ready-made block: `says` in the order it is said, `retries` when an answer is no good, `options` that are shown
    with where they lead, `answers` that are understood without being shown."""

    kind: NodeKind
    says: tuple[tuple[Role, tuple[Piece, ...]], ...]
    retries: tuple[tuple[Piece, ...], ...]
    options: tuple[tuple[tuple[Piece, ...], str], ...]
    answers: tuple[tuple[str, str], ...]
    ways: tuple[tuple[Trigger, str, Span], ...]


def block(tag: Tag) -> Block:
    """What a block does; one of a bot's own may do anything, and leads where its settings name states."""
    source = tag.line.source
    settings = {name: (start, end) for name, (start, end) in tag.settings().items() if source.text[start:end].strip()}
    said = tuple([(role, copy(source, *settings[name])) for name, role in _SAID.items() if name in settings])
    known = tag.name in _KINDS
    ways = [
        (_WAYS.get(name, "condition"), source.text[start:end].strip(), Span(source, start, end))
        for name, (start, end) in settings.items()
        if name in _WAYS or (not known and _STATE.fullmatch(source.text[start:end]))
    ]
    shown = tag.name == "Confirmation" and source.text[slice(*settings.get("useButtons", (0, 0)))].strip() == "true"
    options: list[tuple[tuple[Piece, ...], str]] = []
    answers: list[tuple[str, str]] = []
    for side, word in _ANSWERS.items():
        target = source.text[slice(*settings.get(f"{side}State", (0, 0)))].strip()
        if target and shown and f"{side}Button" in settings:
            options.append((copy(source, *settings[f"{side}Button"]), target))
        elif target:
            answers.append((word, target))
    if "actions" in settings:
        options += _actions(tag, *settings["actions"])
    retries = tuple(_texts(tag, *settings["failureMessage"])) if "failureMessage" in settings else ()
    return Block(_KINDS.get(tag.name, "unknown"), said, retries, tuple(options), tuple(answers), tuple(ways))


def _texts(tag: Tag, start: int, end: int) -> Iterator[tuple[Piece, ...]]:
    """The texts of a list that is written as JSON; a text alone otherwise."""
    try:
        value = json.read(tag.line.source, start, end)
    except Unreadable:
        yield copy(tag.line.source, start, end)
        return
    for item in value.items if isinstance(value, json.Array) else (value,):
        if isinstance(item, json.String):
            yield item.pieces


def _actions(tag: Tag, start: int, end: int) -> Iterator[tuple[tuple[Piece, ...], str]]:
    """The buttons among the actions of a block, which are written as JSON."""
    try:
        value = json.read(tag.line.source, start, end)
    except Unreadable:
        return
    for action in value.items if isinstance(value, json.Array) else ():
        for button in action.items("buttons") if isinstance(action, json.Object) else ():
            label = button.string("name") if isinstance(button, json.Object) else None
            if label is not None and isinstance(button, json.Object):
                yield label.pieces, button.text("transition")
