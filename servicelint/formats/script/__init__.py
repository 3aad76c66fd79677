"""The neutral script: what a conversation designer without a tool writes down, in YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from servicelint.formats.script.copy import paragraphs, passages
from servicelint.formats.script.dialogue import Dialogue
from servicelint.formats.script.shape import CHANNELS, RESERVED, SPEAKERS, Checker, nearest
from servicelint.model import Bundle, Channel, Document, Flow, Message, Source, Span, Speaker
from servicelint.syntax import yaml
from servicelint.syntax.yaml import Mapping, Node, Scalar

ID = "script"
SUMMARY = "Neutral scripts in YAML, for designs that no platform has yet"
READ = "menus, nodes and messages: prompts, options, what is said after silence or misunderstanding"
NOT_READ = "ids, notes, comments"
EXTENSIONS = (".yml", ".yaml")
MENUS = True
HANDOFF = True

VERSION = "1"
_OPENING = re.compile(r"(?:[ \t]*(?:#[^\r\n]*|---[^\r\n]*)?\r?\n)*[\"']?servicelint[\"']?[ \t]*:")


def sniff(source: Source) -> float:
    """Beyond doubt where `servicelint:` is the first key."""
    return 1 if source.path.endswith(EXTENSIONS) and _OPENING.match(source.text) else 0


def parse(bundle: Bundle) -> Document:
    """One document for the file: a flow where it has menus or nodes, and the messages in the order they are written."""
    check = Checker()
    roots = [root for source in bundle.sources for root in yaml.load(source)]
    scripts = [script for root in roots if (script := check.mapping(root, "script")) is not None]
    if not roots:
        check.wrong(Span(bundle.sources[0], 0, 0), 'The script is empty; begin with "servicelint: 1".')
    messages: list[Message] = []
    flows: list[Flow] = []
    language = bundle.setting("language") or next((_language(script) for script in scripts), "")
    for script in scripts:
        check.problems += yaml.repeated(script)
        _check_version(check, script)
        given = check.one_of(script, "channel", CHANNELS) or bundle.setting("channel")
        channel = cast("Channel", given or ("voice" if script.get("menus") else "chat"))
        dialogue = _dialogue(check, script, channel, language)
        flows += [dialogue.flow(_entry(check, script, dialogue))] if dialogue.states else []
        messages += [*dialogue.said(), *_messages(check, script.get("messages"), channel, language)]
    problems = sorted(check.problems, key=lambda problem: problem.span.start)
    return Document(bundle, ID, tuple(messages), tuple(flows), tuple(problems), language=language)


def _language(node: Mapping) -> str:
    """The language without its region: `pt-BR` is `pt`."""
    return yaml.word(node.get("language")).partition("-")[0].lower()


def _check_version(check: Checker, script: Mapping) -> None:
    version = check.word(script.get("servicelint"))
    if version is not None and version.value != VERSION:
        check.wrong(version.span, f"This is version {VERSION} of the script format; write servicelint: {VERSION}.")


def _dialogue(check: Checker, script: Mapping, channel: Channel, language: str) -> Dialogue:
    menus, nodes = check.named(script.get("menus"), "menu"), check.named(script.get("nodes"), "node")
    known = frozenset(name.value for name, _ in (*menus, *nodes))
    dialogue = Dialogue(check, channel, language, known)
    for name, node, menu in [*((*pair, True) for pair in menus), *((*pair, False) for pair in nodes)]:
        if name.value in dialogue.states:
            check.wrong(name.span, f'A menu or node is called "{name.value}" already; give this one another id.')
        elif name.value in RESERVED:
            check.wrong(name.span, f'"{name.value}" is a target of its own; give this node another id.')
        else:
            dialogue.add(name, node, menu)
    return dialogue


def _entry(check: Checker, script: Mapping, dialogue: Dialogue) -> str:
    given = check.word(script.get("entry"))
    if given is not None and given.value in dialogue.known:
        return given.value
    if given is not None:
        check.wrong(given.span, f'No menu or node is called "{given.value}"; {nearest(given.value, dialogue.known)}')
    return next(iter(dialogue.states))


def _messages(check: Checker, node: Node | None, channel: Channel, language: str) -> Iterator[Message]:
    """Messages as a list, or each under its id; under an id a text alone will do."""
    if isinstance(node, Mapping):
        for name, value in node.entries:
            if isinstance(value, Scalar):
                yield Message(name.value, "company", channel, tuple(paragraphs(name.value, (value,), language)))
            elif (message := check.mapping(value, "message")) is not None:
                yield from _message(check, name.value, message, channel, language)
        return
    for number, message in enumerate(check.listed(node, "message"), 1):
        yield from _message(check, yaml.word(message.get("id")) or f"message {number}", message, channel, language)


def _message(check: Checker, name: str, message: Mapping, channel: Channel, language: str) -> Iterator[Message]:
    text = check.texts(message.get("text"))
    if not text:
        check.wrong(message.span, 'A message needs its words: add "text".')
        return
    own_language = _language(message) or language
    subject = passages(f"{name}/subject", check.texts(message.get("subject")), "subject", own_language)
    yield Message(
        name,
        cast("Speaker", check.one_of(message, "speaker", SPEAKERS) or "company"),
        cast("Channel", check.one_of(message, "channel", CHANNELS) or channel),
        (*subject, *paragraphs(name, text, own_language)),
        in_reply_to=tuple([said.value.strip() for said in check.texts(message.get("in_reply_to"))]),
    )
