"""Typebot exports: bubbles, inputs and choices along the edges of the flow, in the versions since the first."""

from __future__ import annotations

import re

from servicelint.formats.typebot.layout import lay
from servicelint.model import Bundle, Document, Problem, Source, Span
from servicelint.syntax import json
from servicelint.syntax.channels import channel
from servicelint.syntax.chat_exports import contract, reply_to_choices

ID = "typebot"
SUMMARY = "Typebot exports (JSON)"
READ = "text bubbles, buttons, picture choices and cards, labels of inputs, retry messages"
NOT_READ = "e-mails to staff, prompts for language models, media, other bots that are linked"
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


def parse(bundle: Bundle) -> Document:
    """One bot in one file."""
    source = bundle.sources[0]
    root = json.read(source)
    bot = _bot(root)
    if bot is None:
        problem = Problem(Span(source, 0, 1), "This is no typebot; expected an object with groups and edges.")
        return Document(bundle, ID, problems=(problem,))
    layout = lay(bot)
    contract(layout.talk, layout.entry)
    reply_to_choices(layout.talk)
    messages, flow = layout.talk.flow(
        bot.text("name").strip() or "bot", layout.entry, channel(bundle.setting("channel"), default="chat")
    )
    flows = (flow,) if flow.nodes else ()
    return Document(bundle, ID, messages, flows, language=bundle.setting("language") or "")


def _bot(root: json.Value) -> json.Object | None:
    """The bot itself, which some exports wrap."""
    if not isinstance(root, json.Object):
        return None
    inner = root.object("typebot")
    return inner if inner is not None and "edges" in inner.members else root if "edges" in root.members else None
