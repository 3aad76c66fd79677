"""Words that point at something in the message which is not there: “the button below”, and no button.

Only a whole mail can lack something. A string of a catalogue is a part of one, and a template that takes in other files
may get it from there: both are let be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Hit, Passage, Source
from servicelint.model.passage import SLOT

NAME = "reference"
SCOPE = "message"
FACTS = ("found",)

WHOLE = ("plain", "xml", "xml-text", "encoded")
"""How files that hold a whole mail write their text."""
TAKEN_IN = re.compile(
    r"\{%-?\s*(?:include|embed|render|component|call|partial|snippet|section|hook)\b|\{\{-?\s*(?:>|template\b|include\b|partial\b"
    r"|yield\b|block\b|layout\b|slot\b|\$slot)|<%[-=]*\s*(?:render|yield|include|content_for|partial)\b"
    r"|@(?:include\w*|component|yield|slot|section|each|stack)\b|<x-|<mj-include|<#(?:include|nested)|<@"
    r"|<\?(?:php|=)[^?]{0,80}(?:include|require|render|insert|content)|\{\{\{?\s*(?:body|content|children|main|message_?body)\s*\}",
    re.IGNORECASE,
)
_LINKS = re.compile(r"(?:link|button|mail)_to\b|Html->link|(?:url_for|route|absolute_url|path)\(")
"""What makes a link in a template that writes no target of its own."""
_SENT = re.compile(r"^(?:mime-version|received|message-id):", re.IGNORECASE | re.MULTILINE)
"""Header fields of a mail on its way."""
_BASE = re.compile(r"\{%-?\s*(block|extends)\b")
_LINKED = re.compile(r"(?:^|[^a-z])(?:ur[lis]|uri|link|href|button|btn|cta|path|web|site|page|action|here)", re.IGNORECASE)
_OTHER = re.compile(r"name|number|date|amount|total|price|quantity|(?:^|[^a-z])id(?![a-z])|phone|address", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ALONE = re.compile(rf"(?:^[^\w\n:]*{SLOT}(?=[^\w\n]*$)|[:(<\[>][^\w:]{{0,8}}{SLOT})", re.MULTILINE)
_URL = re.compile(r"(?:https?://|www\.)\S|(?<![\w-])[\w-]{1,63}\.[a-z]{2,6}/\w|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.\w")
_NUMBER = re.compile(r"\d(?:[ ()./-]{0,3}\d){2}")
_CODE = re.compile(r"\d|(?<!\w)[A-Z]{4,}(?!\w)|(?<!\w)(?=\w*[A-Z])(?=\w*[a-z])\w*[a-z][A-Z]\w*")
_BLANK = re.compile(r"_{3,}|\.{5,}|…{2,}|\[ ?\]|☐|:[ \t]*(?:$|\n)")

What = Literal["link", "number", "code", "form", "table", "attachment"]


@dataclass(frozen=True)
class Find:
    """`act` points at a `to`. It is let be where one of `unless` overlaps it or one of `unless_near` stands in its sentence."""

    act: str
    to: What
    unless: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit a message: what is missing is missing once."""
    for found in reading.find(find.act):
        if reading.covered(found, find.unless) or reading.near(found, find.unless_near):
            continue
        if _whole(found, reading) and not _THERE[find.to](found, reading):
            yield found.hit
        return


def _whole(found: Found, reading: Reading) -> bool:
    passage = found.heard.passage
    if passage is None or passage.carrier not in WHOLE:
        return False
    roles = [other.role for other in reading.message.passages]
    parts = sum(role not in ("sender", "subject", "preheader") for role in roles)
    return ("sender" in roles or parts > 1) and not _takes_in(passage.span.source)


def _takes_in(source: Source) -> bool:
    """Whether the file is filled with what stands in others: it includes some, or is the frame for them."""
    frames = {found[1] for found in _BASE.finditer(source.text)}
    return frames == {"block"} or TAKEN_IN.search(source.text) is not None


def _linked(found: Found, reading: Reading) -> bool:
    """A link, a button, or a slot that may be filled with one."""
    message = reading.message
    if (
        _LINKS.search(_source(found).text)
        or any(map(_leads, message.links))
        or any(_button(passage, found) for passage in message.passages)
    ):
        return True
    return any(_URL.search(heard.text) or _slot_link(heard) for heard in reading.heard if not _is_sender(heard))


def _source(found: Found) -> Source:
    if found.heard.passage is None:
        raise ValueError("a reference stands in a message")
    return found.heard.passage.span.source


def _leads(target: str) -> bool:
    return not target.startswith(("cid:", "tel:", "reply-to:", "#")) and "unsubscribe" not in target.lower()


def _button(passage: Passage, found: Found) -> bool:
    return passage.role == "button" and passage is not found.heard.passage


def _slot_link(heard: Heard) -> bool:
    """A slot whose name speaks of a link, or one that stands alone or after a colon and does not speak of anything else."""
    names = [_CAMEL.sub("_", name) for name in heard.passage.slots] if heard.passage else []
    if any(map(_LINKED.search, names)):
        return True
    places = (heard.text.count(SLOT, 0, found.end() - 1) for found in _ALONE.finditer(heard.text))
    return any(at >= len(names) or not _OTHER.search(names[at]) for at in places)


def _is_sender(heard: Heard) -> bool:
    return heard.passage is not None and heard.passage.role == "sender"


def _slots(reading: Reading) -> bool:
    return any(passage.slots for passage in reading.message.passages)


def _pictured(reading: Reading) -> bool:
    return any(passage.role == "image" for passage in reading.message.passages)


def _numbered(found: Found, reading: Reading) -> bool:
    """A number of three digits or more, a link to call by, a slot, or a picture that may show it."""
    called = any(target.startswith(("tel:", "sms:", "https://wa.me")) for target in reading.message.links)
    return called or _slots(reading) or _pictured(reading) or any(_NUMBER.search(heard.text) for heard in reading.heard)


def _coded(found: Found, reading: Reading) -> bool:
    """Digits or capitals, a slot, or a picture."""
    return _slots(reading) or _pictured(reading) or any(_CODE.search(heard.text) for heard in reading.heard)


def _formed(found: Found, reading: Reading) -> bool:
    """Fields to fill in, or a link to where they are."""
    return _slots(reading) or _linked(found, reading) or any(_BLANK.search(heard.text) for heard in reading.heard)


def _tabled(found: Found, reading: Reading) -> bool:
    """Figures, items, cells, a picture: anything but bare prose."""
    if _slots(reading) or _pictured(reading) or any(passage.role == "item" for passage in reading.message.passages):
        return True
    return any(re.search(r"\d|[|\t]", heard.text) for heard in reading.heard)


def _attached(found: Found, reading: Reading) -> bool:
    """An attachment; a template does not show its attachments, only a mail that was sent does."""
    sent = _SENT.search(_source(found).text) is not None
    return not sent or any(target.startswith("cid:") for target in reading.message.links) or _slots(reading)


_THERE: Mapping[What, Callable[[Found, Reading], bool]] = {
    "link": _linked,
    "number": _numbered,
    "code": _coded,
    "form": _formed,
    "table": _tabled,
    "attachment": _attached,
}
