"""Where sentences end in copy: by punctuation, paragraph and list item, not after an abbreviation or inside a number."""

from __future__ import annotations

import re

from servicelint.acts.fold import BREAK

_END = re.compile(rf"[.!?…]+[\"')\]*_]*(?:\s+|$)|{BREAK}+|(?<=[\u2600-\u27bf\U0001f300-\U0001faff])\s+|\s[-–—•|]\s|;\s")
_LAST_WORD = re.compile(r"([^\s(\"']+)\.$")


def sentences(folded: str, abbreviations: frozenset[str]) -> list[tuple[int, int]]:
    """Start and end of each sentence of a folded text."""
    bounds, start = [], 0
    for found in _END.finditer(folded):
        if found[0][0] == "." and found[0].rstrip() == ".":
            word = _LAST_WORD.search(folded, start, found.start() + 1)
            if word and (word[1] in abbreviations or (len(word[1]) == 1 and word[1].isalpha())):
                continue
        if folded[start : found.start()].strip():
            bounds.append((start, found.end()))
        start = found.end()
    if folded[start:].strip():
        bounds.append((start, len(folded)))
    return bounds
