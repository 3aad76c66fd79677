"""What a step of Voiceflow says: spoken dialogs, rich text, prompts, buttons and cards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from servicelint.model import Passage, Piece, Role
from servicelint.model.passage import SLOT
from servicelint.model.source import Span
from servicelint.syntax import ssml
from servicelint.syntax.chat_exports import objects, passage
from servicelint.syntax.json import Array, Object, String, Value
from servicelint.syntax.pace import paced
from servicelint.syntax.wordings import Wordings

_SLOT = re.compile(r"\{\{\[([^\[\]]+)\][^{}]*\}\}|\{\{?\s*([^\W\d][\w.]*)\s*\}\}?")
_MARKUP = re.compile(r"</?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>")
_VARIABLES = ("variable", "entity", "slot")


def spoken(owner: str, string: String | None, role: Role = "reply") -> tuple[Passage, ...]:
    """A text that is heard or read, its markup left out."""
    if string is None:
        return ()
    if _MARKUP.search(string.value):
        runs = ssml.spoken(string.pieces)
        said = [one for run in runs for one in passage(owner, run, role, _SLOT, carrier="quoted")]
        return paced(said, string.pieces)
    return tuple(passage(owner, string.pieces, role, _SLOT))


def content(owner: str, value: Value | None, role: Role = "reply") -> tuple[Passage, ...]:
    """A text as a string, or as lines of rich text with links and variables."""
    if isinstance(value, String):
        return spoken(owner, value, role)
    if not isinstance(value, Array):
        return ()
    if any(isinstance(item, String) for item in value.items):
        return tuple(passage(owner, _rich(value), role, _SLOT))
    return tuple([one for line in value.items for one in passage(owner, _rich(line), role, _SLOT)])


def _rich(value: Value | None) -> tuple[Piece, ...]:
    """All text below an element, a variable as a slot with the place of its name."""
    if isinstance(value, String):
        return value.pieces
    if isinstance(value, Array):
        return tuple([piece for item in value.items for piece in _rich(item)])
    if not isinstance(value, Object):
        return ()
    name = value.string("name") or value.string("variableID") or value.string("entityID") or value.string("id")
    if name is not None and (value.text("type") in _VARIABLES or {"variableID", "entityID"} & value.members.keys()):
        span = name.span
        return (Piece(SLOT, Span(span.source, span.start + 1, span.end - 1), "slot", name.value),)
    return _rich(value.members.get("text")) or _rich(value.members.get("children"))


def dialogs(owner: str, data: Object) -> tuple[tuple[Wordings, ...], bool]:
    """What a speak step says, and whether it plays audio: one of its dialogs, or all in a row where none is drawn."""
    listed = list(objects(data.members.get("dialogs")))
    said = [way for item in listed if (way := spoken(owner, item.string("content")))]
    audio = any(item.text("url") or item.text("type") == "audio" for item in listed)
    drawn = data.members.get("randomize")
    if len(said) > 1 and not bool(getattr(drawn, "value", False)):
        return tuple([(way,) for way in said]), audio
    return ((tuple(said),) if said else ()), audio


def texts(owner: str, listed: Sequence[Object]) -> tuple[Wordings, ...]:
    """Alternatives of a text step or a prompt, one of which is drawn."""
    ways = [content(owner, item.members.get("content") or item.members.get("text")) for item in listed]
    said = tuple([way for way in ways if way])
    return (said,) if said else ()


def labels(owner: str, data: Object) -> Iterator[tuple[String, Passage]]:
    """The labels of buttons and chips, those on cards among them, in order."""
    for button in offered(data):
        label = _label(button)
        if label is not None:
            yield from ((label, one) for one in spoken(owner, label, "option"))


def offered(data: Object) -> Iterator[Object]:
    """The buttons of a step: its own, then those of its cards."""
    for key in ("buttons", "items"):
        yield from objects(data.members.get(key))
    chips = data.members.get("chips")
    yield from objects(chips)
    for card in objects(data.members.get("cards")):
        yield from objects(card.members.get("buttons"))


def _label(button: Object) -> String | None:
    found = button.members.get("label") or button.members.get("name")
    if isinstance(found, Array):
        strings = [item for item in found.items if isinstance(item, String)]
        return strings[0] if strings else None
    return found if isinstance(found, String) else None


def cards(owner: str, data: Object) -> Iterator[Passage]:
    """Title and description of a card, or of each card of a carousel."""
    for card in (data, *objects(data.members.get("cards"))):
        yield from spoken(owner, card.string("title"), "item")
        yield from content(owner, card.members.get("description"), "item")
