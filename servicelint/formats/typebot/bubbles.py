"""What the blocks of a typebot show: paragraphs joined across bold and linked parts, choices, labels of inputs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.model import Passage, Piece, Role
from servicelint.syntax.chat_exports import objects, passage, without_tags
from servicelint.syntax.json import Array, Object, String

_SLOT = re.compile(r"\{\{\s*=?([^{}]+?)=?\s*\}\}")
_INLINE = ("a", "inline-variable", "variable", "code")
_LABELS: dict[str, Role] = {
    "placeholder": "item", "button": "button", "from": "item", "to": "item", "left": "item", "right": "item",
    "length": "item", "success": "item",
}  # fmt: skip


def bubble(owner: str, content: Object) -> Iterator[Passage]:
    """A text bubble, a passage for each paragraph. Old bots keep it as HTML beside its plain text."""
    rich = content.members.get("richText")
    plain, marked = content.string("plainText"), content.string("html")
    if isinstance(rich, Array) and rich.items:
        for paragraph in _paragraphs(rich):
            yield from passage(owner, paragraph, "reply", _SLOT)
    elif marked is not None and marked.value:
        for run in without_tags(marked.pieces):
            yield from passage(owner, run, "reply", _SLOT, carrier="quoted")
    elif plain is not None:
        yield from passage(owner, plain.pieces, "reply", _SLOT)
    link = content.object("clickLink")
    yield from line(owner, link.string("alt") if link else None, "image")


def line(owner: str, string: String | None, role: Role) -> Iterator[Passage]:
    """A label or other single text."""
    if string is not None:
        yield from passage(owner, string.pieces, role, _SLOT)


def item(owner: str, choice: Object) -> Iterator[Passage]:
    """A choice: its label, or the title and description of a picture or card."""
    label = choice.string("content") or choice.string("title")
    paths = list(objects(choice.members.get("paths")))
    yield from line(owner, label, "item" if paths else "option")
    yield from line(owner, choice.string("description"), "item")
    for path in paths:
        yield from line(owner, path.string("text"), "option")


def labels(owner: str, options: Object | None) -> Iterator[Passage]:
    """What stands in and beside an input: placeholder, button."""
    if options is None:
        return
    named = options.object("labels")
    for key, role in _LABELS.items():
        yield from line(owner, named.string(key) if named else None, role)
    yield from line(owner, options.string("buttonLabel"), "button")


def _paragraphs(elements: Array) -> Iterator[tuple[Piece, ...]]:
    for element in objects(elements):
        children = element.members.get("children")
        if not isinstance(children, Array):
            yield from _text(element)
        elif any("text" in child.members or child.text("type") in _INLINE for child in objects(children)):
            yield tuple([piece for pieces in _text(element) for piece in pieces])
        else:
            yield from _paragraphs(children)


def _text(element: Object) -> Iterator[tuple[Piece, ...]]:
    string = element.string("text")
    if string is not None:
        yield string.pieces
    for child in objects(element.members.get("children")):
        yield from _text(child)
