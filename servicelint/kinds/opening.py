"""A call or chat that begins with a greeting, and then waits without a word of what the customer could ask for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from servicelint.acts.fold import WORD
from servicelint.acts.reading import Found, Reading
from servicelint.model import Hit

NAME = "opening"
SCOPE = "opening"
FACTS = ("found",)


@dataclass(frozen=True)
class Find:
    """`act` is the greeting. It is enough where one of `unless` stands beside it, a question is asked, there is something to
    choose, or more than `max_words` are said: then it is more than a greeting."""

    act: str
    unless: tuple[str, ...] = ()
    max_words: int = 30


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit: the sentence that greets."""
    told = reading.message.passages
    if any(passage.role in ("option", "button") or "?" in passage.text or "？" in passage.text for passage in told):
        return
    if sum(len(WORD.findall(heard.folded)) for heard in reading.heard) > find.max_words or reading.has(find.unless):
        return
    for found in reading.find(find.act):
        start, end = found.sentence
        yield Found(found.heard, start, start + len(found.heard.text[start:end].rstrip())).hit
        return
