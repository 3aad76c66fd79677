"""Content elements of Botpress: what a customer reads of a form's data, in each language it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from servicelint.model import Piece, Role
from servicelint.model.pieces import text_of
from servicelint.syntax.chat_exports import NEVER, objects, passage, texts
from servicelint.syntax.json import Array, Object, String
from servicelint.syntax.templates import readings
from servicelint.syntax.wordings import Version, Wordings, Words

_ROLES: dict[str, Role] = {
    "text": "reply", "message": "reply", "body": "reply", "question": "reply", "content": "reply", "description": "item",
    "title": "item", "subtitle": "item", "caption": "item", "buttontext": "button", "label": "item",
}  # fmt: skip
_CHOICES = frozenset({"choices", "options", "quick_replies", "buttons", "actions"})
_CARDS = frozenset({"items", "cards", "elements"})
_LINKS = frozenset({"url", "link"})
_TEMPLATE = re.compile(r"\{\{")


@dataclass
class Content:
    """What an element shows, and for each choice that it offers the value that its conditions know, by title."""

    words: Words = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)


def read(form: Object, owner: str, language: str) -> Content:
    """What a form's data shows; `language` is the bot's own, that of keys without one. A translation that says the same
    as the original is none."""
    suffixes = dict.fromkeys(key.partition("$")[2] for key in form.members if "$" in key and not key.startswith("typing"))
    words: dict[Version, tuple[Wordings, ...]] = {}
    for suffix in sorted(suffixes, key=lambda name: name != language) or [""]:
        parts = tuple([ways for ways in _parts(form, owner, suffix, suffix or language) if ways])
        if parts and _said(parts) not in [_said(known) for known in words.values()]:
            words[Version(suffix or language)] = parts
    return Content(words, _values(form, language))


def told(owner: str, string: String, role: Role, language: str) -> Wordings:
    """A text, once for each branch of its template."""
    ways = [tuple(passage(owner, pieces, role, NEVER, language)) for pieces in _branches(string)]
    return tuple([way for way in dict.fromkeys(ways) if way])


def _branches(string: String) -> list[tuple[Piece, ...]]:
    if not _TEMPLATE.search(string.value):
        return [string.pieces]
    return [reading.pieces for reading in readings(string.pieces, "handlebars")]


def _said(parts: tuple[Wordings, ...]) -> list[str]:
    return [text_of(passage.pieces) for ways in parts for way in ways for passage in way]


def _parts(form: Object, owner: str, suffix: str, language: str) -> Iterator[Wordings]:
    """The parts of a form in one language: what is said, then what is offered."""
    offered = []
    for key, member in form.members.items():
        name, _, own = key.partition("$")
        name = name.lower()
        if own not in ("", suffix):
            continue
        if name in _ROLES and isinstance(member, String):
            other = form.members.get(f"variations${own}" if own else "variations") if name == "text" else None
            ways = [way for string in (member, *texts(other)) for way in told(owner, string, _ROLES[name], language)]
            yield tuple(ways)
        elif name in _CARDS and isinstance(member, Array):
            for card in objects(member):
                yield from _parts(card, owner, suffix, language)
        elif name in _CHOICES and isinstance(member, Array):
            offered += [choice for item in objects(member) for choice in _choice(item, owner, language)]
    yield from offered


def _choice(choice: Object, owner: str, language: str) -> Iterator[Wordings]:
    """The label of a choice or button; what it sends is the customer's or the program's."""
    role: Role = "button" if any(key.partition("$")[0] in _LINKS for key in choice.members) else "option"
    label = _label(choice)
    if label is not None:
        yield told(owner, label, role, language)


def _label(choice: Object) -> String | None:
    named = {key.partition("$")[0].lower(): member for key, member in choice.members.items()}
    found = named.get("title") or named.get("label")
    return found if isinstance(found, String) else None


def _values(form: Object, language: str) -> dict[str, str]:
    """The value of each choice by its title, in the bot's own language or the first there is."""
    lists = [(key.partition("$"), member) for key, member in form.members.items()]
    offers = [(own, member) for (name, _, own), member in lists if name.lower() in _CHOICES]
    found: dict[str, str] = {}
    for _, member in sorted(offers, key=lambda offer: offer[0] not in ("", language))[:1]:
        for item in objects(member):
            label = _label(item)
            if label is not None and label.value.strip():
                found[label.value.strip()] = item.text("value") or item.text("payload") or item.text("text")
    for key, member in form.members.items():
        if key.partition("$")[0].lower() in _CARDS:
            for card in objects(member):
                found |= {title: value for title, value in _values(card, language).items() if title not in found}
    return found
