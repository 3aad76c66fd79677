"""Strings become messages: each its own, or all of a mail one. Knows neither files nor how a string is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from servicelint.formats.strings.entry import Catalogue, Entry
from servicelint.formats.strings.mails import Group, groups, is_subject, path, under_mailer, words_of
from servicelint.formats.strings.ways import Way, ways
from servicelint.model import Channel, Message, Passage, Role
from servicelint.syntax.channels import channel

_ROLES: tuple[tuple[Role, frozenset[str]], ...] = (
    ("preheader", frozenset(("preheader", "preview"))),
    ("button", frozenset(("button", "btn", "cta", "action"))),
    ("heading", frozenset(("heading", "headline", "title", "header"))),
)
_FIRST: tuple[Role, ...] = ("subject", "preheader", "heading")
_PLACES = (
    (3, frozenset(("greeting", "salutation", "dear", "hello", "hi"))),
    (5, frozenset(("closing", "regards", "signoff"))),
    (6, frozenset(("signature",))),
    (7, frozenset(("footer",))),
)
_NAMED = 3


def messages(catalogue: Catalogue, name: str, configured: str | None) -> Iterator[Message]:
    """The messages of a catalogue in file order; `name` is that of the file, for a mail that has no key of its own."""
    for group in groups(catalogue.entries):
        yield from _messages(group, group.id or name, _parts(group, catalogue.marks), configured)


def _messages(group: Group, id: str, parts: Sequence[tuple[Way, ...]], configured: str | None) -> Iterator[Message]:
    """A message for each way to read its strings: so many that every way of every string is in one."""
    default: Channel = "email" if group.mail or under_mailer(path(group.entries[0])) else "unknown"
    by = channel(configured, default=default)
    made: dict[tuple[Passage, ...], Message] = {}
    for turn in range(max(map(len, parts), default=0)):
        taken = [options[min(turn, len(options) - 1)] for options in parts]
        passages = tuple([passage for way in taken for passage in way.passages])
        links = tuple(dict.fromkeys(link for way in taken for link in way.links))
        label = _label(parts, taken)
        sampled = any(way.sampled for way in taken)
        fragment = not group.mail and len(passages) == 1
        made.setdefault(
            passages,
            Message(id, "company", by, passages, variant=label, links=links, sampled=sampled, fragment=fragment),
        )
    yield from made.values()


def _parts(group: Group, marks: str) -> list[tuple[Way, ...]]:
    """The strings of a message: the ways to read each, those of its plural forms together.

    Many a catalogue is in alphabetical order, so what a mail begins and ends with is put there by its name.
    """
    found: dict[tuple[str, ...], list[Way]] = {}
    order: dict[tuple[str, ...], int] = {}
    for entry in group.entries:
        role = _role(entry, group.mail)
        order[entry.key] = _place(entry, role) if group.mail else 0
        found.setdefault(entry.key, []).extend(ways(entry, role, marks))
    return [tuple(found[key]) for key in sorted(found, key=order.__getitem__) if found[key]]


def _place(entry: Entry, role: Role) -> int:
    if role in _FIRST:
        return _FIRST.index(role)
    words = words_of(path(entry)[-1])
    return next((place for place, names in _PLACES if not names.isdisjoint(words)), 4)


def _role(entry: Entry, mail: bool) -> Role:
    own = path(entry)
    if not own or not (mail or under_mailer(own)):
        return "paragraph"
    if is_subject(own):
        return "subject"
    words = words_of(own[-1])
    return next((role for role, names in _ROLES if not names.isdisjoint(words)), "paragraph")


def _label(parts: Sequence[Sequence[Way]], taken: Sequence[Way]) -> str | None:
    names = [way.name for options, way in zip(parts, taken, strict=True) if len(options) > 1 and way.name]
    return ", ".join(list(dict.fromkeys(names))[:_NAMED]) or None
