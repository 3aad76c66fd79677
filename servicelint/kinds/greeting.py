"""A greeting that greets nobody in particular, where the message has no other one with a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from servicelint.acts.fold import BREAK
from servicelint.acts.reading import Found, Heard, Reading
from servicelint.model import Hit
from servicelint.model.passage import SLOT

NAME = "greeting"
SCOPE = "message"
FACTS = ("found",)

_CLOSED = re.compile(rf" ?(?:$|[,!:;.…\n{BREAK}]| [-–—])")
"""What stands behind a greeting that names nobody; any other word may be the name."""
_NAMED = re.compile(rf"[ ,]*{SLOT}| ?[-–—] ?{SLOT}")
_OPEN = re.compile(r"[^\w\n]*$")
_LINE = re.compile(r"[^\n.!?:;]{1,80}")


@dataclass(frozen=True)
class Find:
    """`act` is the greeting, at the start of a passage or line. It is let be where one of `unless` overlaps it, one of
    `unless_message` stands in the message, or one of `greets` begins a line with a slot or a name in it, here or in another
    reading of the same message."""

    act: str
    greets: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    unless_message: tuple[str, ...] = ()


def check(find: Find, reading: Reading) -> Iterator[Hit]:
    """At most one hit a message: the first greeting."""
    for found in reading.find(find.act):
        if not _alone(found) or reading.covered(found, find.unless):
            continue
        if reading.has(find.unless_message) or _personal(find, (*reading.heard, *reading.others)):
            return
        yield found.hit
        return


def _alone(found: Found) -> bool:
    """Whether the greeting begins a line, and nobody's name follows."""
    text = found.heard.text
    line = text.rfind("\n", 0, found.start) + 1
    before, after = text[line : found.start], text[found.end : found.end + 8]
    return SLOT not in before and bool(_OPEN.match(before)) and bool(_CLOSED.match(after)) and not _NAMED.match(after)


def _personal(find: Find, texts: Iterable[Heard]) -> bool:
    """Whether one of the texts greets by name."""
    return any(_names(found) for heard in texts for act in find.greets for found in heard.find(act))


def _names(found: Found) -> bool:
    """Whether a greeting word begins a line and a slot stands in what follows it."""
    text = found.heard.text
    line = text.rfind("\n", 0, found.start) + 1
    if not _OPEN.match(text[line : found.start]):
        return False
    rest = _LINE.match(text, found.end)
    return rest is not None and SLOT in rest[0]
