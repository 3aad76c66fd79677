"""Sentences with more words than a reader takes in at once, or a listener keeps in mind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from servicelint.acts.fold import WORD
from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Hit
from servicelint.model.passage import SLOT
from servicelint.syntax.keys import announced_keys

NAME = "length"
SCOPE = "message"
FACTS = ("found", "count", "max")

PROSE = ("paragraph", "item", "prompt", "reply", "hold", "turn", "preheader")
"""Headings, buttons and options are no sentences."""
LISTED = 3
"""Between so many commas and more, short parts are the items of a list."""
ITEM_WORDS = 3
LINE_WORDS = 7
"""A line of at most so many words that stops without a mark is a line of an address, a table or a signature."""
OWN = 0.15
"""At least this share of a sentence's words are frequent words of the language: otherwise it is a row of names."""

_WORD = re.compile(rf"(?<!\S)(?!@)\S*[\w{SLOT}]\S*")
_PART = re.compile(r",\s+")
_STOP = re.compile(r":\s+|\n\s*")
_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


@dataclass(frozen=True)
class Find:
    """More than `max` words in a sentence that is read, or more than `max_spoken` in one that is heard. A placeholder is
    one word; lists, addresses and what stands in brackets are not counted."""

    max: int = 25
    max_spoken: int = 20


def may(find: Find, heard: Heard) -> bool:
    """Whether a text has words enough for one long sentence."""
    return sum(map(heard.text.count, " \n\u00a0")) >= min(find.max, find.max_spoken)


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit a passage: its longest sentence."""
    most = find.max_spoken if reading.message.channel == "voice" else find.max
    for heard in reading.heard:
        if not may(find, heard) or (heard.passage is not None and heard.passage.role not in PROSE):
            continue
        long = [(count, found) for count, found in _counted(heard, most) if _prose(found)]
        if long:
            count, found = max(long, key=lambda counted: counted[0])
            yield replace(found.hit, facts=(*found.hit.facts, ("count", str(count)), ("max", str(most))))


def _counted(heard: Heard, most: int) -> Iterator[tuple[int, Found]]:
    """The sentences with more words than `most`, and how many."""
    for start, end in heard.sentences:
        if end - start > 2 * most:
            for low, high in _parts(heard.text, start, end):
                if high - low > 2 * most and (count := _count(heard.text[low:high])) > most:
                    yield count, Found(heard, low, high)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut where a colon ends a clause or a short line stops; no white space at either end."""
    low = start
    for stop in _STOP.finditer(text, start, end):
        wrapped = stop[0][0] == "\n" and (text[stop.end() : stop.end() + 1].islower() or _long_line(text, start, stop.start()))
        if not wrapped:
            yield from _stripped(text, low, stop.end())
            low = stop.end()
    yield from _stripped(text, low, end)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = text[start:end]
    if words := part.strip():
        low = start + part.index(words)
        yield low, low + len(words)


def _long_line(text: str, start: int, end: int) -> bool:
    """Whether the line that ends here is full, so that the sentence goes on in the next one."""
    return len(_WORD.findall(text, max(start, text.rfind("\n", start, end)), end)) > LINE_WORDS


def _count(text: str) -> int:
    """Words outside brackets; each short item of a list is one."""
    parts = [len(_WORD.findall(part)) for part in _PART.split(_NOTE.sub(" ", text))]
    items = [words for words in parts if words <= ITEM_WORDS]
    return sum(parts) if len(items) < LISTED else sum(words for words in parts if words > ITEM_WORDS) + len(items)


def _prose(found: Found) -> bool:
    """Whether it is no menu, and frequent words hold it together; taken for granted where a language's are not known."""
    words, frequent = WORD.findall(found.heard.folded, found.start, found.end), found.heard.pack.words
    own = not frequent or sum(word in frequent for word in words) >= OWN * len(words)
    return own and len(announced_keys(found.heard.text[found.start : found.end])) < 2
