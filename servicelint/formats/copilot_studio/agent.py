"""What stands in the files of one agent: its topics with what triggers them, lists of answers, language, starters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from servicelint.formats.copilot_studio import copy
from servicelint.formats.copilot_studio.actions import Reading
from servicelint.model import Bundle, Problem, Source, Span, Unreadable
from servicelint.syntax import yaml
from servicelint.syntax.dialogs import Beginning, Dialog, Start
from servicelint.syntax.wordings import Phrase, Version, Words
from servicelint.syntax.yaml import Node, at, items, word

ROOT = "start"
_BEGINNINGS: dict[str, Beginning] = {
    "onrecognizedintent": "intent",
    "onescalate": "intent",
    "onunknownintent": "no-match",
    "oninactivity": "no-input",
    "onerror": "error",
    "onconversationstart": "start",
}
_CALLED = frozenset({"onsystemredirect", "onredirect", "ontoolselected"})
_ENDINGS = (".mcs.yml", ".mcs.yaml", ".yml", ".yaml", ".topic")
_LANGUAGES = {
    0x01: "ar", 0x02: "bg", 0x03: "ca", 0x04: "zh", 0x05: "cs", 0x06: "da", 0x07: "de", 0x08: "el", 0x09: "en",
    0x0A: "es", 0x0B: "fi", 0x0C: "fr", 0x0D: "he", 0x0E: "hu", 0x10: "it", 0x11: "ja", 0x12: "ko", 0x13: "nl",
    0x14: "nb", 0x15: "pl", 0x16: "pt", 0x18: "ro", 0x19: "ru", 0x1A: "hr", 0x1B: "sk", 0x1D: "sv", 0x1E: "th",
    0x1F: "tr", 0x21: "id", 0x22: "uk", 0x24: "sl", 0x2A: "vi", 0x39: "hi",
}  # fmt: skip
_PRIMARY = 0x3FF
"""The part of a Windows language number that tells the language; the rest tells the region."""


@dataclass
class Agent:
    """`dialogs` are the topics by name, and the place where the agent listens (`ROOT`)."""

    dialogs: dict[str, Dialog] = field(default_factory=dict)
    language: str = ""
    problems: list[Problem] = field(default_factory=list)


def gather(bundle: Bundle) -> Agent:
    """Read every file of the bundle; one that is no YAML becomes a problem, and the others are read all the same."""
    agent = Agent()
    roots = [(source, root) for source in bundle.sources for root in _roots(source, agent.problems)]
    lists = {own_name(source.path).casefold(): items(at(root, "items")) for source, root in roots if at(root, "items")}
    topics = dict(_named([(source, root) for source, root in roots if at(root, "beginDialog")]))
    names = {name.casefold(): name for name in reversed(topics)}
    starts: list[tuple[int, Start]] = []
    for name, root in topics.items():
        begins = at(root, "beginDialog")
        if begins is not None:
            agent.dialogs[name] = _topic(name, begins, Reading(name, names, lists))
            starts += [(_priority(begins), start) for start in _starts(begins, root, name)]
    agent.language = bundle.setting("language") or next(filter(None, (_language(root) for _, root in roots)), "")
    if agent.dialogs:
        ordered = tuple([start for _, start in sorted(starts, key=lambda found: -found[0])])
        agent.dialogs[ROOT] = Dialog(ROOT, _listens(ordered, agent), ordered, _starters([root for _, root in roots]))
    return agent


def own_name(path: str) -> str:
    """The name by which topics call the topic, or the list, of a file; whatever the case."""
    pure = PurePath(path)
    name = pure.parent.name if pure.name == "data" else pure.name
    for ending in _ENDINGS:
        if name.lower().endswith(ending):
            name = name[: -len(ending)]
    return re.split(r"\.(?:topic|entity)\.", name)[-1]


def _roots(source: Source, problems: list[Problem]) -> Iterator[Node]:
    try:
        yield from yaml.load(source)
    except Unreadable as failure:
        problems.append(failure.problem)


def _named(roots: list[tuple[Source, Node]]) -> Iterator[tuple[str, Node]]:
    """Every topic with a name of its own; `ROOT` is taken."""
    taken = {ROOT: 1}
    for source, root in roots:
        name = own_name(source.path)
        taken[name.casefold()] = number = taken.get(name.casefold(), 0) + 1
        yield name if number == 1 else f"{name} ({number})", root


def _topic(name: str, begins: Node, reading: Reading) -> Dialog:
    actions = reading.actions(at(begins, "actions"))
    return Dialog(name, _trigger(begins), (Start("call", _trigger(begins), actions),))


def _trigger(begins: Node) -> Span:
    kind = at(begins, "kind")
    return kind.span if kind else begins.span


def _starts(begins: Node, root: Node, name: str) -> Iterator[Start]:
    """How a topic begins of itself; one that is only called does not."""
    kind = word(at(begins, "kind")).lower()
    if kind in _CALLED:
        return
    intent = at(begins, "intent")
    queries = [word(query).strip() for query in items(at(intent, "triggerQueries"))]
    phrases = tuple([Phrase("", query) for query in queries if query])
    titles = (at(intent, "displayName"), at(root, "mcs.metadata", "componentName"))
    title = next((word(found) for found in titles if word(found)), name)
    yield Start(_BEGINNINGS.get(kind, "condition"), _trigger(begins), intent=title, phrases=phrases, calls=name)


def _priority(begins: Node) -> int:
    written = word(at(begins, "priority"))
    return int(written) if re.fullmatch(r"-?\d{1,9}", written) else 0


def _listens(starts: tuple[Start, ...], agent: Agent) -> Span:
    """Where to point for the place where the agent listens, which stands in no file: where it greets, else where it is
    asked for a person, else its first topic."""
    greets = next((start.span for start in starts if start.on == "start"), None)
    return greets or next((start.span for start in starts if _escalates(start)), next(iter(agent.dialogs.values())).span)


def _escalates(start: Start) -> bool:
    return start.span.text.lower() == "onescalate"


def _starters(roots: list[Node]) -> Words:
    """The things to ask for that an agent shows before anything is said."""
    titles = [at(starter, "title") for root in roots for starter in items(at(root, "conversationStarters"))]
    shown = tuple([found for title in titles if isinstance(title, yaml.Scalar) for found in copy.labelled(title, ROOT)])
    return {Version(): ((shown,),)} if shown else {}


def _language(root: Node) -> str:
    """The language of the settings, a Windows language number or a tag."""
    if at(root, "schemaName") is None:
        return ""
    written = word(at(root, "language")).strip()
    return _LANGUAGES.get(int(written) & _PRIMARY, "") if re.fullmatch(r"\d{1,9}", written) else written
