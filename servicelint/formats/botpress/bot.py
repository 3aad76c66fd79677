"""What stands in the files of one Botpress bot: content elements, questions and answers, intents, flows and their nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from servicelint.formats.botpress.content import Content, read
from servicelint.model import Bundle, Problem, Source, Span, Unreadable
from servicelint.syntax import json
from servicelint.syntax.chat_exports import objects, place, texts
from servicelint.syntax.hand_off import hands_over
from servicelint.syntax.json import Array, Object, Value
from servicelint.syntax.wordings import Phrase

SKILLS = "skills/"
_SAY = re.compile(r"say\s+#!?([\w-]+)")
_HITL = re.compile(r"\bhitl", re.IGNORECASE)
_ENDING = ".flow.json"


@dataclass(frozen=True)
class Way:
    """A transition: `target` as it is written ("" for none)."""

    condition: str
    target: str
    span: Span


@dataclass(frozen=True, eq=False)
class Node:
    """`says` are the ids of the content elements that it shows, `own` what it shows without one, `calls` the flow of a
    skill; `waits` tells that it listens before it goes on."""

    id: str
    span: Span
    skill: str
    calls: str
    says: tuple[str, ...]
    own: Content | None
    waits: bool
    person: bool
    ways: tuple[Way, ...]


@dataclass(frozen=True, eq=False)
class Dialog:
    """A flow: `skill` is what a skill was set up with."""

    name: str
    start: str
    span: Span
    nodes: tuple[Node, ...]
    skill: Object | None
    everywhere: tuple[Way, ...]


@dataclass(frozen=True, eq=False)
class Answer:
    """A question that is answered wherever it is asked. `contents` are the alternatives, by language, each a text or an
    element's id; `leads` is the flow (and node) that it goes on with."""

    id: str
    span: Span
    questions: tuple[Phrase, ...]
    contents: dict[str, tuple[json.String, ...]]
    leads: str


@dataclass
class Bot:
    language: str = ""
    elements: dict[str, Content] = field(default_factory=dict)
    dialogs: dict[str, Dialog] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    answers: list[Answer] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def gather(bundle: Bundle) -> Bot:
    """Read every file of the bundle; one that is no JSON becomes a problem, and the others are read all the same."""
    bot = Bot()
    roots: list[tuple[Source, Value]] = []
    for source in bundle.sources:
        try:
            roots.append((source, json.read(source)))
        except Unreadable as failure:
            bot.problems.append(failure.problem)
    for _, root in roots:
        if isinstance(root, Object):
            bot.language = bot.language or root.text("defaultLanguage")
    bot.language = bundle.setting("language") or bot.language
    for source, root in roots:
        _add(bot, source, root)
    return bot


def _add(bot: Bot, source: Source, root: Value) -> None:
    if isinstance(root, Array):
        for item in objects(root):
            form = item.object("formData")
            if form is not None:
                bot.elements[item.text("id")] = read(form, item.text("id"), bot.language)
            else:
                _add(bot, source, item)
    elif not isinstance(root, Object):
        bot.problems.append(Problem(Span(source, 0, 1), "This is no part of a bot; expected an object or an array."))
    elif "utterances" in root.members:
        said = root.object("utterances")
        bot.phrases.setdefault(root.text("name"), []).extend(_phrases(said))
    elif "nodes" in root.members:
        dialog = _dialog(flow_name(source.path), root, bot.language)
        bot.dialogs[dialog.name] = dialog
    elif "qnas" in root.members:
        for item in objects(root.items("qnas")):
            _add(bot, source, item)
    else:
        bot.answers += _answer(root)


def flow_name(path: str) -> str:
    """How a flow is called inside its bot: its path below the folder `flows`, without the ending."""
    parts = PurePath(path.replace("\\", "/")).parts
    below = parts[len(parts) - parts[::-1].index("flows") :] if "flows" in parts else parts[-1:]
    return "/".join(below).removesuffix(_ENDING).removesuffix(".json")


def _answer(root: Object) -> Iterator[Answer]:
    data = root.object("data") or root
    enabled = data.members.get("enabled")
    if isinstance(enabled, json.Scalar) and enabled.value is False:
        return
    asked, answered = data.object("questions"), data.object("answers")
    contents = {language: texts(listed) for language, listed in answered.members.items()} if answered else {}
    action, flow, node = data.text("action"), data.text("redirectFlow"), data.text("redirectNode")
    leads = "" if action == "text" or not flow else f"{flow}#{node}" if node else flow
    if "redirect" in action and not action.startswith("text"):
        contents = {}
    if contents or leads:
        yield Answer(root.text("id"), root.span, tuple(_phrases(asked)), contents, leads)


def _phrases(by_language: Object | None) -> Iterator[Phrase]:
    for language, listed in by_language.members.items() if by_language else ():
        yield from (Phrase(language, phrase.value) for phrase in texts(listed))


def _dialog(name: str, root: Object, language: str) -> Dialog:
    everywhere = root.object("catchAll")
    return Dialog(
        name,
        root.text("startNode"),
        (root.string("startNode") or root).span,
        tuple([_node(item, language) for item in objects(root.items("nodes")) if item.text("name")]),
        root.object("skillData"),
        tuple(_ways(everywhere)) if everywhere else (),
    )


def _node(item: Object, language: str) -> Node:
    does = [instruction for key in ("onEnter", "onReceive") for instruction in _instructions(item, key)]
    content = item.object("content")
    form = content.object("formData") if content else None
    name = item.text("name")
    skill, calls = item.text("skill"), item.text("flow")
    return Node(
        name,
        place(item, item.string("name")),
        skill,
        calls.removesuffix(_ENDING) if item.text("type") == "skill-call" or skill else "",
        tuple([found[1] for text in _instructions(item, "onEnter") if (found := _SAY.match(text))]),
        read(form, name, language) if form is not None else None,
        isinstance(item.members.get("onReceive"), Array) or item.text("type") == "listen",
        any(_brings_person(instruction) for instruction in (*does, skill)),
        tuple(_ways(item)),
    )


def _instructions(item: Object, key: str) -> list[str]:
    """Instructions as text: `say …`, or an action and its arguments; newer bots have objects for actions."""
    named = [instruction.text("name") for instruction in objects(item.items(key))]
    return [string.value for string in texts(item.members.get(key))] + named


def _brings_person(instruction: str) -> bool:
    action = instruction.partition(" ")[0]
    return not instruction.startswith("say ") and bool(_HITL.search(action) or hands_over(action))


def _ways(owner: Object) -> Iterator[Way]:
    for item in objects(owner.items("next")):
        target = item.string("node")
        place = item if target is None else target
        yield Way(item.text("condition").strip(), target.value.strip() if target else "", place.span)
