"""Makes the many spellings of one text alike without moving a character: case, quotes, spaces, diacritics.

The result is exactly as long as the text, so a place in one is a place in the other.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*|\n(?=[ \t]*(?:[-*•–#]|\d+[.)]) )")
_SPACES = re.compile(r"[^\S ]|[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_DIGIT = re.compile(r"\d")
_SLOT = re.compile("[\ue000-\uefff]")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\")\]]+|[\w.+-]+@[\w.-]+\.\w+|@\w+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,6}/\S*")
WORD = re.compile(r"[^\W_]+")
"""One word of folded text."""
SLOT_BASE = 0xE000
"""The character of a slot whose name is in none of a pack's lists of slot names; those of the lists follow it."""
MARKS = {"NUMBER": "#", "DATE": "#", "LINK": "@", "SLOT": "{}"}
"""What stands among the words of a text for a digit, an address and a slot."""
BREAK = "\x01"
"""Stands where a paragraph or list item ends: no phrase goes across it."""
ADDRESS = "\x02"
"""Stands for each character of a URL, an e-mail address or a handle: no words of the company's."""


@cache
def _table() -> dict[int, str]:
    table = dict.fromkeys(map(ord, "’‘ʼ`´′"), "'")
    table |= dict.fromkeys(map(ord, "“”„«»″"), '"') | dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
    table |= dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009\u200a\u3000"), " ") | {ord("ё"): "е", ord("№"): "#"}
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)):
        plain = unicodedata.normalize("NFD", chr(code))[0]
        if plain != chr(code) and plain.isascii():
            table[code] = plain.lower()
    return table


def fold(text: str) -> str:
    """The text in lower case and plain letters, as long as it was; paragraphs are parted by BREAK."""
    folded = (text.replace("İ", "i") if "İ" in text else text).lower()
    if not folded.isascii():
        folded = folded.translate(_table())
    if "@" in folded or "/" in folded or "www." in folded:
        folded = _ADDRESS.sub(lambda found: ADDRESS * len(found[0]), folded)
    if "\n" in folded:
        folded = _PARAGRAPH.sub(lambda found: BREAK * len(found[0]), folded)
    return folded if folded.isprintable() else _SPACES.sub(" ", folded)


def alike(text: str) -> str:
    """The text with what writers do not tell apart made one: case, kinds of quotes and dashes, spaces, ё and е, ş and ș.
    Other diacritics stay, since they make other words (resume, résumé)."""
    composed = unicodedata.normalize("NFC", text.lower())
    return " ".join(composed.translate(_spellings()).split())


@cache
def _spellings() -> dict[int, str]:
    table = {code: plain for code, plain in _table().items() if not chr(code).isalpha()}
    return {**table, ord("ё"): "е", ord("ş"): "ș", ord("ţ"): "ț"}


def words(folded: str) -> set[str]:
    """The words of a folded text, and the MARKS of what else is in it."""
    found = set(WORD.findall(folded))
    if ADDRESS in folded:
        found.add(MARKS["LINK"])
    if _DIGIT.search(folded):
        found.add(MARKS["NUMBER"])
    if not folded.isascii() and _SLOT.search(folded):
        found.add(MARKS["SLOT"])
    return found
