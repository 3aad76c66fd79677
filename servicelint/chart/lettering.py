"""How wide words are on a screen, and how they break into lines. An estimate for system fonts, rather too wide."""

from __future__ import annotations

import unicodedata

_NARROW, _SLIM, _WIDE = frozenset("iljI.,:;'|!·’ "), frozenset('()[]{}frt-/"“”*'), frozenset("mwMW@%—…")


def wide(text: str, size: float) -> float:
    """The width of a text in pixels, in a font of that size."""
    return size * sum(_em(character) for character in text)


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.33
    if character in _SLIM:
        return 0.4
    if character in _WIDE:
        return 0.92
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in ("W", "F"):
        return 1.05
    if character.isascii():
        return 0.74 if character.isupper() else 0.61
    return 0.66


def fitted(text: str, size: float, most: float) -> str:
    """The text in one line of that width, cut where it is longer."""
    if wide(text, size) <= most:
        return text
    room = most - wide("…", size)
    while text and wide(text, size) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text: str, size: float, most: float, lines: int) -> list[str]:
    """The text in lines of that width, no more than so many; the last is cut where more would follow."""
    found: list[str] = []
    line = ""
    words = text.split()
    for at, word in enumerate(words):
        longer = f"{line} {word}" if line else word
        if wide(longer, size) <= most:
            line = longer
        elif len(found) == lines - 1:
            return [*found, fitted(" ".join([line, *words[at:]]).strip(), size, most)]
        else:
            if line:
                found.append(line)
            line = fitted(word, size, most)
    return [*found, line] if line else found
