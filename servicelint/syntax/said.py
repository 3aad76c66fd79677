"""Which intent hears a label or key: by its name and by the phrases it was trained with. Knows no platform."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_WORD = re.compile(r"\w+")
_ALIKE = 0.5
"""A phrase that shares at least so many of the words is taken for the same wish."""


def heard_as(label: str, intents: Mapping[str, Sequence[str]]) -> str | None:
    """The intent that a label is most likely heard as; None where none comes near. `intents` are the phrases by name."""
    wanted = _words(label)
    best, found = 0.0, None
    for name, phrases in intents.items():
        for phrase in (name, *phrases):
            score = 2.0 if _plain(phrase) == _plain(label) else _alike(wanted, _words(phrase))
            if score > best:
                best, found = score, name
    return found if best >= _ALIKE else None


def same(label: str, other: str) -> bool:
    """Whether two labels are the same but for case, accents, signs and spaces."""
    return bool(_plain(label)) and _plain(label) == _plain(other)


def _alike(wanted: frozenset[str], said: frozenset[str]) -> float:
    """The share of words that both have of those that either has."""
    either = wanted | said
    return len(wanted & said) / len(either) if either else 0.0


@lru_cache(maxsize=65_536)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(_folded(text)))


@lru_cache(maxsize=65_536)
def _plain(text: str) -> str:
    return " ".join(_WORD.findall(_folded(text))) or text.strip()


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.replace("_", " ").casefold())
    return "".join([letter for letter in letters if not unicodedata.combining(letter)])


def phrases_of(runs: Iterable[str]) -> str:
    """A training phrase of its parts, with single spaces."""
    return " ".join("".join(runs).split())
