"""Conversations written down as labelled lines: `Agent: …`, `Customer: …`.

The labels are those of the roles; a file in which other words stand before colons is not for this room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from servicelint.model import Bundle, Document, Message, Source
from servicelint.model.pieces import verbatim
from servicelint.syntax import front_matter
from servicelint.syntax.channels import channel
from servicelint.syntax.paragraphs import LINE, joined
from servicelint.syntax.roles import UNKNOWN, Voice, voice
from servicelint.syntax.turns import Turn, messages

ID = "transcript"
SUMMARY = "Transcripts with labelled lines, as text or Markdown"
READ = "Lines such as `[10:02] **Agent:** …` and those that go on; a blank line or --- ends a conversation."
NOT_READ = "Headings, header keys, lines that nobody says."
EXTENSIONS = (".txt", ".text", ".md", ".markdown", ".transcript", ".log", "")
MENUS = False
HANDOFF = False

_CLOCK = r"(?:\d{4}-\d\d-\d\d[ T])?\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:[ \t]?[AaPp]\.?[Mm]\.?)?Z?"
_TIME = rf"(?:[\[(]{_CLOCK}[\])]|{_CLOCK})"
_LABEL = re.compile(
    rf"[ \t]*(?:[-*+•][ \t]+)?(?:[*_]{{0,2}}{_TIME}[*_]{{0,2}}[ \t]*(?:[-–—|,][ \t]*)?)?"
    r"[*_]{0,2}([^\W\d_][^\r\n:*\[\]]{0,50}?)[*_]{0,2}"
    rf"(?:[ \t]*{_TIME})?[ \t]*[*_]{{0,2}}:[*_]{{0,2}}(?!//)"
)
_END = re.compile(r"[ \t]*(?:([-*_=])(?:[ \t]*\1){2,}[ \t]*|#{1,6}[ \t].*)?$")
_LOOKED_AT = 20_000
"""So many characters of a file are enough to know it."""


def sniff(source: Source) -> float:
    """Sure when a customer and a company take turns from the top, or when most of what stands there is labelled."""
    if PurePath(source.path).suffix.lower() not in EXTENSIONS:
        return 0.0
    text = source.text[front_matter.read(source).end :][:_LOOKED_AT]
    heard = [_label(line) for line in text.splitlines() if not _END.match(line)]
    sides = [label.who.speaker for label in heard if label]
    share = len(sides) / max(len(heard), 1)
    both = len(set(sides)) == 2 and (heard[0] is not None or share > 0.3)
    return 0.9 if len(sides) > 1 and (both or share > 0.6) else 0.0


def parse(bundle: Bundle) -> Document:
    source = bundle.sources[0]
    header = front_matter.read(source)
    by = channel(bundle.setting("channel"), header.text("channel"), default="chat")
    found: list[Message] = []
    for number, turns in enumerate(_conversations(source.text, header.end), start=1):
        found += messages([_turn(source, f"{number}/{index}", turn) for index, turn in enumerate(turns)], by)
    return Document(bundle, ID, tuple(found), language=bundle.setting("language") or header.language, conversation=True)


@dataclass(slots=True)
class _Heard:
    """A labelled turn: who speaks, and from where to where."""

    who: Voice
    start: int
    end: int


def _label(text: str, start: int = 0, end: int | None = None) -> _Heard | None:
    """The turn that a line starts, None for a line without the label of a role."""
    end = len(text) if end is None else end
    label = _LABEL.match(text, start, end)
    who = voice(label[1]) if label else UNKNOWN
    return None if label is None or who is UNKNOWN else _Heard(who, label.end(), end)


def _conversations(text: str, at: int) -> Iterator[list[_Heard]]:
    """The turns of each conversation of a text; a turn goes on over the lines without a label."""
    turns: list[_Heard] = []
    for line in LINE.finditer(text, at):
        heard = _label(text, *line.span(1))
        if heard is not None:
            turns.append(heard)
        elif turns and _END.match(line[1]):
            yield turns
            turns = []
        elif turns:
            turns[-1].end = line.end(1)
    if turns:
        yield turns


def _turn(source: Source, name: str, heard: _Heard) -> Turn:
    return Turn(name, heard.who, joined((verbatim(source, heard.start, heard.end),)))
