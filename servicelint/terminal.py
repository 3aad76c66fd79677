"""Text on a terminal: how many columns it takes, how it wraps, and what of it is safe to print.

Knows no finding and no rule. Whatever was read from a file passes `clean` before it is printed.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain
from pathlib import Path

import click

_UNKNOWN = "\ufffd"
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SAFE: dict[int, str] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},  # control pictures: ESC becomes ␛ and commands nothing
    0x7F: "␡",
    **dict.fromkeys(range(0x80, 0xA0), _UNKNOWN),
    **dict.fromkeys(map(ord, _BIDI), _UNKNOWN),  # they would show words in another order than they are written
    **dict.fromkeys(range(0xD800, 0xE000), _UNKNOWN),  # lone surrogates cannot be encoded
    **dict.fromkeys(map(ord, "\n\r\x0b\x0c\x85\u2028\u2029"), " "),
    ord("\t"): "    ",
}
_JOINER = "\u200d"
_AS_EMOJI = "\ufe0f"
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_WIDEST_PROSE = 100
_LINKING_PROGRAMS = ("iTerm.app", "WezTerm", "ghostty", "Hyper", "Tabby")
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "alacritty", "foot", "wezterm")
_LINKING_MARKS = ("WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID", "DOMTERM")
_LINKING_VTE = 5000
"""Terminals that show links, each by the variable that it sets; VTE, which GNOME's terminal is made of, since 0.50."""


@dataclass(frozen=True, slots=True)
class Style:
    """How to write for a reader: with ANSI colours or without, and how many columns there are."""

    color: bool = False
    width: int = 80
    links: bool = False
    """Whether paths are links that open the file."""

    @property
    def prose(self) -> int:
        """The columns that sentences may take: longer lines are hard to read on any screen."""
        return min(self.width, _WIDEST_PROSE)

    def paint(self, text: str, color: str | None = None, *, bold: bool = False, dim: bool = False) -> str:
        """The text in a colour, where colours are wanted."""
        if not self.color or not text:
            return text
        return click.style(text, fg=color, bold=bold or None, dim=dim or None)

    def link(self, text: str, path: str) -> str:
        """The text as a link to a file, where links are wanted."""
        if not self.links:
            return text
        return f"\x1b]8;;{Path(path).absolute().as_uri()}\x1b\\{text}\x1b]8;;\x1b\\"


def knows_links(environment: Mapping[str, str]) -> bool:
    """Whether the terminal shows links (OSC 8), by what it says of itself; FORCE_HYPERLINK decides where it is set.

    The terminals of editors open `path:line:column` at its line by themselves, which a link could not do.
    """
    forced = environment.get("FORCE_HYPERLINK")
    if forced:
        return forced.lower() not in ("0", "false", "no")
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _LINKING_PROGRAMS
        or environment.get("TERM", "").startswith(_LINKING_TERMS)
        or any(environment.get(name) for name in _LINKING_MARKS)
        or (vte.isdecimal() and int(vte) >= _LINKING_VTE)
    )


def clean(text: str) -> str:
    """The text on one line, with nothing in it that a terminal would obey: escapes, controls, changes of direction."""
    return text.translate(_SAFE)


def width(text: str) -> int:
    """The columns that a cleaned text takes."""
    return len(text) if text.isascii() else sum(_cells(text))


def head(text: str, columns: int) -> str:
    """The text from its beginning, cut between words and ended by an ellipsis where it takes more columns."""
    if width(text) <= columns:
        return text
    kept = text[: _fitting(text, columns - 1)]
    return (kept.rpartition(" ")[0] or kept).rstrip() + "…" if columns > 0 else ""


def tail(text: str, columns: int) -> str:
    """The text up to its end, cut between words and opened by an ellipsis where it takes more columns."""
    total = width(text)
    if total <= columns:
        return text
    edges = list(accumulate(_cells(text), initial=0))
    first = edges[bisect_left(edges, total - columns + 1)] if columns > 0 else total
    kept = text[bisect_right(edges, first) - 1 :]
    return "…" + (kept.partition(" ")[2] or kept) if columns > 0 else ""


def wrap(text: str, columns: int) -> list[str]:
    """The text, cleaned, in lines of at most so many columns; at least one line."""
    lines = [""]
    for word in chain.from_iterable(_chunks(word, max(columns, 2)) for word in clean(text).split(" ") if word):
        if lines[-1] and width(lines[-1]) + 1 + width(word) > columns:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".lstrip(" ")
    return lines


def hang(label: str, text: str, columns: int, indent: int, style: Style) -> Iterator[str]:
    """The text wrapped, the label before its first line, the other lines indented as far as the first."""
    lines = wrap(text, columns - indent)
    yield style.paint(label.ljust(indent), dim=True) + lines[0]
    yield from [" " * indent + line for line in lines[1:]]


def _chunks(word: str, columns: int) -> Iterator[str]:
    """A word that no line can hold, or a script without spaces, in pieces that fit."""
    while width(word) > columns:
        keep = _fitting(word, columns)
        yield word[:keep]
        word = word[keep:]
    yield word


def _fitting(text: str, columns: int) -> int:
    """How many characters from the beginning fit, marks that belong to the last one included."""
    return bisect_right(list(accumulate(_cells(text))), columns)


def _cells(text: str) -> Iterator[int]:
    """The columns of each character; an emoji made of several counts once, as terminals of today draw it."""
    drawn, joined = 0, False
    for char in text:
        if char == _AS_EMOJI:
            columns = 1 if drawn == 1 else 0
            drawn += columns
        elif drawn == 2 and (joined or char in _SKIN_TONES):
            columns = 0
        else:
            columns = _columns(char)
            drawn = columns or drawn
        joined = char == _JOINER
        yield columns


@cache
def _columns(char: str) -> int:
    marks = unicodedata.category(char) in ("Mn", "Me", "Cf") and char != "\u00ad"
    if marks or "\u1160" <= char <= "\u11ff":  # the vowels and finals of Hangul join the consonant before them
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
