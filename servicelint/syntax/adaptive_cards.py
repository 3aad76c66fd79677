"""Adaptive Cards: which of a card's strings a customer reads, and as what. Knows the published card elements only;
who sends a card, and in which file it is written, is not known here."""

from __future__ import annotations

from collections.abc import Iterator

from servicelint.model import Role
from servicelint.syntax.json import Array, Object, String, Value
from servicelint.syntax.rich_content import Shown

_TEXTS: dict[str, tuple[tuple[str, Role], ...]] = {
    "textblock": (("text", "reply"),),
    "textrun": (("text", "reply"),),
    "image": (("altText", "image"),),
    "media": (("altText", "image"),),
    "badge": (("text", "item"),),
}
_INPUT: tuple[tuple[str, Role], ...] = (
    ("label", "item"),
    ("title", "item"),
    ("placeholder", "item"),
    ("errorMessage", "reply"),
)
_NESTED = ("items", "columns", "rows", "cells", "inlines", "body", "images", "card", "content")
_SHEETS = ("thumbnailcard", "herocard", "signincard", "oauthcard", "audiocard", "videocard", "animationcard", "receiptcard")
_SHEET_TEXTS: tuple[tuple[str, Role], ...] = (("title", "heading"), ("subtitle", "item"), ("text", "reply"))
_SENDS = ("action.submit", "action.execute", "imback", "postback", "messageback", "")


def is_card(value: Value) -> bool:
    """Whether a value is an Adaptive Card, by the type that it names."""
    return isinstance(value, Object) and value.text("type").lower() == "adaptivecard"


def shown(card: Value) -> Iterator[Shown]:
    """What the customer reads of a card, in the order it is drawn. A button that answers is an option where the card asks
    for nothing else; the button under a form only sends it."""
    yield from _element(card, "button" if _asks(card) else "option")


def _element(value: Value, sends: Role) -> Iterator[Shown]:
    if isinstance(value, Array):
        for item in value.items:
            yield from _element(item, sends)
        return
    if isinstance(value, String):  # a run of rich text may be a bare string
        yield Shown(value, "reply")
    if not isinstance(value, Object):
        return
    kind = value.text("type").lower()
    texts = _INPUT if kind.startswith("input.") else _SHEET_TEXTS if kind in _SHEETS else _TEXTS.get(kind, ())
    for key, role in texts:
        if string := value.string(key):
            yield Shown(string, role)
    for pair in (*value.items("facts"), *value.items("choices")):
        yield from _pair(pair, with_value=pair in value.items("facts"))
    for key in _NESTED:
        if isinstance(member := value.members.get(key), Array | Object):
            yield from _element(member, sends)
    for key in ("actions", "buttons", "inlineAction"):
        member = value.members.get(key)
        for action in member.items if isinstance(member, Array) else (member,):
            yield from _action(action, sends)


def _pair(pair: Value, with_value: bool) -> Iterator[Shown]:
    if isinstance(pair, Object):
        for key in ("title", "value") if with_value else ("title",):
            if string := pair.string(key):
                yield Shown(string, "item")


def _action(action: Value | None, sends: Role) -> Iterator[Shown]:
    if not isinstance(action, Object):
        return
    kind = action.text("type").lower()
    if title := action.string("title"):
        yield Shown(title, sends if kind in _SENDS else "button")
    if card := action.object("card"):
        yield from shown(card)


def _asks(value: Value | None) -> bool:
    """Whether a card holds a field to fill in."""
    if isinstance(value, Array):
        return any(_asks(item) for item in value.items)
    if not isinstance(value, Object):
        return False
    return value.text("type").lower().startswith("input.") or any(_asks(value.members.get(key)) for key in _NESTED)
