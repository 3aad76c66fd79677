"""What both generations of Dialogflow write alike: copy with its placeholders, SSML, and which files make one agent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from servicelint.model import Bundle, Message, Passage, Role
from servicelint.model.passage import SLOT, Carrier
from servicelint.model.pieces import slots, strip, text_of
from servicelint.syntax import project, ssml
from servicelint.syntax.json import String, Value
from servicelint.syntax.pace import paced
from servicelint.syntax.rich_content import shown
from servicelint.syntax.wordings import Wordings

_NAME = r"[^\W\d][\w-]*\b"
_SLOT = re.compile(rf"(\$sys\.func\.\w+\((?:[^()]|\([^()]*\))*\))|\$({_NAME}(?:\.{_NAME}|\[\d+\])*)|#({_NAME}(?:\.{_NAME})+)")
_PARTS = frozenset({"flows", "intents", "entities", "entityTypes", "agentTransitionRouteGroups"})


def passages(owner: str, string: String | None, role: Role, language: str, spoken: bool = False) -> Iterator[Passage]:
    """The copy of a string; SSML tags are left out. Nothing for a string that shows only what the program fills in."""
    if string is None:
        return
    marked = spoken or "<speak" in string.value.lower()
    carrier: Carrier = "quoted" if marked else "json"
    said = []
    for run in ssml.spoken(string.pieces) if marked else [string.pieces]:
        copy = strip(slots(run, _SLOT))
        if text_of(copy).replace(SLOT, "").strip():
            line, column = copy[0].span.source.position(copy[0].span.start)
            said.append(Passage(f"{owner}:{line}:{column}", copy, role, language, carrier=carrier))
    yield from paced(said, string.pieces) if marked else said


def wordings(owner: str, alternatives: Iterator[String], role: Role, language: str) -> Wordings:
    """The ways to say one thing, one of which the platform picks."""
    ways = (tuple(passages(owner, string, role, language)) for string in alternatives)
    return tuple([way for way in ways if way])


def drawn(owner: str, payload: Value, language: str) -> Wordings:
    """What a payload shows, as one way to say it."""
    way = [passage for string, role in shown(payload) for passage in passages(owner, string, role, language)]
    return (tuple(way),) if way else ()


def in_order(bundle: Bundle, messages: Sequence[Message]) -> tuple[Message, ...]:
    """The messages in the order of the files, and of their first words there."""
    order = {id(source): number for number, source in enumerate(bundle.sources)}
    places = {message.id: message.passages[0].span for message in messages}
    return tuple(sorted(messages, key=lambda said: (order[id(places[said.id].source)], places[said.id].start)))


def files(path: Path) -> tuple[Path, ...]:
    """The JSON files of the agent that `path` is of; the path alone where no agent's folder is around it."""
    return project.files(path, _PARTS, "agent.json")
