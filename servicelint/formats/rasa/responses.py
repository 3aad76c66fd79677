"""What a Rasa bot says: the variants of each response, with the titles of their buttons. Nothing of when it says it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.model import Message, Passage, Piece, Role, Span
from servicelint.model.pieces import slots, strip
from servicelint.syntax.yaml import Node, Scalar, at, entries, items, word

_SLOT = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}|\{([^\s{}\"':,]+)\}")
_SHOWN = frozenset({"text", "title", "subtitle", "caption", "header", "body", "footer"})
"""Keys of a channel's own payload (`custom`) that the customer reads, where a sentence stands there."""


@dataclass(frozen=True)
class Button:
    """A button: its title, and what the bot hears when it is pressed (`/intent{…}`, `/SetSlots(…)` or plain text)."""

    title: str
    payload: str
    span: Span


@dataclass(frozen=True)
class Response:
    """One response with all its variants. `buttons` are those of the first variant that has some."""

    name: str
    span: Span
    messages: tuple[Message, ...]
    buttons: tuple[Button, ...] = field(default=())


def read(key: Scalar, variants: Node, language: str) -> Response:
    """The response that stands under `key`: its variants are a list, or one text in old projects."""
    listed = items(variants) or (variants,)
    messages: list[Message] = []
    for number, variant in enumerate(listed, 1):
        passages = tuple(_passages(f"{key.value}/{number}", variant, language))
        if passages:
            named = str(number) if len(listed) > 1 else None
            messages.append(Message(key.value, "company", "chat", passages, variant=named, bot=True))
    buttons = next((found for found in (tuple(_buttons(variant)) for variant in listed) if found), ())
    return Response(key.value, key.span, tuple(messages), buttons)


def _passages(name: str, variant: Node, language: str) -> Iterator[Passage]:
    text = variant if isinstance(variant, Scalar) else at(variant, "text")
    titles = [at(button, "title") for button in _button_nodes(variant)]
    yield from _passage(name, text, "prompt" if titles else "reply", language)
    for number, title in enumerate(titles, 1):
        yield from _passage(f"{name}/button-{number}", title, "option", language)
    for number, (shown, role) in enumerate(_custom(at(variant, "custom")), 1):
        yield from _passage(f"{name}/custom-{number}", shown, role, language)
    for number, element in enumerate(items(at(variant, "elements")), 1):
        for part in ("title", "subtitle"):
            yield from _passage(f"{name}/element-{number}-{part}", at(element, part), "item", language)


def _passage(name: str, node: Node | None, role: Role, language: str) -> Iterator[Passage]:
    copy = _copy(node)
    if isinstance(node, Scalar) and copy:
        yield Passage(name, copy, role, language, carrier=node.carrier)


def _copy(node: Node | None) -> tuple[Piece, ...]:
    return strip(slots(node.pieces, _SLOT)) if isinstance(node, Scalar) else ()


def _button_nodes(variant: Node) -> list[Node]:
    """Buttons and quick replies, of the response itself and of its cards."""
    holders = (variant, *items(at(variant, "elements")))
    return [button for holder in holders for kind in ("buttons", "quick_replies") for button in items(at(holder, kind))]


def _buttons(variant: Node) -> Iterator[Button]:
    for button in _button_nodes(variant):
        title = at(button, "title")
        if isinstance(title, Scalar) and title.value.strip():
            payload = word(at(button, "payload")) or word(at(button, "url"))
            yield Button(title.value.strip(), payload.strip(), title.span)


def _custom(node: Node | None) -> Iterator[tuple[Scalar, Role]]:
    """The sentences of a channel's own payload; ids, links and lone words are left out, for they may be codes."""
    for key, value in entries(node):
        if isinstance(value, Scalar):
            if key.value in _SHOWN and " " in value.value.strip() and "://" not in value.value.split()[0]:
                yield value, "reply"
        else:
            yield from _custom(value)
    for item in items(node):
        yield from _custom(item)
