"""What both generations of Dialogflow write alike: copy with its placeholders, SSML, and which files make one agent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from os.path import relpath
from pathlib import Path

from servicelint.model import Bundle, Message, Passage, Role
from servicelint.model.passage import SLOT, Carrier
from servicelint.model.pieces import slots, strip, text_of
from servicelint.syntax import ssml
from servicelint.syntax.json import String, Value
from servicelint.syntax.rich_content import shown
from servicelint.syntax.wordings import Wordings

_NAME = r"[^\W\d][\w-]*\b"
_SLOT = re.compile(rf"(\$sys\.func\.\w+\((?:[^()]|\([^()]*\))*\))|\$({_NAME}(?:\.{_NAME}|\[\d+\])*)|#({_NAME}(?:\.{_NAME})+)")
_PARTS = ("flows", "intents", "entities", "entityTypes", "agentTransitionRouteGroups")
_LEVELS_UP = 5


def passages(owner: str, string: String | None, role: Role, language: str, spoken: bool = False) -> Iterator[Passage]:
    """The copy of a string; SSML tags are left out. Nothing for a string that shows only what the program fills in."""
    if string is None:
        return
    marked = spoken or "<speak" in string.value.lower()
    carrier: Carrier = "quoted" if marked else "json"
    for run in ssml.spoken(string.pieces) if marked else [string.pieces]:
        copy = strip(slots(run, _SLOT))
        if text_of(copy).replace(SLOT, "").strip():
            line, column = copy[0].span.source.position(copy[0].span.start)
            yield Passage(f"{owner}:{line}:{column}", copy, role, language, carrier=carrier)


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
    absolute = path.absolute()
    root = next((folder.parent for folder in absolute.parents[:_LEVELS_UP] if folder.name in _PARTS), None)
    if root is None and absolute.name == "agent.json":
        root = absolute.parent
    found = _below(root) if root is not None else ()
    if absolute not in found:
        return (path,)
    return found if path.is_absolute() else tuple([Path(relpath(file)) for file in found])


@lru_cache(maxsize=64)
def _below(root: Path) -> tuple[Path, ...]:
    inside = [file for part in _PARTS for file in (root / part).rglob("*.json") if file.is_file()]
    return tuple(sorted([*inside, *(file for file in [root / "agent.json"] if file.is_file())]))
