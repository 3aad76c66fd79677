"""From a tree of keys and strings to a catalogue: the locale at its root, plural forms, records with notes.

What YAML and JSON share; how they are written is for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from servicelint.formats.strings.entry import Catalogue, Entry
from servicelint.model import Piece
from servicelint.model.passage import Carrier
from servicelint.syntax import locales

_FORMS = frozenset(("zero", "one", "two", "few", "many", "other"))
_SUFFIXED = re.compile(r"(.+)_(zero|one|two|few|many|other|plural)")
_SAID = frozenset(("subject", "body", "response", "content", "text", "html"))
"""What of a record with notes for those who keep it is sent."""
_NOTES = frozenset(("notes", "isenabled", "isactive"))
_REPLY = frozenset(("title", "response"))
_ASIDE = frozenset(("$schema", "_comment", "__comment", "_comments", "_note", "_notes", "_meta", "__meta", "_readme"))


class Text(Protocol):
    """A string of a file."""

    @property
    def pieces(self) -> tuple[Piece, ...]: ...


@dataclass(frozen=True, slots=True)
class Leaf:
    """A string and the keys that lead to it."""

    key: tuple[str, ...]
    text: Text
    carrier: Carrier


def is_aside(key: str) -> bool:
    """Whether a key holds what is said about the catalogue."""
    return key.startswith(("@", "//")) or key in _ASIDE


def catalogue(leaves: Iterable[Leaf], path_locale: str, declared: str = "") -> Catalogue:
    """The strings under their keys; one locale at the root is the language and no part of the keys."""
    found = _without_notes(list(leaves))
    root = _root(found, declared or path_locale)
    if root:
        found = [replace(leaf, key=leaf.key[1:]) for leaf in found]
    return Catalogue(tuple(_entries(found)), declared or root)


def _root(leaves: Sequence[Leaf], known: str) -> str:
    """The locale that all keys begin with, "" for none; a locale in the path tells a word from a locale."""
    roots = {leaf.key[0] if len(leaf.key) > 1 else "" for leaf in leaves}
    found = locales.tag(next(iter(roots))) if len(roots) == 1 else ""
    return found if not known or found.partition("-")[0] == known.partition("-")[0] else ""


def _without_notes(leaves: list[Leaf]) -> list[Leaf]:
    """The leaves without the titles and notes of canned replies and mails, which only those who keep them see."""
    beside = _beside(leaves)
    kept = {parent for parent, names in beside.items() if not _NOTES.isdisjoint(names) or names >= _REPLY}
    return [leaf for leaf in leaves if leaf.key[:-1] not in kept or leaf.key[-1] in _SAID]


def _beside(leaves: Sequence[Leaf]) -> dict[tuple[str, ...], set[str]]:
    """The names of the strings that stand side by side, by the key of what holds them."""
    found: dict[tuple[str, ...], set[str]] = {}
    for leaf in leaves:
        found.setdefault(leaf.key[:-1], set()).add(leaf.key[-1])
    return found


def _entries(leaves: Sequence[Leaf]) -> Iterable[Entry]:
    beside = _beside(leaves)
    for leaf in leaves:
        if pieces := leaf.text.pieces:
            key, form = _form(leaf.key, beside[leaf.key[:-1]])
            yield Entry(key, pieces, leaf.carrier, form)


def _form(key: tuple[str, ...], beside: set[str]) -> tuple[tuple[str, ...], str]:
    """The key without its plural form, and the form: `items.one`, or `items_one` beside `items_other`."""
    if len(key) > 1 and len(beside) > 1 and beside <= _FORMS and not beside.isdisjoint(("other", "many")):
        return key[:-1], key[-1]
    named = _SUFFIXED.fullmatch(key[-1])
    if named and (f"{named[1]}_other" in beside or (named[2] == "plural" and named[1] in beside)):
        return (*key[:-1], named[1]), "other" if named[2] == "plural" else named[2]
    return key, "one" if f"{key[-1]}_plural" in beside else ""
