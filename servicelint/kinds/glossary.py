"""Words the company has agreed not to use, and the ones it uses instead: the `say:` of the configuration, entry by entry.

Only the forms that are written there count, as whole words; the approved words, and what an entry excepts, are let be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from servicelint.acts.fold import alike
from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Advice, Hit, Severity

NAME = "glossary"
SCOPE = "message"
FACTS = ("found", "use")

_HYPHENS = "-‐‑"
_ELIDED = re.compile(r"\w['’ʼ]$")
_ARTICLE = re.compile(r"\b(?:a|an) +$", re.I)
_VOWELS = "aeiou"


@dataclass(frozen=True)
class Entry:
    """One line of the glossary. `regex` finds on folded text what `forms` then confirm, letter by letter; `first` are the
    words one of which a text must hold. No language, no channel: all of them."""

    use: str
    regex: str
    forms: frozenset[str]
    first: frozenset[str]
    excepted: str = ""
    languages: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    why: str = ""
    severity: Severity = "warning"

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Entry:
        """The entry as the configuration keeps it."""
        made: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in data.items()}
        made |= {"forms": frozenset(data["forms"]), "first": frozenset(data["first"])}
        return cls(**made)


@dataclass(frozen=True)
class Find:
    """`say` are the entries of the configuration; `level` those of one severity, so that each keeps its own."""

    say: tuple[Mapping[str, Any], ...] = ()
    level: Literal["error", "warning", "hint"] = "warning"

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        found = (Entry.of(data) for data in self.say)
        return tuple(entry for entry in found if entry.severity == self.level)

    @cached_property
    def words(self) -> frozenset[str]:
        """A text without any of these holds nothing that is not approved."""
        return frozenset().union(*(entry.first for entry in self.entries))


def may(find: Find, heard: Heard) -> bool:
    """Whether a text holds one of the words with which unapproved ones begin."""
    return not find.words.isdisjoint(heard.words)


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """A hit for each place of unapproved words, the longest where several overlap."""
    for heard in filter(lambda heard: may(find, heard), reading.heard):
        places = [
            (found.start, -found.end, number, found, entry)
            for number, entry in enumerate(find.entries)
            if _meant(entry, heard, reading.message.channel)
            for found in _places(entry, heard)
        ]
        after = 0
        for start, end, _, found, entry in sorted(places, key=lambda place: place[:3]):
            if start >= after:
                after = -end
                yield from _hit(found, entry)


def _meant(entry: Entry, heard: Heard, channel: str) -> bool:
    """Whether the entry is for this language and channel; a channel nobody knows could be any."""
    if entry.channels and channel != "unknown" and channel not in entry.channels:
        return False
    return (not entry.languages or heard.pack.language in entry.languages) and not entry.first.isdisjoint(heard.words)


def _places(entry: Entry, heard: Heard) -> Iterator[Found]:
    let_be = [match.span() for match in re.finditer(entry.excepted, heard.folded)] if entry.excepted else []
    for match in re.finditer(entry.regex, heard.folded):
        start, end = match.span()
        if alike(heard.text[start:end]) not in entry.forms or _joined(heard.text, start, end):
            continue
        if not any(low <= start and end <= high for low, high in let_be):
            yield Found(heard, start, end)


def _joined(text: str, start: int, end: int) -> bool:
    """Whether a hyphen makes the words part of a longer one."""
    before, after = text[max(start - 2, 0) : start], text[end : end + 2]
    return (before[-1:] in _HYPHENS and before[:1].isalnum() and len(before) == 2) or (
        len(after) == 2 and after[0] in _HYPHENS and after[1].isalnum()
    )


def _hit(found: Found, entry: Entry) -> Iterator[Hit]:
    text = found.heard.text
    words = text[found.start : found.end]
    use = cased(entry.use, words)
    if use == words:
        return
    before = text[: found.start]
    vowel = use[0].lower() in _VOWELS, words[0].lower() in _VOWELS
    sure = not _ELIDED.search(before[-2:]) and not (_ARTICLE.search(before[-5:]) and vowel[0] != vowel[1])
    hit = found.hit
    yield replace(hit, facts=(*hit.facts, ("use", use)), advice=Advice(use, entry.why, sure))


def cased(use: str, words: str) -> str:
    """The approved words in the case of those they stand for: all capitals, capitals in every word, at the start, or none."""
    letters = [character for character in words if character.isalpha()]
    if len(letters) > 1 and all(map(str.isupper, letters)):
        return use.upper()
    parts = words.split()
    if len(parts) > 1 and all(part[0].isupper() for part in parts):
        return " ".join(part[:1].upper() + part[1:] for part in use.split(" "))
    return use[:1].upper() + use[1:] if words[0].isupper() else use
