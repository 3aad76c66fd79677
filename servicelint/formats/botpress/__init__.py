"""Botpress bots up to version 12, read as one: flows and skills, content elements, questions and answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from servicelint.formats.botpress.bot import Answer, Bot, gather
from servicelint.formats.botpress.content import told
from servicelint.formats.botpress.layout import Layout
from servicelint.model import Bundle, Channel, Document, Flow, Message, Source
from servicelint.syntax import project
from servicelint.syntax.channels import channel
from servicelint.syntax.chat_exports import reply_to_choices, written_menus
from servicelint.syntax.wordings import Version, Wordings, Words, messages, readings

ID = "botpress"
SUMMARY = "Botpress bots up to version 12: flows, content elements, questions and answers"
READ = "texts, choices, cards and carousels in every language, answers to questions, skills, flows"
NOT_READ = "code of actions and hooks, entities, training phrases, Botpress Cloud archives"
EXTENSIONS = (".json",)
MENUS = True
HANDOFF = True

_FLOW = re.compile(r'"startNode"\s*:')
_STEPS = re.compile(r'"(?:catchAll|onEnter|onReceive)"\s*:')
_ELEMENTS = re.compile(r'\s*\[\s*\{\s*(?:"\w+"\s*:\s*(?:"[^"]*"|[\d.]+)\s*,\s*)*"formData"\s*:\s*\{')
_ANSWER = re.compile(r'"(?:redirectFlow|redirectNode|enabled|contexts)"\s*:')
_INTENT = re.compile(r'"utterances"\s*:\s*\{')
_CONFIG = re.compile(r'"contentTypes"\s*:\s*\[')
_LOOKED_AT = 20_000
_PARTS = frozenset({"flows", "content-elements", "qna", "intents"})
_REFERENCE = re.compile(r"#!?([\w-]+)\s*$")


def sniff(source: Source) -> float:
    """By the keys that only flows, content elements, questions, intents and configurations of Botpress have together."""
    start = source.text[:_LOOKED_AT]
    if start.lstrip()[:1] not in ("{", "["):
        return 0
    if _ELEMENTS.match(start):
        return 0.95
    if _FLOW.search(start) and _STEPS.search(start):
        return 0.95
    if '"questions"' in start and '"answers"' in start and _ANSWER.search(start):
        return 0.9
    if _INTENT.search(start) and '"name"' in start and '"slots"' in source.text:
        return 0.9
    return 0.9 if _CONFIG.search(start) and '"imports"' in start else 0


def members(path: Path) -> tuple[Path, ...]:
    """The files of the bot that `path` is of."""
    return project.files(path, _PARTS, "bot.config.json")


def parse(bundle: Bundle) -> Document:
    """One document for the whole bot."""
    bot = gather(bundle)
    by = channel(bundle.setting("channel"), default="chat")
    layout = Layout(bot)
    said: list[Message] = []
    flows: tuple[Flow, ...] = ()
    if layout.talk.states:
        entry = layout.entry()
        reply_to_choices(layout.talk, bot.phrases)
        in_flows, flow = layout.talk.flow("bot", entry, by)
        said, flows = [*in_flows], (written_menus(flow, in_flows),)
    said += _answers(bot, layout, by)
    for name, content in bot.elements.items():
        if name not in layout.shown:
            said += messages(name, content.words, by, None)
    order = {id(source): number for number, source in enumerate(bundle.sources)}
    said.sort(key=lambda one: (order[id(one.passages[0].span.source)], one.passages[0].span.start))
    return Document(bundle, ID, tuple(said), flows, tuple(bot.problems), language=bot.language)


def _answers(bot: Bot, layout: Layout, by: Channel) -> Iterator[Message]:
    for answer in bot.answers:
        words = dict(_words(answer, bot, layout))
        yield from messages(answer.id or "answer", words, by, None, answer.questions)


def _words(answer: Answer, bot: Bot, layout: Layout) -> Iterator[tuple[Version, tuple[Wordings, ...]]]:
    """The alternatives of an answer by language; one may name an element."""
    for language, listed in answer.contents.items():
        ways: Wordings = ()
        for string in listed:
            reference = _REFERENCE.match(string.value)
            if reference and reference[1] in bot.elements:
                layout.shown.add(reference[1])
                ways += _element_ways(bot.elements[reference[1]].words, language)
            elif not reference:
                ways += told(answer.id or "answer", string, "reply", language)
        if ways:
            yield Version(language), (ways,)


def _element_ways(words: Words, language: str) -> Wordings:
    """The ways to show an element in a language, or in the one it is written in."""
    parts = words.get(Version(language)) or next(iter(words.values()), ())
    return tuple(readings(parts))
