"""How the company answers what the customer just said. Silent where that is unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.acts.fold import BREAK, WORD
from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Hit

NAME = "reply"
SCOPE = "message"
FACTS = ("found",)

LEADING_WORDS = 3
"""A reply still begins with an act when at most so many words (a greeting, “oh”) stand before it."""
NAME_WORDS = 2
GREETING_WORDS = 8
"""A greeting in paragraphs of its own has at most so many."""
SHARE = 0.5
"""An intent is one of `to` when more than this share of its training phrases are."""
QUESTION_WORDS = 4
"""A shorter sentence with a question mark (“30 minutes?”) is an echo and asks for nothing."""
_NAME = re.compile(r"[\s,]+([^\W\d_][\w'’-]+)(?=[\s,.!?…]|$)")
"""One word right after the act, without the end of a sentence between; with a capital letter it is a name."""
_NAME_TAG = re.compile(r"\w*_\w*")


@dataclass(frozen=True)
class Find:
    """The customer said `to` and asked for nothing (none of `unless_to`, no question); the reply holds `act` (`at` its
    start or anywhere) and none of `unless`. With `then`, the act must be all there is, or be followed by one of those."""

    act: str
    to: str
    unless_to: tuple[str, ...] = ()
    at: Literal["start", "anywhere"] = "start"
    unless: tuple[str, ...] = ()
    then: tuple[str, ...] = ()


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit a message: the first place of the act that answers the customer."""
    if not any(reading.find(find.act)) or reading.has(find.unless):
        return
    if not reading.reply_to or sum(_says(heard, find) for heard in reading.reply_to) <= SHARE * len(reading.reply_to):
        return
    for found in reading.find(find.act):
        if find.at == "start" and not _begins(found, reading):
            continue
        if not find.then or _followed(found, find.then):
            yield found.hit
            return


def _says(heard: Heard, find: Find) -> bool:
    if not heard.find(find.to) or any(heard.find(act) for act in find.unless_to):
        return False
    asked = (heard.folded[start:end] for start, end in heard.sentences)
    return not any("?" in text and len(WORD.findall(text)) >= QUESTION_WORDS for text in asked)


def _begins(found: Found, reading: Reading) -> bool:
    """Whether the act begins the reply: after a greeting in a paragraph of its own, or a few words in its own."""
    before = ""
    for heard in reading.heard:
        if heard is found.heard:
            break
        before += heard.folded + BREAK
    *greetings, lead = _NAME_TAG.sub("", before + found.heard.folded[: found.start]).split(BREAK)
    words = [len(WORD.findall(part)) for part in greetings]
    return len(WORD.findall(lead)) <= LEADING_WORDS and sum(words) <= GREETING_WORDS


def _followed(found: Found, acts: tuple[str, ...]) -> bool:
    """Whether nothing, or one of the acts, comes next; the customer's name may stand between."""
    folded, text = found.heard.folded, found.heard.text
    starts = {other.start for act in acts for other in found.heard.find(act)}
    ends = [found.end]
    while len(ends) <= NAME_WORDS and (name := _NAME.match(text, ends[-1])) and name[1][0].isupper():
        ends.append(name.end())
    for end in ends:
        after = WORD.search(folded, end)
        if after is None or any(end <= start <= after.end() for start in starts):
            return True
    return False
