"""What the exports of chat builders share: their JSON strings as passages, and what the customer said to get an answer.

Knows no platform's keys; how a platform writes its variables is told by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from servicelint.model import Passage, Piece, Role
from servicelint.model.passage import SLOT, Carrier
from servicelint.model.pieces import slots, strip, text_of
from servicelint.syntax.json import Array, Object, String, Value
from servicelint.syntax.talk import Talk
from servicelint.syntax.wordings import Phrase

_KEY = re.compile(r"[0-9*#]+")
_ADDRESS = re.compile(r"(?:[a-z][\w+.-]*:|www\.)\S+", re.IGNORECASE)
NEVER = re.compile(r"(?!)")
"""For platforms whose texts hold no variables."""


def passage(
    owner: str, pieces: Sequence[Piece], role: Role, slot: re.Pattern[str], language: str = "", carrier: Carrier = "json"
) -> Iterator[Passage]:
    """The copy of some pieces, with what `slot` matches as slots; nothing where only the program fills something in, or
    where nothing but an address is shown."""
    copy = strip(slots(pieces, slot))
    words = text_of(copy).replace(SLOT, "").strip()
    if words and not _ADDRESS.fullmatch(words):
        line, column = copy[0].span.source.position(copy[0].span.start)
        yield Passage(f"{owner}:{line}:{column}", copy, role, language, carrier=carrier)


def objects(value: Value | Iterable[Value] | None) -> Iterator[Object]:
    """The objects of an array, or those among some values."""
    if isinstance(value, Array):
        value = value.items
    if isinstance(value, Iterable):
        yield from (item for item in value if isinstance(item, Object))


def texts(value: Value | None) -> tuple[String, ...]:
    """The strings of an array, or the one string itself."""
    if isinstance(value, Array):
        return tuple([item for item in value.items if isinstance(item, String)])
    return (value,) if isinstance(value, String) else ()


def reply_to_choices(talk: Talk, phrases: Mapping[str, Sequence[Phrase]] | None = None) -> None:
    """Takes down what the customer chose or said to get to a state, in every state that speaks first on such a way:
    the phrases that are known for the label, or the label itself where it was offered. Keys say nothing."""
    onward = _onward(talk)
    for edge in talk.edges:
        if edge.trigger not in ("option", "intent") or _KEY.fullmatch(edge.label):
            continue
        said = (phrases or {}).get(edge.label) or ([Phrase("", edge.label)] if edge.trigger == "option" else [])
        name, seen = edge.target, {edge.source}
        while name in talk.states and name not in seen:
            seen.add(name)
            state = talk.states[name]
            if state.words or name not in onward:
                state.in_reply_to += [words for words in said if words not in state.in_reply_to]
                break
            name = onward[name]


def _onward(talk: Talk) -> dict[str, str]:
    """Where the states lead that only pass on."""
    found: dict[str, list[str]] = {}
    for edge in talk.edges:
        found.setdefault(edge.source, []).append(edge.target if edge.trigger == "always" else "")
    single = {source: targets[0] for source, targets in found.items() if len(set(targets)) == 1}
    return {source: target for source, target in single.items() if target and talk.states[source].kind == "say"}
