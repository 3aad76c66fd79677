"""Dialogflow ES agents, read as one bot: the answers of its intents, what they ask for, and what customers say before."""

from __future__ import annotations

import re
from pathlib import Path

from servicelint.formats.dialogflow_es.agent import gather
from servicelint.formats.dialogflow_es.layout import Layout
from servicelint.model import Bundle, Document, Source, Span
from servicelint.syntax import dialogflow
from servicelint.syntax.channels import channel

ID = "dialogflow-es"
SUMMARY = "Dialogflow ES agents (formerly API.AI), as exported in JSON"
READ = "answers in every wording, language and platform, prompts for parameters, cards, quick replies, payloads, SSML"
NOT_READ = "what webhooks answer, entity values, small talk and knowledge bases"
EXTENSIONS = (".json",)
MENUS = True
HANDOFF = True

_LOOKED_AT = 20_000
_OBJECT = re.compile(r"\s*\{")
_PHRASES = re.compile(r'\s*\[\s*\{[^\[\]]*"data"\s*:\s*\[\s*\{[^\[\]{}]*"text"\s*:')
_PHRASE_SIGNS = re.compile(r'"(?:userDefined|isTemplate|isAuto)"\s*:')
_ENTITY = re.compile(r'"(?:isOverridable|automatedExpansion|allowFuzzyExtraction)"\s*:')
_ENTRIES = re.compile(r'\s*\[\s*(?:\{\s*"value"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*"synonyms"\s*:|\])')
_NAMED_SO = re.compile(r"_(?:entries|usersays)_[A-Za-z-]+\.json$")


def sniff(source: Source) -> float:
    """By the keys that only intents, phrases, entities and agents of ES have together."""
    start = source.text[:_LOOKED_AT]
    if _OBJECT.match(start):
        if '"responses"' in start and re.search(r'"(?:affectedContexts|resetContexts)"\s*:', source.text):
            return 0.95
        agent = '"language"' in start and ('"mlMinConfidence"' in start or '"googleAssistant"' in start)
        return 0.9 if agent or (_ENTITY.search(start) and '"isEnum"' in start) else 0
    if _PHRASES.match(start) and (_PHRASE_SIGNS.search(start) or _NAMED_SO.search(source.path)):
        return 0.95
    return 0.9 if _NAMED_SO.search(source.path) and _ENTRIES.match(start) else 0


def members(path: Path) -> tuple[Path, ...]:
    """The files of the agent that `path` is of."""
    return dialogflow.files(path)


def parse(bundle: Bundle) -> Document:
    """One document for the whole agent."""
    agent = gather(bundle)
    problems = tuple(agent.problems)
    if not agent.intents:
        return Document(bundle, ID, problems=problems, language=agent.language)
    first = next(iter(agent.intents.values())).span
    layout = Layout(agent, Span(first.source, 0, 0))
    voice = any(intent.response.voice for intent in agent.intents.values())
    by = channel(bundle.setting("channel"), default="voice" if voice else "chat")
    messages, flow = layout.talk.flow("agent", layout.entry, by)
    return Document(bundle, ID, dialogflow.in_order(bundle, messages), (flow,), problems, language=agent.language)
