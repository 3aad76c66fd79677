"""What a draft leaves for its writer to fill in: blanks, rows of x, names in brackets, values that a program did not have.

A template's own variables are slots by now and never looked at. Knows the signs; the words are acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.acts.fold import ADDRESS, WORD
from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Hit
from servicelint.model.passage import SLOT

NAME = "unfilled"
SCOPE = "message"
FACTS = ("found",)

_X = "xXхХ"
"""Latin and Cyrillic: on a Russian keyboard they are one."""
_SIGN = re.compile(
    rf"[{_X}]{{2}}|[xXnN#]\]|__|lorem|LOREM|Lorem|TODO|FIXME|TBD|EDITED|undefined|null|NaN|\[object|\{{\{{|laceholder"
)
"""Nothing is left open in a text without one of these."""
_ROW = re.compile(rf"(?<![\w@#*•-])[{_X}]{{2,}}(?:[-/.:   ][{_X}]{{2,}})*+(?![\w@])")
_AMOUNT = re.compile(r"[ \u00a0]?[%€$£₽]|[ \u00a0](?:EUR|USD|GBP|RON|RUB|lei|euro|руб)\b")
_NUMBER = re.compile(r"(?<=[\w,;] )\[(?:[xXnN]|#)\](?=[ \u00a0]?[\w%€$£₽])|(?<=[$€£№#])\[(?:[xXnN]|#)\]")
_BLANK = re.compile(r"(?<=\w )_{3,}+|(?<=\w, )_{3,}+|(?<=[$€£№#])_{3,}+")
_LOREM = re.compile(r"\blorem\s+ipsum\b(?:\s+dolor\s+sit\s+amet)?", re.IGNORECASE)
_NOTE = re.compile(r"\b(?:TODO|FIXME|TBD|EDITED)\b")
_VALUE = re.compile(r"(?<![\w'’.-])(?:undefined|null|NaN)(?![\w'’-])(?!\.\w)|\[object \w+\]")
_OPEN = re.compile(r"(?<!\{)\{\{(?!\{)(?![^{}]*\}\})\s?[\w.]*|\{\{\s*\}\}")
_ALONE = re.compile(r"\W*(?:placeholder|PLACEHOLDER|Placeholder)\W*")
_BRACKETS = re.compile(r"\[([^\[\]<>\n]{1,60})\]|<([^\[\]<>\n/@=]{1,60})>")
_QUOTES = re.compile(r"[“„]([^“”„\"\n]{3,40})[”“\"]|«([^«»\n]{3,40})»|\"([^\"\n]{3,40})\"")
_LINK_TEXT = re.compile(rf"\s*(?:\[\s*(?:https?:|{SLOT})|[(<]\s*(?:https?:|www\.|mailto:|{SLOT}))|\(|:\s*\[")
_VALUE_BEFORE = re.compile(r"(?:^\W*(?:\w+ )?|[:=#$€£№(\[“\"]\s?|,\s?)$")
_VALUE_AFTER = re.compile(r"\s*(?:$|[,.!?;)\]”\"%€$£])")
_LOUD = re.compile(r"[A-ZА-ЯЁ]{2,}\b")
_NEXT = re.compile(r"\W*(\w+)")
_LAST = re.compile(r"(\w+)\W*$")
_NEAR = 40
"""A word beside a place is looked for within so many characters."""
_CLEAR = ("lorem", "[object", "undefined", "NaN")
"""In what people said, only these are no words of theirs: names in brackets and x hide whom a record is about."""


@dataclass(frozen=True)
class Find:
    """`signs`: rows of x, blanks, lorem ipsum, TODO, values that were missing. `brackets` and `quotes`: those that hold
    one of `names` and nothing else. `words`: `act`. All are let be where one of `unless_near` stands in the sentence."""

    what: Literal["signs", "brackets", "quotes", "words"]
    names: str = ""
    act: str = ""
    unless_near: tuple[str, ...] = ()


def may(find: Find, heard: Heard) -> bool:
    """Whether a text holds a sign of what is left open."""
    if find.what == "signs":
        return _SIGN.search(heard.text) is not None
    if find.what == "words":
        return heard.may(find.act)
    return any(mark in heard.text for mark in ("[<" if find.what == "brackets" else '“„«"'))


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """A hit for each place, in order."""
    for heard in filter(lambda heard: may(find, heard), reading.heard):
        for found in _found(find, heard):
            if not reading.near(found, find.unless_near):
                yield found.hit


def _found(find: Find, heard: Heard) -> Iterator[Found]:
    said = heard.passage is not None and heard.passage.turn != ""
    if find.what == "signs":
        for start, end in sorted(_signs(heard.text)):
            spoken = said and not heard.text.startswith(_CLEAR, start)
            if not spoken and ADDRESS not in heard.folded[start:end]:
                yield Found(heard, start, end)
    elif find.what == "brackets" and not said:
        yield from _held(_BRACKETS, heard, find.names)
    elif find.what == "quotes" and not said:
        yield from _held(_QUOTES, heard, find.names)
    elif find.what == "words":
        yield from heard.find(find.act)


def _held(marks: re.Pattern[str], heard: Heard, names: str) -> Iterator[Found]:
    """Marks that hold a name of what is to be filled in, and nothing else; one word may be a link's."""
    for match in marks.finditer(heard.text):
        start, end = match.span(match.lastindex or 0)
        words = [(start + word.start(), start + word.end()) for word in WORD.finditer(heard.folded[start:end])]
        if not words or "_" in match[0] or SLOT in match[0] or (len(words) == 1 and _LINK_TEXT.match(heard.text, match.end())):
            continue
        if any(found.start <= words[0][0] and words[-1][1] <= found.end for found in heard.find(names)):
            yield Found(heard, *match.span())


def _signs(text: str) -> Iterator[tuple[int, int]]:
    yield from _rows(text)
    for pattern in (_BLANK, _LOREM, _OPEN, _NUMBER):
        for match in pattern.finditer(text):
            if pattern is not _BLANK or _blank(text, match):
                yield match.span()
    for match in _NOTE.finditer(text):
        if _note(text, match):
            yield match.span()
    for match in _VALUE.finditer(text):
        if match[0][0] == "[" or match[0] == "NaN" or _missing(text, match):
            yield match.span()
    if _ALONE.fullmatch(text):
        yield 0, len(text)


def _rows(text: str) -> Iterator[tuple[int, int]]:
    """Rows of x that stand for something: not those that hide a number, kisses, or a number of the Romans alone."""
    for match in _ROW.finditer(text):
        row, letters = match[0], sum(char in _X for char in match[0])
        before, after = text[max(0, match.start() - 3) : match.start()], text[match.end() : match.end() + 3]
        if any(char.isdigit() or char in f"*•{SLOT}" for char in before[-2:] + after[:2]):
            continue
        grouped = letters < len(row)
        if grouped and " " in row and row.islower():
            continue
        if letters == 2 and not (_AMOUNT.match(text, match.end()) or before.rstrip().endswith(("$", "€", "£"))):
            continue
        if row.islower() and not grouped and letters == 3 and not text[match.end() : match.end() + 2].strip().islower():
            continue
        yield match.span()


def _blank(text: str, match: re.Match[str]) -> bool:
    """Whether words go on behind the blank, or the sentence ends there: no line to draw, none to sign on."""
    after = text[match.end() : match.end() + 2]
    return (not after or after[0] in ".,!%€$ ") and "_" not in after


def _note(text: str, match: re.Match[str]) -> bool:
    """Whether a note in capitals stands among words that are not: *TODO* is a Spanish word, too, and EDITED may be a stamp."""
    after = _NEXT.match(text, match.end(), match.end() + _NEAR)
    before = _LAST.search(text, max(0, match.start() - _NEAR), match.start())
    if any(word and _LOUD.fullmatch(word[1]) for word in (after, before)):
        return False
    if match[0] == "TODO":
        return text[match.end() : match.end() + 1] in (":", "(", "]") or text[max(0, match.start() - 2) : match.start()] == "# "
    return match[0] != "EDITED" or bool(
        before and text[match.start() - 1] == " " and text[match.start() - 2 : match.start() - 1] not in ".:-–|"
    )


def _missing(text: str, match: re.Match[str]) -> bool:
    """Whether the word stands where a value would: after a greeting, a colon, a currency, and before a mark or the end."""
    before = text[: match.start()]
    if match[0] == "null" and not before.strip():
        return match.end() < len(text.rstrip()) and text[match.end()] == ","
    return bool(_VALUE_BEFORE.search(before[-_NEAR:]) and _VALUE_AFTER.match(text, match.end()))
