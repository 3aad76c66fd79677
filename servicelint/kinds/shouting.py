"""Copy that shouts: words in capitals, one after the other, and exclamation marks in a row.

Whether short words are words, and not acronyms, the language's frequent words and an act tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from servicelint.acts.fold import ADDRESS, BREAK, WORD
from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Hit

NAME = "shouting"
SCOPE = "message"
FACTS = ("found",)
MENDS = True

WORDS = 3
"""So many words in capitals are a shout; two are emphasis, or a button's “BUY NOW”."""
LONG = 6
"""A word of so many letters is no acronym."""
LINE = 5
"""A line of at most so many words, without a full stop, is a title or a column's head."""
NAME_WORDS = 7
"""A company's name or a line of an address has at most so many."""

_UPPER = "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())
_LOUD = re.compile(rf"[{_UPPER}]{{2}}\W{{1,4}}(?:[{_UPPER}\d]\W{{1,4}})?[{_UPPER}]{{2}}")
"""Two words in capitals, one after the other, perhaps with a single letter between."""
_TOKEN = re.compile(r"\w+(?:['’.&-]\w+)*")
_SPACE = re.compile(r"[\s\"'“”„«»()*_–—-]+")
_LABEL = re.compile(r"[ \u00a0\u202f]?:(?!\w)")
_STOP = re.compile(r"[.!?…]*")
_MARKS = re.compile(r"[?？]*[!！‼](?:[ \u00a0]?[!?！？‼])*")
_ONE_OF_MANY = re.compile(r"([?？]*[!！])(?:[ \u00a0]?[!！])+")
_NAMES = frozenset(
    """ag bv gmbh inc kft limited llc llp ltd nv pfa plc pty sa sarl sas sc sl spa srl srls ао зао ип нко оао ооо пао фгуп чп
    avenue ave bd blvd bulevardul calle corso largo piata piazza road rue str strada strasse street via viale
    пр проспект ул улица
    """.split()
)
"""Legal forms, and kinds of street."""
_STYLED = ("heading", "button", "option", "image", "sender")


@dataclass(frozen=True)
class Find:
    """`what` is looked for: `capitals` in running text; `styled` capitals, where they may be a matter of looks (headings,
    buttons, labels before a colon, short lines) or cannot be heard (voice); `marks`, two and more exclamation marks, once
    a sentence. `words` are everyday words that tell a shout from a row of acronyms."""

    what: Literal["capitals", "styled", "marks"]
    words: str = ""


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """A hit for each run of capitals, or for the first marks of each sentence."""
    for heard in filter(lambda heard: may(find, heard), reading.heard):
        if find.what == "marks":
            yield from _marks(heard)
        else:
            for found in _runs(heard, find.words):
                if _styled(found, reading.message.channel) == (find.what == "styled"):
                    yield found.hit


def may(find: Find, heard: Heard) -> bool:
    """Whether a text holds an exclamation mark, or words in capitals."""
    if find.what == "marks":
        return "!" in heard.text or "！" in heard.text or "‼" in heard.text
    return _LOUD.search(heard.text) is not None


def _marks(heard: Heard) -> Iterator[Hit]:
    seen = set()
    for match in _MARKS.finditer(heard.text):
        if sum(2 if mark == "‼" else mark in "!！" for mark in match[0]) < 2 or _code(heard.text, match):
            continue
        found = Found(heard, *match.span())
        if found.sentence not in seen:
            seen.add(found.sentence)
            yield replace(found.hit, mended=_calmed(match[0], heard.text))


def _calmed(marks: str, text: str) -> str | None:
    """One mark in the place of several; None where it takes a person to choose: question marks between them, or a Spanish
    sentence that opens with several as well."""
    found = _ONE_OF_MANY.match(marks)
    return found[1] if found and found.end() == len(marks) and "¡¡" not in text else None


def _code(text: str, match: re.Match[str]) -> bool:
    """Whether the marks belong to the word behind them, as a programmer writes (`!!ready`)."""
    behind = text[match.end() : match.end() + 1].isalpha()
    return behind and (" " in match[0] or not text[match.start() - 1 : match.start()].isalnum())


def _runs(heard: Heard, everyday: str) -> Iterator[Found]:
    """The runs of words in capitals that shout, with the marks that end them."""
    run: list[re.Match[str]] = []
    for token in _TOKEN.finditer(heard.text):
        parted = run and BREAK in heard.folded[run[-1].end() : token.start()]
        loud = token[0].isupper()
        if parted or not (loud or token[0].isdigit()):
            yield from _found(heard, run, everyday)
            run = []
        if loud:
            run.append(token)
    yield from _found(heard, run, everyday)


def _found(heard: Heard, run: Sequence[re.Match[str]], everyday: str) -> Iterator[Found]:
    if len(run) < WORDS:
        return
    stop = _STOP.match(heard.text, run[-1].end())
    found = Found(heard, run[0].start(), stop.end() if stop else run[-1].end())
    if not _lists(heard.text, run) and not _names(run) and _words(found, run, everyday) >= WORDS - 1:
        yield found


def _lists(text: str, run: Sequence[re.Match[str]]) -> bool:
    """Whether a mark stands between any two words: a list of acronyms, of codes, of brands."""
    return not any(_SPACE.fullmatch(text, one.end(), other.start()) for one, other in pairwise(run))


def _names(run: Sequence[re.Match[str]]) -> bool:
    """Whether it is the name of a company or a line of an address."""
    return len(run) <= NAME_WORDS and any(token[0].replace(".", "").lower() in _NAMES for token in run)


def _words(found: Found, run: Sequence[re.Match[str]], everyday: str) -> int:
    """How many words prove that people speak here: long ones, once one of the language's own is among them. The others
    may be codes, acronyms and names."""
    heard = found.heard
    places = [heard.folded[token.start() : token.end()] for token in run]
    words = {word for word in places if ADDRESS not in word and not any(char.isdigit() or char in "._&" for char in word)}
    own = {word for word in words if not heard.pack.words.isdisjoint(WORD.findall(word))}
    own |= {heard.folded[act.start : act.end] for act in heard.find(everyday) if found.start <= act.start < found.end}
    long = sum(len(word) >= LONG for word in words - own)
    if len(words) < WORDS or sum(len(word) > 1 for word in words) < WORDS - 1:
        return 0
    calls = heard.text[found.end - 1] == "!" and any(len(word) >= LONG - 1 for word in words)
    return len(own) + long if own or long >= WORDS or calls else 0


def _styled(found: Found, channel: str) -> bool:
    passage, text = found.heard.passage, found.heard.text
    if channel == "voice" or (passage is not None and passage.role in _STYLED):
        return True
    if _LABEL.match(text, found.end):
        return True
    start, end = text.rfind("\n", 0, found.start) + 1, text.find("\n", found.end)
    line = text[start : end if end >= 0 else len(text)]
    if len(line) < len(text) and len(_TOKEN.findall(line)) <= LINE and line.strip() == text[found.start : found.end]:
        return True  # a line of its own over others
    subject = passage is not None and passage.role == "subject"
    return not subject and len(_TOKEN.findall(text)) <= LINE and not text.rstrip().endswith((".", "!", "?", "…"))
