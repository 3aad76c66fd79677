"""Watson Assistant dialog skills: what dialog nodes answer, their options, slots and jumps, and how intents are said."""

from __future__ import annotations

import re

from servicelint.formats.watson_assistant.layout import Layout
from servicelint.formats.watson_assistant.workspace import gather
from servicelint.model import Bundle, Document, Problem, Source, Span
from servicelint.syntax import json
from servicelint.syntax.channels import channel

ID = "watson-assistant"
SUMMARY = "Watson Assistant dialog skills (workspaces) in JSON"
READ = "texts with their alternatives, options, titles of media, slots, handlers, what is said before a transfer"
NOT_READ = "notes to the human agent, intents and entities as copy, search results, action skills"
EXTENSIONS = (".json",)
MENUS = True
HANDOFF = True

_NODES = re.compile(r'"dialog_nodes"\s*:\s*\[')


def sniff(source: Source) -> float:
    """By its dialog nodes."""
    return 0.95 if source.text.lstrip().startswith("{") and _NODES.search(source.text) else 0


def parse(bundle: Bundle) -> Document:
    """One skill in one file."""
    source = bundle.sources[0]
    root = json.read(source)
    skill = _skill(root)
    if skill is None:
        problem = Problem(Span(source, 0, 1), "This is no dialog skill; expected an object with dialog_nodes.")
        return Document(bundle, ID, problems=(problem,))
    language = bundle.setting("language") or skill.text("language").partition("-")[0].lower()
    workspace = gather(skill)
    if not workspace.nodes:
        return Document(bundle, ID, language=language)
    start = skill.span.start
    layout = Layout(workspace, Span(source, start, start + 1))
    by = channel(bundle.setting("channel"), default="chat")
    messages, flow = layout.talk.flow(skill.text("name").strip() or "skill", layout.entry(), by)
    return Document(bundle, ID, messages, (flow,), language=language)


def _skill(root: json.Value) -> json.Object | None:
    """The skill itself, which newer exports wrap."""
    if not isinstance(root, json.Object):
        return None
    inner = root.object("workspace")
    return inner if inner is not None and "dialog_nodes" in inner.members else root if "dialog_nodes" in root.members else None
