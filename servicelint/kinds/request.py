"""Something is asked of the customer, and nothing near it says please.

Whether words ask (and do not tell, offer or explain) is seen by where they stand: a request opens its clause, or is a
question that is only a noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from servicelint.acts.fold import WORD
from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Hit

NAME = "request"
SCOPE = "message"
FACTS = ("found",)

ADJUNCT_WORDS = 6
"""“For the refund of the deposit” has at most so many words."""
ECHO_WORDS = 3
"""“Kovač, and your first name?”: so many words may be repeated before the question."""
STEP_LENGTH = 6
_LABELS = ("sender", "subject", "preheader", "heading", "button", "option", "image")
"""Labels: they name a thing and ask for none."""
_MARKS = (",", ":", "(", ")", '"', "-", "&", "/")
"""What parts a clause from the words before it (in folded text)."""
_ENDS = (".", "!", "?", ":")
"""Where nobody knows who speaks, only whole sentences ask; “Send me a code” is a button."""
_TRAILS = ("...", "…")
"""“Your name…” stands grey in a field."""
_NAME_TAG = re.compile(r"\w*_\w*")
_STEP = re.compile(r"(?:^|[\s\x01(])\d{1,2}\s?[.):]\s*$")
"""The number of a step or an option: requests are not counted."""
_SKIP = " ,*"


@dataclass(frozen=True)
class Find:
    """`act` asks where it opens a clause: only words of `lead` stand between it and a mark, one of `joins`, or the start of
    its sentence, or a few words that begin with one of `adjunct` (“for the refund”); and none of `not-after` before that,
    nor of `not-joined` where one of `joins` leads on (“we check and confirm”). With `form: question` it is all there is in
    a question. It is let be where one of `unless` overlaps it, one of `unless-near` stands in its sentence, one of
    `courtesy` in its sentence or one next to it, one of `thanks` behind it, or one of `answered` in the sentence behind it
    (an echo: “The PIN? It is on the card.”). `heard-in` says where it counts: in voice `prompt`s, in a `chat`, in any
    `talk` (a chat, a mail, a call), or `anywhere` but in prompts. Options, buttons and headings ask for nothing."""

    act: str
    courtesy: tuple[str, ...]
    thanks: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    adjunct: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    not_joined: tuple[str, ...] = ()
    form: Literal["clause", "question"] = "clause"
    heard_in: Literal["anywhere", "talk", "chat", "prompt"] = "anywhere"
    unless: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit a passage: one please is enough for all that it asks."""
    for index, heard in enumerate(reading.heard):
        if not _counts(find, heard, reading):
            continue
        for found in heard.find(find.act):
            if _asks(find, found, reading) and not _courteous(find, found, reading, index):
                yield found.hit
                break


def _counts(find: Find, heard: Heard, reading: Reading) -> bool:
    channel, passage = reading.message.channel, heard.passage
    if passage is None or passage.role in _LABELS:
        return False
    prompt = channel == "voice" and not passage.turn
    text = heard.text.rstrip()
    if not passage.turn and (text.endswith(_TRAILS) or (channel == "unknown" and not text.endswith(_ENDS))):
        return False
    if prompt or find.heard_in == "prompt":
        return prompt and find.heard_in == "prompt"
    chat = channel in ("chat", "sms", "voice")
    return find.heard_in == "anywhere" or chat or (find.heard_in == "talk" and channel == "email")


def _asks(find: Find, found: Found, reading: Reading) -> bool:
    if reading.covered(found, find.unless) or reading.near(found, find.unless_near):
        return False
    if any(other.start >= found.sentence[1] for other in reading.around(found, find.answered, sentences=1)):
        return False
    return _opens(find, found) and (find.form == "clause" or _ends(found))


def _opens(find: Find, found: Found) -> bool:
    """Whether a clause begins with the act, as it does when one asks: nobody is said to do it."""
    heard, (start, _) = found.heard, found.sentence
    led = _without(find.lead, heard, start, found.start)
    joined = _without(find.joins, heard, start, led)
    if _STEP.search(heard.folded[max(0, start - STEP_LENGTH) : led]):
        return False
    if not WORD.search(_NAME_TAG.sub("", heard.folded[start:joined])):
        return True
    if find.form == "question":
        return len(WORD.findall(heard.folded, start, joined)) <= ECHO_WORDS and heard.folded[start:led].rstrip().endswith(",")
    parted = joined < led or heard.folded[start:led].rstrip().endswith(_MARKS)
    if not parted and not _adjunct(find, heard, start, led):
        return False
    told = (*find.not_after, *(find.not_joined if joined < led else ()))
    return not any(start <= other.start < led for act in told for other in heard.find(act))


def _adjunct(find: Find, heard: Heard, start: int, end: int) -> bool:
    """Whether a few words stand there, behind the last mark, and one of the adjuncts begins them."""
    start += max(heard.folded[start:end].rfind(mark) for mark in _MARKS) + 1
    words = list(WORD.finditer(heard.folded, start, end))
    first = words[0].start() if words else end
    return 1 < len(words) <= ADJUNCT_WORDS and any(other.start == first for act in find.adjunct for other in heard.find(act))


def _without(acts: Iterable[str], heard: Heard, start: int, end: int) -> int:
    """Where the text from `start` up to `end` ends when the acts at its end are taken off."""
    ends = {other.end: other.start for act in acts for other in heard.find(act)}
    while True:
        cut = start + len(heard.folded[start:end].rstrip(_SKIP))
        if ends.get(cut, -1) < start:
            return end
        end = ends[cut]


def _ends(found: Found) -> bool:
    """Whether nothing but a question mark comes after the act in its sentence."""
    rest = found.heard.folded[found.end : found.sentence[1]]
    return "?" in rest and not WORD.search(rest)


def _courteous(find: Find, found: Found, reading: Reading, index: int) -> bool:
    if reading.near(found, find.courtesy, sentences=1):
        return True
    if any(other.start > found.start for other in reading.around(found, find.thanks, sentences=1)):
        return True
    at, last = found.heard.sentence_at(found.start), len(found.heard.sentences) - 1
    before = reading.heard[index - 1] if index and at == 0 else None
    after = reading.heard[index + 1] if at == last and index + 1 < len(reading.heard) else None
    return bool(before and _holds(before, find.courtesy, -1)) or bool(
        after and _holds(after, (*find.courtesy, *find.thanks), 0)
    )


def _holds(heard: Heard, acts: Iterable[str], sentence: int) -> bool:
    """Whether the first (0) or last (-1) sentence of a text holds one of the acts."""
    if not heard.sentences:
        return False
    start, end = heard.sentences[sentence]
    return any(start <= found.start < end for act in acts for found in heard.find(act))
