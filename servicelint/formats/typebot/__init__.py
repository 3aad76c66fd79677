"""Typebot exports: bubbles, inputs and choices along the edges of the flow, in the versions since the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

from servicelint.formats.typebot import links
from servicelint.formats.typebot.layout import Layout, lay
from servicelint.model import Bundle, Document, Flow, Message, Problem, Source, Span
from servicelint.syntax import json
from servicelint.syntax.channels import channel
from servicelint.syntax.chat_exports import contract, reply_to_choices
from servicelint.syntax.joined_flows import Call, apart, joined, said_apart
from servicelint.syntax.siblings import related

ID = "typebot"
SUMMARY = "Typebot exports (JSON)"
READ = "text bubbles, buttons, picture choices and cards, labels of inputs, retry messages"
NOT_READ = "e-mails to staff, prompts for language models, media, bots that are linked and in another folder"
EXTENSIONS = (".json",)
MENUS = True
HANDOFF = True

_GROUPS = re.compile(r'"(?:groups|blocks)"\s*:\s*\[')
_EDGES = re.compile(r'"edges"\s*:\s*\[')
_BLOCK = re.compile(
    r'"type"\s*:\s*"(?:(?:choice|picture choice|cards|text|email|number|phone number|url|date|rating|file) input'
    r'|start|Jump|Typebot link|Condition|Set variable)"|"richText"\s*:\s*\['
)


def sniff(source: Source) -> float:
    """By groups, edges, and blocks of the kinds that only typebots have."""
    if not source.text.lstrip().startswith("{"):
        return 0
    if not (_EDGES.search(source.text) and _GROUPS.search(source.text) and _BLOCK.search(source.text)):
        return 0
    return 0.9 if "graphCoordinates" in source.text or '"variables"' in source.text else 0


def members(path: Path) -> tuple[Path, ...]:
    """The typebots beside this one that it links to, or that link to it."""
    return related(path, EXTENSIONS, links.names)


def parse(bundle: Bundle) -> Document:
    """One bot, or several that link to each other, each in its file."""
    by = channel(bundle.setting("channel"), default="chat")
    laid: list[tuple[str, str, Layout]] = []
    messages: list[Message] = []
    flows: list[Flow] = []
    problems: list[Problem] = []
    for source in bundle.sources:
        bot = _bot(json.read(source))
        if bot is None:
            problems.append(Problem(Span(source, 0, 1), "This is no typebot; expected an object with groups and edges."))
            continue
        layout = lay(bot)
        contract(layout.talk, layout.entry)
        reply_to_choices(layout.talk)
        name = bot.text("name").strip() or "bot"
        prefix = f"{PurePath(source.path).stem}/" if len(bundle.sources) > 1 else ""
        said, flow = layout.talk.flow(name, layout.entry, by)
        if not bundle.named or source.path in bundle.named:
            messages += said_apart(prefix, said)
        flows += [apart(prefix, flow)] if flow.nodes else []
        laid.append((bot.text("id"), prefix, layout))
    made = joined(flows, _calls(laid))
    return Document(bundle, ID, tuple(messages), made, tuple(problems), language=bundle.setting("language") or "")


def _calls(laid: Sequence[tuple[str, str, Layout]]) -> Iterator[Call]:
    """Where the bots link to each other: to the group that is named, else to the beginning."""
    bots = {name: (prefix, layout) for name, prefix, layout in laid if name}
    for _, own, layout in laid:
        for state, bot, group in layout.linked:
            if bot in bots:
                prefix, other = bots[bot]
                first = other.blocks.get(other.groups.get(group, ""))
                target = first.state if first and first.state in other.talk.states else other.entry
                yield Call(own + state, prefix + target, (f"{prefix}end",) if "end" in other.talk.states else ())


def _bot(root: json.Value) -> json.Object | None:
    """The bot itself, which some exports wrap."""
    if not isinstance(root, json.Object):
        return None
    inner = root.object("typebot")
    return inner if inner is not None and "edges" in inner.members else root if "edges" in root.members else None
