"""Dialogflow CX agents, read as one bot: flows, pages, routes, event handlers, and the phrases their intents know."""

from __future__ import annotations

import re
from pathlib import Path

from servicelint.formats.dialogflow_cx.agent import Agent, gather
from servicelint.formats.dialogflow_cx.layout import Layout
from servicelint.model import Bundle, Channel, Document, Source
from servicelint.syntax import dialogflow
from servicelint.syntax.channels import channel
from servicelint.syntax.wordings import passages

ID = "dialogflow-cx"
SUMMARY = "Dialogflow CX agents (Conversational Agents), as exported in JSON"
READ = "entry, route and event fulfillments with their conditions, form prompts and reprompts, chips and cards, SSML"
NOT_READ = "generators, playbooks, what webhooks say, test cases, entity values"
EXTENSIONS = (".json",)
MENUS = True
HANDOFF = True

_OPENING = re.compile(r"\s*\{")
_PART = re.compile(
    r'"(?:transitionRoutes|eventHandlers|entryFulfillment|triggerFulfillment|initialPromptFulfillment)"\s*:\s*[\[{]'
)
_PHRASES = re.compile(r'\s*\{\s*"trainingPhrases"\s*:\s*\[')
_INTENT = re.compile(r'"numTrainingPhrases"\s*:|"displayName"\s*:\s*"[^"]*"\s*,[^{}]*"priority"\s*:\s*\d+\s*[,}]')
_AGENT = re.compile(r'"defaultLanguageCode"\s*:')
_BARE_PAGE = re.compile(r'\s*\{\s*"name"\s*:\s*"[\w-]{36}"\s*,\s*"displayName"\s*:[^{]*"(?:form|nluSettings)"\s*:')
_LOOKED_AT = 20_000


def sniff(source: Source) -> float:
    """By the keys that only flows, pages, intents and agents of CX have together with a display name."""
    if not _OPENING.match(source.text):
        return 0
    start = source.text[:_LOOKED_AT]
    if _PHRASES.match(start):
        return 0.9
    if '"displayName"' not in start:
        return 0
    if _BARE_PAGE.match(start) or _PART.search(source.text):
        return 0.95
    return 0.9 if _INTENT.search(start) or (_AGENT.search(start) and '"timeZone"' in start) else 0


def members(path: Path) -> tuple[Path, ...]:
    """The files of the agent that `path` is of."""
    return dialogflow.files(path)


def parse(bundle: Bundle) -> Document:
    """One document for the whole agent."""
    agent = gather(bundle)
    problems = tuple(agent.problems)
    if not agent.pages:
        return Document(bundle, ID, problems=problems, language=agent.language)
    layout = Layout(agent)
    by = channel(bundle.setting("channel"), default=_channel(agent))
    messages, flow = layout.talk.flow("agent", _entry(agent, layout), by)
    return Document(bundle, ID, dialogflow.in_order(bundle, messages), (flow,), problems, language=agent.language)


def _channel(agent: Agent) -> Channel:
    """Voice where something is made to be heard and nothing to be clicked."""
    routes = [route for page in agent.pages.values() for route in (*agent.routes(page), *page.handlers)]
    does = [route.does for route in routes]
    for page in agent.pages.values():
        does += [page.entry, *(parameter.prompt for parameter in page.parameters)]
    drawn = any(passage.role in ("option", "button") for one in does for passage in passages(one.words))
    return "voice" if any(one.voice for one in does) and not drawn else "chat"


def _entry(agent: Agent, layout: Layout) -> str:
    """The start flow; without it a place that may lead to every state that nothing else leads to."""
    if agent.start in agent.pages:
        return agent.start
    led = {edge.target for edge in layout.talk.edges if edge.source != edge.target}
    led |= {answer.target for state in layout.talk.states.values() for answer in state.answers}
    first = next(iter(agent.pages.values()))
    entry = layout.talk.begin("start", "unknown", first.span)
    for page in agent.pages.values():
        if page.id not in led or not page.name:
            layout.talk.join(entry.id, page.id, "condition", page.span)
    return entry.id
