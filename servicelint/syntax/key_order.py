"""How a prompt puts its keys: "press 1 for sales" says the key before anybody knows what it is for; "for sales, press 1"
is remembered. And which verbs it uses for pressing.

Goes by the keypads of `keys`; knows nothing of formats or flows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from servicelint.model.passage import SLOT
from servicelint.syntax.keys import (
    AND,
    BASE_LETTERS,
    CLOSED,
    FOR,
    GAP,
    KEYPADS,
    Announced,
    Keypad,
    announced_keys,
    key_of,
    key_words,
)


class Placed(NamedTuple):
    """Words of a prompt: `start` and `end` are offsets in its text, `key` what is pressed ("" for a placeholder)."""

    start: int
    end: int
    key: str = ""


_KEPT = 4096
"""So many prompts are remembered: the same is asked by several rules, and again at each keystroke."""
_SAID = r"say|dica|dici|dite|spuneti|rostiti|скажите|diga|dites|sagen|fale"
_PURPOSE = rf"{FOR}|чтоб|если|daca|se|if|when|cand|quando|когда|cuando|quand"
_BOUND = re.compile(r"[.;!?\n…]+\s|[–—]\s")
_ODD = re.compile(r"\b(?:dial|push|hit|punch)\b(?=[\s\"'“”(]+(?:the\s|on\s|key\s|number\s|button\s){0,2}[\"'“(]?(?:\d\b|[*#]))")
"""Verbs that ISO/IEC 13714 leaves out: one presses a key, and dials a number."""


_NUMBERS = frozenset(word for keypad in KEYPADS for word in re.split(r"[ |]", keypad.numbers))
_SIGN = re.compile(rf"[\d*#{SLOT}]")


@lru_cache(maxsize=_KEPT)
def names_keys(text: str) -> bool:
    """Whether a text may name a key, by a quick look: it holds a digit, a sign, a number in words or a placeholder."""
    return bool(_SIGN.search(text)) or not _NUMBERS.isdisjoint(_plain(text).split())


@lru_cache(maxsize=_KEPT)
def key_first(text: str) -> tuple[Placed, ...]:
    """Each place where a key is said before its purpose, from the verb to the end of the key. The hash key only ends what
    is typed or recorded."""
    return tuple(_leading(_plain(text)))


def _leading(plain: str) -> Iterator[Placed]:
    ended = 0
    for found in _before_purpose().finditer(plain):
        starts = [bound.end() for bound in _BOUND.finditer(plain, ended, found.start()) if bound.end() > ended]
        clause = plain[max([ended, *starts]) : found.start()]
        name = found.lastgroup or ""
        ended = found.end(name)
        key = "" if found[name] == SLOT else key_of(found[name])
        if key != "#" and not re.search(rf"\b(?:{_PURPOSE})\b", clause):
            yield Placed(found.start(), ended, key)


def odd_verbs(text: str) -> Iterator[Placed]:
    """Each verb that is not the word for pressing a key."""
    yield from (Placed(*found.span()) for found in _ODD.finditer(_plain(text)))


@lru_cache(maxsize=_KEPT)
def out_of_order(text: str) -> Placed | None:
    """The first key of a menu that does not follow the one before: 1, 2, 3 and on. None where all do.

    0, `*` and `#` are for help and the operator; 7, 8 and 9 at the end are by custom for going back and hearing it again.
    """
    keys = [key for key in announced_keys(text) if key.key.isdigit() and 1 <= int(key.key) <= 9]
    alone = [key for before, key in zip([None, *keys], keys, strict=False) if not (before and _paired(text, before, key))]
    first = {key.key: key for key in reversed(alone)}
    listed = sorted(first.values(), key=lambda key: key.start)
    while listed and listed[-1].key in "789" and int(listed[-1].key) != len(listed):
        listed.pop()
    if len(listed) < 2:
        return None
    for number, key in enumerate(listed, start=1):
        if int(key.key) != number:
            told = _bare(text[listed[number - 2].end : key.start], number) if number > 1 else False
            return None if told else Placed(key.start, key.end, key.key)
    return None


def _bare(text: str, number: int) -> bool:
    """Whether the key that is missed is said without its verb: "the greeting, 2. Your name, 3."."""
    return re.search(rf"[,:–—-]\s*{number}\s*[.,;!?\n]", text) is not None


def _paired(text: str, before: Announced, key: Announced) -> bool:
    """Whether two keys are for one thing: "4 or 6 for the volume"."""
    return re.fullmatch(rf"{CLOSED}\s*(?:{AND})\s*{CLOSED}", _plain(text[before.end : key.start])) is not None


def _plain(text: str) -> str:
    return text.replace("İ", "i").lower().translate(BASE_LETTERS)


@cache
def _before_purpose() -> re.Pattern[str]:
    return re.compile("|".join(_ways(f"key{number}", keypad) for number, keypad in enumerate(KEYPADS)))


def _ways(name: str, keypad: Keypad) -> str:
    """Verb, key, and right after it the purpose; or first the word that may be said instead of the key."""
    between = rf"(?:{GAP}(?:{keypad.around})\b){{0,5}}"
    said = rf"(?:,?\s(?:{AND})\s(?:{_SAID})\s[^\s.,;]+(?:\s[^\s.,;]+){{0,2}}?)?"
    key = rf"{key_words((keypad,))}|{SLOT}"
    return rf"\b(?:{keypad.press})\b{between}{GAP}(?P<{name}>{key}){CLOSED}{said}(?:\s|,\s(?=um\b|чтобы\b))(?:{FOR})\b"
