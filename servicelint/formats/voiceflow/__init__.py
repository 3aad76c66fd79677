"""Voiceflow projects (`.vf`): what their steps say and offer, intents, no-match and no-reply prompts, and the flow."""

from __future__ import annotations

import re

from servicelint.formats.voiceflow.layout import Layout
from servicelint.formats.voiceflow.project import Project, gather
from servicelint.model import Bundle, Channel, Document, Problem, Source, Span
from servicelint.syntax import json
from servicelint.syntax.channels import channel
from servicelint.syntax.chat_exports import contract, reply_to_choices, written_menus

ID = "voiceflow"
SUMMARY = "Voiceflow projects (.vf)"
READ = "speak and text steps with their variants, buttons, cards, reprompts, prompts for values, intents, components"
NOT_READ = "notes on the canvas, code, what language models and knowledge bases answer, recordings"
EXTENSIONS = (".vf",)
MENUS = True
HANDOFF = True

_DIAGRAMS = re.compile(r'"diagrams"\s*:\s*\{')
_ROOT = re.compile(r'"rootDiagramID"\s*:')


def sniff(source: Source) -> float:
    """By the root diagram and the diagrams that every project has."""
    if not source.text.lstrip().startswith("{"):
        return 0
    return 0.95 if _ROOT.search(source.text) and _DIAGRAMS.search(source.text) else 0


def parse(bundle: Bundle) -> Document:
    """One project in one file."""
    source = bundle.sources[0]
    root = json.read(source)
    if not isinstance(root, json.Object) or "diagrams" not in root.members:
        problem = Problem(Span(source, 0, 1), "This is no Voiceflow project; expected an object with diagrams.")
        return Document(bundle, ID, problems=(problem,))
    project = gather(root)
    layout = Layout(project)
    language = bundle.setting("language") or project.language
    entry = layout.entry()
    if not entry:
        return Document(bundle, ID, language=language)
    contract(layout.talk, entry)
    reply_to_choices(layout.talk)
    by = channel(bundle.setting("channel"), default=_channel(project))
    messages, flow = layout.talk.flow(project.name or "project", entry, by)
    return Document(bundle, ID, messages, (written_menus(flow, messages),), language=language)


def _channel(project: Project) -> Channel:
    """Voice where something is spoken and nothing written or clicked."""
    types = {node.type for node in project.nodes.values()}
    written = types & {"text", "buttons", "cardV2", "carousel", "message", "buttons-v2"}
    return "voice" if "speak" in types and not written else "chat"
