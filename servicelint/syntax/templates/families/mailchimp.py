"""Mailchimp and Mandrill merge tags: `*|FNAME|*`, `*|IF:X|*…*|ELSE:|*…*|END:IF|*`, `*|IFNOT:X|*`, `*|RSSITEMS:|*`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from servicelint.syntax.templates.tokens import Token

MARKS = ("*|",)

_TAG = re.compile(r"\*\|(?P<word>[^|*:\r\n]{1,200})(?P<rest>:[^|*\r\n]{0,400})?\|\*")
_OWN = re.compile(r"\*\|(?:IF|IFNOT|ELSE|ELSEIF|END|INTERESTED)\b[^|*\r\n]{0,400}\|\*", re.IGNORECASE)

_BLOCKS = {"IF": "IF", "IFNOT": "IF"} | {name: name for name in ("INTERESTED", "RSSITEMS", "FEEDITEMS", "FEEDBLOCK", "POLL")}
"""The tags that begin a branch, and what their `END:` names."""


def certainty(text: str) -> float:
    if "*|" not in text:
        return 0.0
    if _OWN.search(text):
        return 0.85
    return 0.6 if _TAG.search(text) else 0.0


def tokens(text: str) -> Iterator[Token]:
    for found in _TAG.finditer(text):
        word, rest = found["word"].strip().upper(), (found["rest"] or "")[1:].strip()
        if word == "SURVEY" and rest:
            yield Token("tag", found.start(), found.start("rest") + 1)
            yield Token("tag", found.end("rest"), found.end())
        else:
            yield _tag(found, word, rest)


def _tag(found: re.Match[str], word: str, rest: str) -> Token:
    if word in _BLOCKS:
        return Token("open", *found.span(), rest, _BLOCKS[word], negated=word == "IFNOT", always=word == "POLL")
    if word in ("ELSEIF", "ELSE"):
        return Token("else", *found.span(), rest)
    if word == "END":
        return Token("close", *found.span(), block=_BLOCKS.get(rest.upper(), rest.upper()))
    return Token("slot", *found.span(), (found["word"] + (found["rest"] or "")).strip())
