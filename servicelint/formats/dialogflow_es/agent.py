"""What stands in the files of one Dialogflow ES agent: intents with their contexts and answers, and training phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from servicelint.formats.dialogflow_es.responses import Response, read, said_when
from servicelint.model import Bundle, Problem, Source, Span, Unreadable
from servicelint.syntax import json
from servicelint.syntax.hand_off import asks_for_person, hands_over
from servicelint.syntax.json import Array, Object, Scalar, String, Value
from servicelint.syntax.said import phrases_of
from servicelint.syntax.wordings import Phrase, Words

_PHRASES_FILE = re.compile(r"(.+)_usersays_([A-Za-z-]+)\.json")
_LASTS = 5
"""So many turns a context lives where the file does not say."""


@dataclass(frozen=True, eq=False)
class Parameter:
    """A value that an intent asks for before it answers, and what it says when that was not understood or not given."""

    name: str
    prompt: Words
    no_match: Words
    no_input: Words
    span: Span


@dataclass(frozen=True, eq=False)
class Intent:
    """`needs` are the contexts that must live for it to be heard, `sets` those it sets, with the turns they last."""

    name: str
    span: Span
    needs: tuple[str, ...]
    sets: dict[str, int]
    resets: bool
    events: tuple[str, ...]
    fallback: bool
    response: Response
    parameters: tuple[Parameter, ...]
    person: bool
    ends: bool


@dataclass
class Agent:
    """`phrases` are the training phrases by intent."""

    language: str = ""
    intents: dict[str, Intent] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def gather(bundle: Bundle) -> Agent:
    """Read every file of the bundle; one that is no JSON becomes a problem, and the others are read all the same."""
    agent = Agent(bundle.setting("language") or "")
    roots: list[tuple[Source, Value]] = []
    for source in bundle.sources:
        try:
            roots.append((source, json.read(source)))
        except Unreadable as failure:
            agent.problems.append(failure.problem)
    files: dict[str, str] = {}
    for source, root in roots:
        if isinstance(root, Object) and "responses" in root.members:
            intent = _intent(root)
            agent.intents[intent.name] = intent
            files[PurePath(source.path).name.removesuffix(".json")] = intent.name
            agent.phrases.setdefault(intent.name, []).extend(_phrases(root.items("userSays"), ""))
        elif isinstance(root, Object) and "language" in root.members:
            agent.language = agent.language or root.text("language")
        elif not isinstance(root, Array | Object):
            agent.problems.append(Problem(Span(source, 0, 1), "This is no part of an agent; expected {…} or […]."))
    for source, root in roots:
        found = _PHRASES_FILE.fullmatch(PurePath(source.path).name)
        if isinstance(root, Array) and found:
            name = files.get(found[1], found[1])
            agent.phrases.setdefault(name, []).extend(_phrases(root.items, found[2]))
    return agent


def _phrases(listed: tuple[Value, ...], language: str) -> Iterator[Phrase]:
    for item in listed:
        if isinstance(item, Object):
            parts = (part.text("text") for part in item.items("data") if isinstance(part, Object))
            text = phrases_of(parts)
            if text:
                yield Phrase(item.text("lang") or language, text)


def _intent(root: Object) -> Intent:
    name = root.string("name")
    called = name.value if name else ""
    answers = [answer for answer in root.items("responses") if isinstance(answer, Object)]
    actions = [answer.text("action") for answer in answers]
    response = read(answers, called, _flag(root, "webhookUsed"))
    events = [event.text("name") for event in root.items("events") if isinstance(event, Object)]
    return Intent(
        called,
        name.span if name else root.span,
        tuple([context.value.lower() for context in root.items("contexts") if isinstance(context, String)]),
        dict(context for answer in answers for context in _contexts(answer)),
        any(_flag(answer, "resetContexts") for answer in answers),
        tuple([event.upper() for event in events]),
        _flag(root, "fallbackIntent"),
        response,
        tuple(parameter for answer in answers for parameter in _parameters(answer, called)),
        person=response.person or _flag(root, "liveAgentHandoff") or any(map(hands_over, actions)) or asks_for_person(called),
        ends=_flag(root, "endInteraction"),
    )


def _contexts(answer: Object) -> Iterator[tuple[str, int]]:
    for context in answer.items("affectedContexts"):
        if isinstance(context, Object):
            lifespan = context.members.get("lifespan")
            lasts = str(lifespan.value) if isinstance(lifespan, Scalar | String) else ""
            yield context.text("name").lower(), int(lasts) if lasts.isdecimal() else _LASTS


def _parameters(answer: Object, owner: str) -> Iterator[Parameter]:
    """The parameters that have prompts."""
    for item in answer.items("parameters"):
        if not isinstance(item, Object):
            continue
        name = item.text("name")
        prompt = said_when(item, ("prompts", "promptMessages"), f"{owner}/{name}")
        if prompt:
            no_match = said_when(item, ("noMatchPromptMessages",), f"{owner}/{name}")
            no_input = said_when(item, ("noInputPromptMessages",), f"{owner}/{name}")
            yield Parameter(name, prompt, no_match, no_input, item.span)


def _flag(root: Object, key: str) -> bool:
    found = root.members.get(key)
    return isinstance(found, Scalar) and found.value is True
