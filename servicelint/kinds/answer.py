"""A mail that cannot be answered: it says so, or its sender does, and it gives no other way to reach a person.

Addresses and phone numbers are the same in every language; all words are acts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Hit

NAME = "answer"
SCOPE = "message"
FACTS = ("found",)

_ADDRESS = re.compile(r"(?<![\w.+-])([\w.+-]{1,64})@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_DEAF = re.compile(
    r"(?:^|[._+-])(?:no|do[._-]?not|dont|never)[._-]?repl(?:y|ies)(?![a-z])|nicht[._-]?antworten|keine?[._-]?antwort"
    r"|non?[._-]?(?:risponder[ei]|respond(?:er|a)|contest(?:ar|e))|na?o[._-]?respond[ae]r?|nu[._-]?raspunde|ne[._-]?pas[._-]?repondre",
    re.IGNORECASE,
)
"""The part before the @ of an address that nobody reads."""
_NOBODY = re.compile(r"unsubscribe|opt[._-]?out|abmelde|disiscri|dezabon|otpis", re.IGNORECASE)
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:(?:\+\d|0\d|8[ (-]|\(\d|1-\d)[\d() ./\u00a0\u2011-]{5,20}\d|\d{3}[ -]\d{3}[ -]\d{4})(?!\w)"
)
_DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}(?!\d|[./-]\d)")
_OWN = re.compile(r"(?:first|last|full|contact|user)[._ ]?name|salutation|(?:_|\b)id\b", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGITS = 7
"""A phone number has at least so many digits."""


@dataclass(frozen=True)
class Find:
    """`act` are the words, without it the sender's address itself is meant; with `deaf-sender`, the words count only under an
    address that takes no replies. They are let be where one of `unless` overlaps them, or one of `unless_near` stands in
    their sentence, or one of `unless_message` anywhere in the message.

    What lets the customer answer: an act of `ways` that none of `void` overlaps, one of `linked_ways` where the message has
    a link, an address, a phone number, or a link or slot with one of the words `links` in its target."""

    act: str = ""
    deaf_sender: bool = False
    unless: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    unless_message: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    linked_ways: tuple[str, ...] = ()
    void: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit a message: at the words, or at the sender."""
    place = next(_said(find, reading) if find.act else _deaf_senders(reading), None)
    if place is None or (find.deaf_sender and not any(_deaf_senders(reading))):
        return
    if reading.has(find.unless_message) or (not find.act and not _understood(find, reading)):
        return
    if not find.deaf_sender and _way(find, reading):
        return
    yield place.hit


def _said(find: Find, reading: Reading) -> Iterator[Found]:
    for found in reading.find(find.act):
        if not reading.covered(found, find.unless) and not reading.near(found, find.unless_near):
            yield found


def _deaf_senders(reading: Reading) -> Iterator[Found]:
    """The sender's address, when nobody reads what is sent there; none when answers go elsewhere (`reply-to:…`)."""
    elsewhere = (target.removeprefix("reply-to:") for target in reading.message.links if target.startswith("reply-to:"))
    if any(not _DEAF.search(address.partition("@")[0]) for address in elsewhere):
        return
    found = [
        (heard, address)
        for heard in reading.heard
        if heard.passage is not None and heard.passage.role == "sender"
        for address in _ADDRESS.finditer(heard.text)
    ]
    if all(_DEAF.search(address[1]) for _, address in found):
        yield from (Found(heard, *address.span()) for heard, address in found)


def _understood(find: Find, reading: Reading) -> bool:
    """Whether the words by which a mail invites an answer are known in its language."""
    body = [heard for heard in reading.heard if heard.passage is not None and heard.passage.role != "sender"]
    return all(any(map(heard.pack.has, find.ways)) for heard in body)


def _way(find: Find, reading: Reading) -> bool:
    """Whether the message gives the customer a way to answer."""
    targets = [*reading.message.links, *(name for passage in reading.message.passages for name in passage.slots)]
    if any(_answers(target, find.links) for target in targets):
        return True
    body = [heard for heard in reading.heard if heard.passage is None or heard.passage.role != "sender"]
    if any(_addressed(heard) for heard in body):
        return True
    linked = find.linked_ways if any(map(_leads, reading.message.links)) else ()
    acts = (found for act in (*find.ways, *linked) for found in reading.find(act))
    return any(not reading.covered(found, find.void) for found in acts)


def _leads(target: str) -> bool:
    """Whether a link may lead to where a customer can ask."""
    return not target.startswith(("cid:", "reply-to:", "#")) and not _NOBODY.search(target)


def _answers(target: str, words: tuple[str, ...]) -> bool:
    """Whether a link or slot leads to people, by the words in it; a slot for the customer's own data does not."""
    if not _leads(target) or _DEAF.search(target.removeprefix("mailto:").partition("@")[0]):
        return False
    plain = _CAMEL.sub("_", target)
    return bool(words) and _worded(words).search(plain) is not None and not _OWN.search(plain)


@cache
def _worded(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, words))})", re.IGNORECASE)


def _addressed(heard: Heard) -> bool:
    """Whether a text holds an address that takes mail, or a phone number."""
    if any(not _DEAF.search(found[1]) and not _NOBODY.search(found[1]) for found in _ADDRESS.finditer(heard.text)):
        return True
    numbers = (found[0] for found in _PHONE.finditer(heard.text))
    return any(sum(map(str.isdigit, number)) >= _DIGITS and not _DATE.match(number) for number in numbers)
